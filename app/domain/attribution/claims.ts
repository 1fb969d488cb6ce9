import { compareKeys } from '../money.ts'
import type { Touch } from './facts.ts'
import type { ClaimMode, ClaimRule } from './rules.ts'

const DAY_MS = 86_400_000

/** Why a guide who had to do with the customer has no claim. */
export type NoClaimBecause = 'later' | 'earlier' | 'protected' | 'over' | 'other_store' | 'weaker' | 'not_on_day'

export interface ClaimResult {
  mode: ClaimMode
  /** Those who hold the customer at payment, each with the touch that says so. */
  held: Touch[]
  passed: { touch: Touch; because: NoClaimBecause }[]
}

interface ClaimMoment {
  paidAtMs: number
  storeCode?: string | undefined
  /** A guide who was none on the day of payment claims nothing. */
  isGuide(guideId: number): boolean
}

/**
 * Who claims the customer at payment by their touches, under one rule. Pure, and blind to the order of the array: at
 * one instant the kind, then the lower guide id decides.
 */
export function claimOf(touches: readonly Touch[], rule: ClaimRule, moment: ClaimMoment): ClaimResult {
  const result: ClaimResult = { mode: rule.mode, held: [], passed: [] }
  const counted = touches.filter((touch) => rule.touches[touch.kind] !== undefined && touch.atMs <= moment.paidAtMs)
  const able = counted.sort(compareTouches).filter((touch) => {
    const because = barOf(touch, rule, moment)
    if (because) result.passed.push({ touch, because })
    return because === undefined
  })
  const decide = { first_friend: keepFirst, first_in_store: keepFirst, last_touch: takeOver }
  if (rule.mode === 'strongest_touch') strongest(able, rule, moment, result)
  else if (rule.mode === 'every_touch') everybody(able, rule, moment, result)
  else if (rule.mode !== 'first_touch') walk(able, rule, moment, result, decide[rule.mode])
  return { ...result, passed: onePerGuide(result) }
}

function barOf(touch: Touch, { mode }: ClaimRule, { storeCode, isGuide }: ClaimMoment): NoClaimBecause | undefined {
  if (!isGuide(touch.guideId)) return 'not_on_day'
  return mode === 'first_in_store' && touch.storeCode !== storeCode ? 'other_store' : undefined
}

interface Holder {
  first: Touch
  last: Touch
  untilMs: number
}

type Contest = (holder: Holder, touch: Touch, rule: ClaimRule) => NoClaimBecause | undefined

const keepFirst: Contest = () => 'later'

const takeOver: Contest = (holder, touch, { protectDays }) =>
  protectDays === null || touch.atMs < holder.last.atMs + protectDays * DAY_MS ? 'protected' : undefined

/** One holder at a time, through the touches in their order: renewed by their own, lapsing, taken over or not. */
function walk(touches: readonly Touch[], rule: ClaimRule, moment: ClaimMoment, result: ClaimResult, contest: Contest) {
  let holder: Holder | undefined
  for (const touch of touches) {
    if (holder && touch.atMs >= holder.untilMs) {
      result.passed.push({ touch: holder.last, because: 'over' })
      holder = undefined
    }
    const untilMs = holdsUntil(touch, rule)
    if (!holder) holder = { first: touch, last: touch, untilMs }
    else if (holder.last.guideId === touch.guideId)
      holder = { ...holder, last: touch, untilMs: Math.max(holder.untilMs, untilMs) }
    else {
      const because = contest(holder, touch, rule)
      result.passed.push(because ? { touch, because } : { touch: holder.last, because: 'earlier' })
      if (!because) holder = { first: touch, last: touch, untilMs }
    }
  }
  if (!holder) return
  if (moment.paidAtMs < holder.untilMs) result.held.push(rule.mode === 'last_touch' ? holder.last : holder.first)
  else result.passed.push({ touch: holder.last, because: 'over' })
}

function strongest(touches: readonly Touch[], rule: ClaimRule, moment: ClaimMoment, result: ClaimResult): void {
  const rank = ({ kind }: Touch) => rule.strength.indexOf(kind)
  const alive = stillHolding(touches, rule, moment, result).filter((touch) => rank(touch) >= 0)
  const [winner, ...others] = alive.sort((a, b) => rank(a) - rank(b) || compareTouches(b, a))
  if (!winner) return
  result.held.push(winner)
  for (const touch of others) result.passed.push({ touch, because: rank(touch) > rank(winner) ? 'weaker' : 'earlier' })
}

/** Each guide once, by their last touch. */
function everybody(touches: readonly Touch[], rule: ClaimRule, moment: ClaimMoment, result: ClaimResult): void {
  const byGuide = new Map<number, Touch>()
  for (const touch of stillHolding(touches, rule, moment, result)) byGuide.set(touch.guideId, touch)
  result.held.push(...[...byGuide.values()].sort(compareTouches))
}

function stillHolding(touches: readonly Touch[], rule: ClaimRule, moment: ClaimMoment, result: ClaimResult): Touch[] {
  return touches.filter((touch) => {
    const isAlive = moment.paidAtMs < holdsUntil(touch, rule)
    if (!isAlive) result.passed.push({ touch, because: 'over' })
    return isAlive
  })
}

function holdsUntil({ kind, atMs }: Touch, { touches }: ClaimRule): number {
  const days = touches[kind]
  return days === null || days === undefined ? Number.POSITIVE_INFINITY : atMs + days * DAY_MS
}

/** Who holds is not told why not; everybody else once, by the last thing that can be said of them. */
function onePerGuide({ held, passed }: ClaimResult): ClaimResult['passed'] {
  const told = new Map<number, ClaimResult['passed'][number]>()
  for (const no of passed) {
    const before = told.get(no.touch.guideId)
    if (!before || before.touch.atMs <= no.touch.atMs) told.set(no.touch.guideId, no)
  }
  for (const { guideId } of held) told.delete(guideId)
  return [...told.values()].sort((a, b) => compareTouches(a.touch, b.touch))
}

function compareTouches(a: Touch, b: Touch): number {
  const byWho = a.atMs - b.atMs || compareKeys(a.kind, b.kind) || a.guideId - b.guideId
  return byWho || compareKeys(a.storeCode ?? '', b.storeCode ?? '')
}
