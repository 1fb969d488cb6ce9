import type { Deps } from '../../../deps.ts'
import { checkChain } from '../checks/chain.ts'
import { checkClosings } from '../checks/closings.ts'
import { checkOrders, checkSuspense } from '../checks/orders.ts'
import { checkPostings } from '../checks/postings.ts'
import { checkRollUps } from '../checks/rollUps.ts'
import type { LedgerFault } from '../contract.ts'
import { createFaultList } from '../faultList.ts'
import { saveProof } from '../store.ts'

export interface ProofOutcome {
  isGood: boolean
  postings: number
  faultCount: number
  faults: LedgerFault[]
}

/**
 * Proves the whole ledger: postings balance, orders hold their net, suspense is what is awaited, roll-ups are the
 * journal, the chain holds, closed months are as they were. Changes nothing; the result is kept, and its chain head is
 * logged too, where who writes into the database does not reach.
 */
export async function proveLedger(
  { db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>,
  signal?: AbortSignal,
): Promise<ProofOutcome> {
  const at = clock.nowMs()
  const list = createFaultList()
  const { note } = list
  const postings = await checkPostings(db.read, note, signal)
  await checkOrders(db.read, note, at, signal)
  await checkSuspense(db.read, note, at)
  await checkRollUps(db.read, note, signal)
  const head = await checkChain(db.read, note, signal)
  await checkClosings(db.read, note, signal)
  const [faults, faultCount] = [list.kept(), list.count()]
  const isGood = faultCount === 0
  const proof = { at, isGood, postings, headSeq: head.seq, headHash: head.hash, faultCount, faults }
  await db.transaction((tx) => saveProof(tx, proof))
  if (isGood) log.info({ postings, headSeq: head.seq, headHash: head.hash }, 'the ledger is proven')
  else log.error({ postings, faultCount, faults, headSeq: head.seq, headHash: head.hash }, 'the ledger has faults')
  return { isGood, postings, faultCount, faults }
}
