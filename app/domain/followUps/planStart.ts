import { type CalendarInput, type CalendarOutcome, goesOnTalking, type PlaybookStart, stepKeyOf } from './calendar.ts'
import { findUnmet, findUnmetOfStart } from './conditions.ts'
import { closedGateOf, dueOf } from './dueTimes.ts'
import { findExit } from './exits.ts'
import { leftAloneSince } from './leftAlone.ts'
import type { DropWhy, Playbook, PlaybookStep } from './playbook.ts'

const DAY_MS = 86_400_000

/** A step of a start with what its own facts make of it, before it meets the others. */
export interface StepPlan {
  key: string
  start: PlaybookStart
  playbook: Playbook
  step: PlaybookStep
  isTalk: boolean
  wishedAtMs?: number
  expiresAtMs?: number
  /** Absent while it looks for its place. */
  outcome?: CalendarOutcome
}

/** Everything that may concern a step, but not where it lies among the others. */
export type StartFacts = Pick<CalendarInput, 'customer' | 'answers' | 'nowMs'> & {
  expireAfterDays: number
  progress: ReadonlyMap<string, CalendarInput['progress'][number]>
}

type OneStart = StartFacts & { playbook: Playbook; start: PlaybookStart }

/** @param restedSinceMs the earlier start of the same playbook that still rests this one */
export function planStart(
  playbook: Playbook,
  start: PlaybookStart,
  facts: StartFacts,
  restedSinceMs: number | undefined,
): StepPlan[] {
  const one: OneStart = { ...facts, playbook, start }
  return playbook.steps.map((step) => {
    const plan: StepPlan = {
      key: stepKeyOf(start, step.id),
      start,
      playbook,
      step,
      isTalk: goesOnTalking(playbook, step),
    }
    Object.assign(plan, timesOf(step, one))
    const settled = settleProgress(plan, one) ?? settleFacts(plan, one, restedSinceMs)
    if (settled) plan.outcome = settled
    return plan
  })
}

/** Says nothing, because it was stopped or its time went by: it must not rest a later start. */
export function isIdle(playbook: Playbook, start: PlaybookStart, facts: StartFacts): boolean {
  if (playbook.steps.some(({ id }) => facts.progress.has(stepKeyOf(start, id)))) return false
  const one: OneStart = { ...facts, playbook, start }
  if (findExit(one) ?? findUnmet(playbook.when, one)) return true
  return playbook.steps.every((step) => (timesOf(step, one).expiresAtMs ?? 0) <= facts.nowMs)
}

function timesOf(step: PlaybookStep, one: OneStart): Pick<StepPlan, 'wishedAtMs' | 'expiresAtMs'> {
  const due = dueOf(step, one.start, one.answers)
  if (due.kind !== 'due') return {}
  const usefulUntilMs = due.atMs + (step.expiresAfterDays ?? one.expireAfterDays) * DAY_MS
  return { wishedAtMs: due.atMs, expiresAtMs: Math.min(usefulUntilMs, one.start.endsAtMs ?? Infinity) }
}

/**
 * What happened stays. A step that was never meant for such a start says so before any exit. What was shown falls with
 * an exit, at the end of what it was for, when the answer it hangs on has been taken back, and when the guide or the
 * customer wants to hear no more. Muted for a while, it looks for its place as if nobody had seen it.
 */
function settleProgress({ key, step }: StepPlan, one: OneStart): CalendarOutcome | undefined {
  const progress = one.progress.get(key)
  if (progress?.kind === 'closed') return { kind: 'kept', as: 'closed' }
  const condition = progress ? undefined : findUnmetOfStart(step.when, one)
  if (condition) return dropped({ code: 'condition', condition })
  const exit = findExit(one, step)
  if (exit) return dropped({ code: 'exit', on: exit })
  if (!progress) return undefined
  const refused = refusedBy(step, one)
  if (refused) return dropped(refused)
  const atMs = Math.max(progress.atMs, one.nowMs)
  const { endsAtMs = Infinity } = one.start
  if (endsAtMs <= atMs) return dropped({ code: 'too_late', expiredAtMs: endsAtMs })
  const { mutedUntilMs = 0 } = one.customer
  if (mutedUntilMs > atMs) return mutedUntilMs === Infinity ? dropped({ code: 'muted' }) : undefined
  const isAnswered = one.answers.some(({ stepKey }) => stepKey === key)
  const sinceMs = isAnswered ? undefined : leftAloneSince(one.playbook, step, atMs, one)
  return sinceMs === undefined ? { kind: 'kept', as: progress.kind } : dropped({ code: 'left_alone', sinceMs })
}

/** Another answer than the one it was shown for. An answer that is missing takes nothing back. */
function refusedBy(step: PlaybookStep, { start, answers, nowMs }: OneStart): DropWhy | undefined {
  const due = dueOf(step, start, answers)
  const found = due.kind === 'due' ? closedGateOf(step, start, answers, due.atMs, nowMs) : due
  return found?.kind === 'dropped' && found.why.code === 'gate' ? found.why : undefined
}

function settleFacts(plan: StepPlan, one: OneStart, restedSinceMs: number | undefined): CalendarOutcome | undefined {
  // What was so lately is asked of the day of the step: asked today, the answer would change by time alone.
  const { wishedAtMs = one.nowMs } = plan
  const then = wishedAtMs > one.nowMs ? { ...one, nowMs: wishedAtMs } : one
  const condition = findUnmet(one.playbook.when, then) ?? findUnmet(plan.step.when, then)
  if (condition) return dropped({ code: 'condition', condition })
  if (restedSinceMs !== undefined) return dropped({ code: 'rested', sinceMs: restedSinceMs })
  return settleTimes(plan, one)
}

function settleTimes({ step, wishedAtMs, expiresAtMs }: StepPlan, one: OneStart): CalendarOutcome | undefined {
  const { start, playbook, answers, nowMs } = one
  const due = dueOf(step, start, answers)
  const { mutedUntilMs = 0 } = one.customer
  if (due.kind === 'waiting') return mutedUntilMs === Infinity ? dropped({ code: 'muted' }) : due
  if (due.kind === 'dropped') return due
  const gate = closedGateOf(step, start, answers, due.atMs, nowMs)
  if (gate) return gate
  if (wishedAtMs === undefined || expiresAtMs === undefined) return undefined
  if (expiresAtMs <= nowMs) return dropped({ code: 'too_late', expiredAtMs: expiresAtMs })
  if (mutedUntilMs >= expiresAtMs) return dropped({ code: 'muted' })
  const sinceMs = leftAloneSince(playbook, step, wishedAtMs, one)
  return sinceMs === undefined ? undefined : dropped({ code: 'left_alone', sinceMs })
}

function dropped(why: DropWhy): CalendarOutcome {
  return { kind: 'dropped', why }
}
