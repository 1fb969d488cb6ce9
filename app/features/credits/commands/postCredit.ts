import type { Tx } from '../../../db/database.ts'
import { type CreditDeps, postCreditsIn } from './postCredits.ts'

export type { CreditDeps } from './postCredits.ts'

export interface CreditInput {
  orderId: number
  /** When a link without a time of its own appeared; absent: now. */
  identifiedAtMs?: number | undefined
}

/**
 * Brings the ledger to what the order's facts say today; see `postCreditsIn`.
 * @returns the number of postings made
 */
export async function postCredit(deps: CreditDeps, input: CreditInput): Promise<number> {
  return deps.db.transaction((tx) => postCreditIn(tx, deps, input))
}

/** In the caller's transaction, for decisions that must be posted with the fact itself. */
export async function postCreditIn(
  tx: Tx,
  deps: CreditDeps,
  { orderId, identifiedAtMs }: CreditInput,
): Promise<number> {
  return postCreditsIn(tx, deps, [orderId], identifiedAtMs)
}
