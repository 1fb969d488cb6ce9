import type { CreditExplanation, LedgerPosting } from '../../db/entities/ledger.ts'
import type { DatedEntry } from '../../domain/attribution/book.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'

/** Those of the steps that led to a posting: the ones of its own instant. */
export function stepsOfPosting(steps: readonly ExplainStep[], [first]: readonly DatedEntry[]): ExplainStep[] {
  return first ? steps.filter((step) => step.atMs === first.cause.atMs) : []
}

/**
 * What an order keeps of its first book: nothing where its postings, one after the other, say it all. That is nearly
 * every sale, and the same text once more would be nearly a third of the bytes written for it.
 */
export function stepsToKeep(steps: readonly ExplainStep[], postings: readonly DatedEntry[][]): readonly ExplainStep[] {
  const told = postings.flatMap((entries) => stepsOfPosting(steps, entries))
  const isTold = told.length === steps.length && told.every((step, index) => step === steps[index])
  return isTold ? [] : steps
}

/**
 * The steps of the decision in force.
 * @param postings of the order, oldest first
 */
export function stepsInForce(
  explanation: Pick<CreditExplanation, 'orderId' | 'steps'> | null,
  postings: readonly Pick<LedgerPosting, 'orderId' | 'steps'>[],
): ExplainStep[] {
  if (!explanation) return []
  if (explanation.steps.length > 0) return explanation.steps as ExplainStep[]
  const own = postings.filter(({ orderId }) => orderId !== null && Number(orderId) === Number(explanation.orderId))
  return own.flatMap(({ steps }) => (steps ?? []) as ExplainStep[])
}
