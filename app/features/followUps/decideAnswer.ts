import type { FollowUp } from '../../db/entities/followUps.ts'
import type { AnswerChoice, Ask, PlaybookStep } from '../../domain/followUps/playbook.ts'

export type AnswerDecision =
  | { kind: 'record'; ask: Ask; choice: AnswerChoice }
  /** The step asks no such thing, or knows no such answer. */
  | { kind: 'unknown' }
  | { kind: 'closed' }

/** A customer answers late, and a guide corrects a slip; after that it says nothing about the sentence any more. */
const ANSWERED_WITHIN_MS = 14 * 86_400_000

export function decideAnswer(
  row: Pick<FollowUp, 'closedAt'>,
  step: PlaybookStep | undefined,
  tapped: { ask: string; answer: string },
  nowMs: number,
): AnswerDecision {
  const ask = step?.asks?.find(({ id }) => id === tapped.ask)
  const choice = ask?.answers.find(({ id }) => id === tapped.answer)
  if (!ask || !choice) return { kind: 'unknown' }
  if (row.closedAt !== null && nowMs - row.closedAt > ANSWERED_WITHIN_MS) return { kind: 'closed' }
  return { kind: 'record', ask, choice }
}
