import { atTimeOfLaterDay } from '../businessDay.ts'
import { type Answer, type PlaybookStart, stepKeyOf } from './calendar.ts'
import type { DropWhy, PlaybookStep } from './playbook.ts'

const DAY_MS = 86_400_000

export type Due = { kind: 'due'; atMs: number } | { kind: 'dropped'; why: DropWhy } | { kind: 'waiting'; step: string }

/** When the playbook would like the step: counted from the start, back from the use-up day, or at the answer. */
export function dueOf(step: PlaybookStep, start: PlaybookStart, answers: readonly Answer[]): Due {
  if ('afterAnswer' in step) return dueAfterAnswer(step.afterAnswer, start, answers)
  if (!('beforeUseUpDays' in step)) {
    if (step.time === undefined) return { kind: 'due', atMs: start.atMs + step.offsetDays * DAY_MS }
    return { kind: 'due', atMs: atTimeOfLaterDay(start.atMs, step.offsetDays, step.time) }
  }
  if (start.useUpDays === undefined) return { kind: 'dropped', why: { code: 'use_up_unknown' } }
  const days = Math.round(start.useUpDays) - step.beforeUseUpDays
  if (days < 1) return { kind: 'dropped', why: { code: 'use_up_too_near' } }
  return { kind: 'due', atMs: atTimeOfLaterDay(start.atMs, days, step.time) }
}

/** What a gate says of a step that is due at `dueAtMs`: nothing, or why it waits or falls. */
export function closedGateOf(
  step: PlaybookStep,
  start: PlaybookStart,
  answers: readonly Answer[],
  dueAtMs: number,
  nowMs: number,
): Exclude<Due, { kind: 'due' }> | undefined {
  for (const gate of step.gates ?? []) {
    const given = newestAnswer(gate, start, answers)?.answer
    const isPassed = 'is' in gate ? given && gate.is.includes(given) : !given || !gate.isNot.includes(given)
    if (isPassed) continue
    if (given) return { kind: 'dropped', why: { code: 'gate', step: gate.step, answer: given } }
    if (dueAtMs > nowMs) return { kind: 'waiting', step: gate.step }
    return { kind: 'dropped', why: { code: 'gate_unanswered', step: gate.step } }
  }
  return undefined
}

function dueAfterAnswer(
  wanted: { step: string; ask: string; answer: string },
  start: PlaybookStart,
  answers: readonly Answer[],
): Due {
  const given = newestAnswer(wanted, start, answers)
  if (!given) return { kind: 'waiting', step: wanted.step }
  if (given.answer === wanted.answer) return { kind: 'due', atMs: given.atMs }
  return { kind: 'dropped', why: { code: 'gate', step: wanted.step, answer: given.answer } }
}

/** A later tap on the same question replaces the earlier one. */
function newestAnswer(
  { step, ask }: { step: string; ask: string },
  start: PlaybookStart,
  answers: readonly Answer[],
): Answer | undefined {
  const key = stepKeyOf(start, step)
  return answers
    .filter((answer) => answer.stepKey === key && answer.ask === ask)
    .reduce<Answer | undefined>((newest, answer) => (newest && !isNewer(answer, newest) ? newest : answer), undefined)
}

function isNewer(a: Answer, b: Answer): boolean {
  return a.atMs === b.atMs ? a.answer > b.answer : a.atMs > b.atMs
}
