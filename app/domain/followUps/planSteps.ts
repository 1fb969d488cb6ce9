import { addDays, atTimeOfDay, businessDayOf } from '../businessDay.ts'
import type { DroppedStep, DropWhy, ExitFact, PlannedStep, Playbook, PlaybookStep, StepConditions } from './playbook.ts'

const DAY_MS = 86_400_000

/** What is known about the trigger. For an order line: of this customer and this product. */
export interface TriggerFacts {
  /** When it happened: paid, or added. */
  atMs: number
  delivery?: 'pickup' | 'shipping'
  slowEffect?: boolean
  /** The customer had bought this very product before this order. */
  boughtThisProductBefore?: boolean
  /** The customer had already come back for another product before this order. */
  isRepeatBuyer?: boolean
  isWelcomed?: boolean
  /** Days until what was bought is used up, for the quantity bought; absent when no cycle is known. */
  useUpDays?: number
  /** What has happened since that may stop the track. */
  exits?: readonly ExitFact[]
}

export interface StepPlan {
  planned: PlannedStep[]
  dropped: DroppedStep[]
}

/**
 * Plans every step of a playbook exactly once: it is either planned or dropped with the reason. Steps already
 * planned keep their id, so editing a playbook or planning again never repeats one.
 * `expireDays`: how long a follow-up without its own `expiresAfterDays` stays useful.
 */
export function planSteps(playbook: Playbook, facts: TriggerFacts, nowMs: number, expireDays = 3): StepPlan {
  const plan: StepPlan = { planned: [], dropped: [] }
  for (const step of playbook.steps) {
    const outcome = planStep(playbook, step, facts, nowMs, expireDays)
    if ('code' in outcome) plan.dropped.push({ stepId: step.id, why: outcome })
    else plan.planned.push(outcome)
  }
  plan.planned.sort((a, b) => a.dueAtMs - b.dueAtMs)
  return plan
}

function planStep(
  playbook: Playbook,
  step: PlaybookStep,
  facts: TriggerFacts,
  nowMs: number,
  expireDays: number,
): PlannedStep | DropWhy {
  const exit = findExit(playbook, step, facts.exits ?? [])
  if (exit) return { code: 'exit', on: exit }
  const unmet = findUnmet(step.when ?? {}, facts)
  if (unmet) return { code: 'condition', condition: unmet }
  const dueAtMs = dueAt(step, facts)
  if (typeof dueAtMs !== 'number') return dueAtMs
  const expiresAtMs = dueAtMs + (step.expiresAfterDays ?? expireDays) * DAY_MS
  if (expiresAtMs <= nowMs) return { code: 'too_late', expiredAtMs: expiresAtMs }
  const { id: stepId, purpose, priority, talkTrackSet, asks = [] } = step
  const reasonCode = `${playbook.id}_${stepId}`
  return { stepId, dueAtMs, expiresAtMs, purpose, priority, talkTrackSet, asks, reasonCode }
}

function findExit(playbook: Playbook, step: PlaybookStep, happened: readonly ExitFact[]): ExitFact | undefined {
  const isCounted = 'beforeUseUpDays' in step
  return playbook.exits.find(({ on, drops }) => happened.includes(on) && (drops === 'all' || isCounted))?.on
}

function findUnmet(when: StepConditions, facts: TriggerFacts): keyof StepConditions | undefined {
  const asked: (keyof StepConditions)[] = [
    'delivery',
    'slowEffect',
    'boughtThisProductBefore',
    'isRepeatBuyer',
    'isWelcomed',
  ]
  return asked.find((condition) => when[condition] !== undefined && when[condition] !== knownOf(facts, condition))
}

/** What nobody has said is taken as the plain case: shipped, normal effect, first purchase, not welcomed. */
function knownOf(facts: TriggerFacts, condition: keyof StepConditions): string | boolean {
  return facts[condition] ?? (condition === 'delivery' ? 'shipping' : false)
}

function dueAt(step: PlaybookStep, facts: TriggerFacts): number | DropWhy {
  const triggerDay = businessDayOf(facts.atMs)
  if (!('beforeUseUpDays' in step)) {
    return step.time === undefined
      ? facts.atMs + step.offsetDays * DAY_MS
      : atTimeOfDay(addDays(triggerDay, step.offsetDays), step.time)
  }
  if (facts.useUpDays === undefined) return { code: 'use_up_unknown' }
  const days = Math.round(facts.useUpDays) - step.beforeUseUpDays
  if (days < 1) return { code: 'use_up_too_near' }
  return atTimeOfDay(addDays(triggerDay, days), step.time)
}
