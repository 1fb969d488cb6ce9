import type { CustomerFacts, PlaybookStart } from './calendar.ts'
import type { ConditionName, StepConditions } from './playbook.ts'

const LATELY_MS = 90 * 86_400_000

interface ConditionFacts {
  start: PlaybookStart
  customer: CustomerFacts
  nowMs: number
}
type Checks = { [Name in ConditionName]: (asked: NonNullable<StepConditions[Name]>, facts: ConditionFacts) => boolean }

/** What nobody has said is taken as the plain case: shipped, normal effect, first purchase, did not watch. */
const CHECKS: Checks = {
  delivery: (asked, { start }) => (start.delivery ?? 'shipping') === asked,
  slowEffect: (asked, { start }) => (start.slowEffect ?? false) === asked,
  boughtThisProductBefore: (asked, { start }) => (start.boughtThisProductBefore ?? false) === asked,
  isRepeatBuyer: (asked, facts) => isRepeatBuyer(facts) === asked,
  isWelcomed: (asked, { customer }) => customer.isWelcomed === asked,
  hasMemberCard: (asked, { customer }) => customer.hasMemberCard === asked,
  hasWatched: (asked, { start }) => (start.hasWatched ?? false) === asked,
  hasBought: (asked, { customer }) => customer.purchasesAtMs.length > 0 === asked,
  stages: (asked, { customer }) => asked.includes(customer.stage),
  quality: (asked, { customer }) => customer.quality === asked,
  categories: (asked, { start }) => start.category !== undefined && asked.includes(start.category),
  complainedLately: (asked, facts) => hasComplainedLately(facts) === asked,
  gaveGoodFeedback: (asked, { customer }) => (customer.lastFeedback === 'good_feedback') === asked,
}

/** What the start itself says of the step, the same for ever: a parcel step of an order that was picked up. */
export function findUnmetOfStart(step: StepConditions | undefined, facts: ConditionFacts): ConditionName | undefined {
  if (!step) return undefined
  return START_NAMES.find((name) => !holds(name, step, facts))
}

/** The first condition that does not hold, in one fixed order. */
export function findUnmet(when: StepConditions | undefined, facts: ConditionFacts): ConditionName | undefined {
  if (!when) return undefined
  return CONDITION_NAMES.find((name) => !holds(name, when, facts))
}

const START_NAMES: readonly ConditionName[] = ['delivery', 'slowEffect', 'boughtThisProductBefore', 'isRepeatBuyer']

const CONDITION_NAMES: readonly ConditionName[] = [
  ...START_NAMES,
  'isWelcomed',
  'hasMemberCard',
  'hasWatched',
  'hasBought',
  'stages',
  'quality',
  'categories',
  'complainedLately',
  'gaveGoodFeedback',
]

function holds<Name extends ConditionName>(name: Name, when: StepConditions, facts: ConditionFacts): boolean {
  const asked: StepConditions[Name] = when[name]
  const check: (asked: NonNullable<StepConditions[Name]>, facts: ConditionFacts) => boolean = CHECKS[name]
  return asked === undefined || check(asked, facts)
}

/** An order says it of itself; of what no order started, the purchases until then do. */
function isRepeatBuyer({ start, customer }: ConditionFacts): boolean {
  if (start.isRepeatBuyer !== undefined || start.subject !== '') return start.isRepeatBuyer ?? false
  return customer.purchasesAtMs.filter((atMs) => atMs <= start.atMs).length > 1
}

function hasComplainedLately({ customer, nowMs }: ConditionFacts): boolean {
  return customer.complaints.some(({ closedAtMs }) => closedAtMs === undefined || closedAtMs > nowMs - LATELY_MS)
}
