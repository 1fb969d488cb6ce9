import { findOrdersTouched } from '../touched.ts'
import { type CreditDeps, postCredit } from './postCredit.ts'

export interface RepostInput {
  externalUserId: string
  /** When the fact came to be: it dates links without a time of their own. */
  atMs: number
  /** A binding was opened or moved then: decided orders paid since are looked at again too. */
  boundSinceMs?: number | undefined
}

/** A customer became known, or a binding turned out to have been open earlier: their orders are decided again. */
export async function repostCustomer(deps: CreditDeps, input: RepostInput, signal?: AbortSignal): Promise<number> {
  const orderIds = await findOrdersTouched(deps.db.read, input.externalUserId, input.boundSinceMs)
  let postings = 0
  for (const orderId of orderIds) {
    signal?.throwIfAborted()
    postings += await postCredit(deps, { orderId, identifiedAtMs: input.atMs })
  }
  return postings
}
