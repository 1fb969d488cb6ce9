import { dayNumberOf } from '../businessDay.ts'
import type { CalendarInput, CalendarOutcome } from './calendar.ts'
import { firstAwake, fitSlot, isQuietAt } from './fitSlot.ts'
import { compareImportance, type Mergeable, mergeSameDay } from './mergeSameDay.ts'
import type { StepPlan } from './planStart.ts'
import { findSaleAfterSale, type Said } from './saleOrder.ts'

type PlaceFacts = Pick<CalendarInput, 'contacts' | 'manners' | 'answers' | 'nowMs' | 'customer'> & {
  progress: ReadonlyMap<string, CalendarInput['progress'][number]>
}
type Wish = StepPlan & { wishedAtMs: number; expiresAtMs: number }
type Holder = Mergeable & { key: string }

/**
 * Finds a day for every step that still looks for one, the most important first, so that it never loses its place to
 * a lesser one of an earlier day; and gives up sales that would follow a sale, one by one: the place of each is free
 * for the others.
 * @returns outcomes by step key
 */
export function placeItems(plans: readonly StepPlan[], facts: PlaceFacts): Map<string, CalendarOutcome> {
  const settled = new Map<string, CalendarOutcome>()
  let wishes = plans.filter(isWish).sort((a, b) => compareHolders(toHolder(a), toHolder(b)))
  for (const wish of wishes) if (isOverdueSaleAfterSale(wish, facts)) settled.set(wish.key, SALE_AFTER_SALE)
  for (;;) {
    wishes = wishes.filter(({ key }) => !settled.has(key))
    const placed = placeOnce(wishes, plans, facts)
    const given = findSaleAfterSale([...saidBy(plans, facts), ...saidIn(placed, wishes)], heardAt(facts))
    if (given === undefined) return new Map([...settled, ...placed])
    settled.set(given, SALE_AFTER_SALE)
  }
}

const SALE_AFTER_SALE: CalendarOutcome = { kind: 'dropped', why: { code: 'sale_after_sale' } }

function placeOnce(
  wishes: readonly Wish[],
  plans: readonly StepPlan[],
  facts: PlaceFacts,
): Map<string, CalendarOutcome> {
  const { manners } = facts
  const fromMs = speaksFrom(facts)
  const outcomes = new Map<string, CalendarOutcome>()
  const holders = holdersOf(plans)
  const alreadyPlanned = countedContacts(plans, facts)
  for (const wish of wishes) {
    const holder = wish.isTalk ? undefined : holders.get(dayNumberOf(wish.wishedAtMs))
    const slot = wish.isTalk ? talkOn(wish, facts) : giveWay(wish, holder)
    const outcome =
      slot ?? toOutcome(wish, fitSlot(wish.wishedAtMs, { ...manners, alreadyPlanned }, wish.expiresAtMs, fromMs))
    outcomes.set(wish.key, outcome)
    if (outcome.kind !== 'planned' || wish.isTalk) continue
    alreadyPlanned.push(outcome.atMs)
    holdDay(holders, wish)
  }
  return outcomes
}

/** A mute that ends in time only puts off what is still worth saying then. */
function speaksFrom({ nowMs, customer: { mutedUntilMs = 0 } }: PlaceFacts): number {
  return Math.max(nowMs, mutedUntilMs)
}

/** The talk goes on at once, or as soon as it is morning. */
function talkOn(wish: Wish, facts: PlaceFacts): CalendarOutcome {
  const wishedMs = Math.max(wish.wishedAtMs, speaksFrom(facts))
  const atMs = firstAwake(wishedMs, facts.manners)
  const movedBecause = isQuietAt(wishedMs, facts.manners) ? 'quiet_hours' : 'day_off'
  if (atMs >= wish.expiresAtMs) return { kind: 'expired', why: atMs > wishedMs ? movedBecause : 'too_late' }
  return toOutcome(wish, atMs > wishedMs ? { kind: 'slot', atMs, movedBecause } : { kind: 'slot', atMs })
}

function toOutcome({ expiresAtMs }: Wish, slot: ReturnType<typeof fitSlot>): CalendarOutcome {
  if (slot.kind === 'expired') return slot
  const { atMs, movedBecause } = slot
  return { kind: 'planned', atMs, expiresAtMs, ...(movedBecause && { movedBecause }) }
}

/** Two wished on one day become the more important one, also when that one is being shown or was done already. */
function giveWay(wish: Wish, holder: Holder | undefined): CalendarOutcome | undefined {
  if (!holder) return undefined
  const { kept, why } = mergeSameDay<Holder>(holder, toHolder(wish))
  if (kept !== holder) return undefined
  return { kind: 'dropped', why: { code: 'merged', into: holder.key, because: why } }
}

/** Per wished day the most important of what is shown, chosen or closed. */
function holdersOf(plans: readonly StepPlan[]): Map<number, Holder> {
  const holders = new Map<number, Holder>()
  for (const plan of plans) {
    if (plan.outcome?.kind === 'kept' && !plan.isTalk && hasTimes(plan)) holdDay(holders, plan)
  }
  return holders
}

function holdDay(holders: Map<number, Holder>, wish: Wish): void {
  const day = dayNumberOf(wish.wishedAtMs)
  const [holder, next] = [holders.get(day), toHolder(wish)]
  if (!holder || compareHolders(next, holder) < 0) holders.set(day, next)
}

function toHolder({ key, step: { purpose, priority }, wishedAtMs }: Wish): Holder {
  return { key, purpose, priority, dueAtMs: wishedAtMs }
}

/** What takes a place in the budget already. */
function countedContacts(plans: readonly StepPlan[], facts: PlaceFacts): number[] {
  const said = plans.filter((plan) => !plan.isTalk).flatMap((plan) => promisedBy(plan, facts))
  const contacts = facts.contacts.filter((contact) => !contact.isSameTalk)
  return [...contacts, ...said].map(({ atMs }) => atMs)
}

/** A weekly mass send would silence every word about what is used up. */
function promptsIn({ contacts }: PlaceFacts): CalendarInput['contacts'] {
  return contacts.filter(({ isMass }) => !isMass)
}

function saidBy(plans: readonly StepPlan[], facts: PlaceFacts): Said[] {
  return [
    ...promptsIn(facts).map(({ atMs, purpose }) => ({ atMs, purpose })),
    ...plans.flatMap((plan) => promisedBy(plan, facts)),
  ]
}

/** What is shown may be said at any moment; what was put off comes when the guide chose. */
function promisedBy({ key, outcome }: StepPlan, { progress, nowMs }: PlaceFacts): Said[] {
  const step = progress.get(key)
  if (outcome?.kind !== 'kept' || !step || step.kind === 'closed' || step.expiresAtMs <= nowMs) return []
  return [{ atMs: Math.max(step.atMs, nowMs), purpose: step.purpose }]
}

function saidIn(placed: ReadonlyMap<string, CalendarOutcome>, wishes: readonly Wish[]): Said[] {
  return wishes.flatMap(({ key, step }) => {
    const outcome = placed.get(key)
    return outcome?.kind === 'planned' ? [{ atMs: outcome.atMs, purpose: step.purpose, planKey: key }] : []
  })
}

function heardAt({ answers, customer }: PlaceFacts): number[] {
  return [...answers.map(({ atMs }) => atMs), ...customer.purchasesAtMs]
}

/** A sale whose time passed right after a sale is not brought up again because something was said since. */
function isOverdueSaleAfterSale({ wishedAtMs, expiresAtMs, step, key }: Wish, facts: PlaceFacts): boolean {
  if (step.purpose !== 'sale' || wishedAtMs >= facts.nowMs) return false
  const alreadyPlanned = facts.contacts.filter(({ isSameTalk }) => !isSameTalk).map(({ atMs }) => atMs)
  const fromMs = Math.max(wishedAtMs, facts.customer.mutedUntilMs ?? 0)
  const slot = fitSlot(wishedAtMs, { ...facts.manners, alreadyPlanned }, expiresAtMs, fromMs)
  if (slot.kind === 'expired' || slot.atMs >= facts.nowMs) return false
  const before = promptsIn(facts).filter(({ atMs }) => atMs <= slot.atMs)
  return findSaleAfterSale([...before, { atMs: slot.atMs, purpose: 'sale', planKey: key }], heardAt(facts)) === key
}

function isWish(plan: StepPlan): plan is Wish {
  return plan.outcome === undefined && hasTimes(plan)
}

function hasTimes(plan: StepPlan): plan is Wish {
  return plan.wishedAtMs !== undefined && plan.expiresAtMs !== undefined
}

function compareHolders(a: Holder, b: Holder): number {
  return compareImportance(a, b) || (a.key < b.key ? -1 : Number(a.key > b.key))
}
