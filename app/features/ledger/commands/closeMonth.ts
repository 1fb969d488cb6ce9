import type { Tx } from '../../../db/database.ts'
import type { LedgerClosing } from '../../../db/entities/ledgerProofs.ts'
import type { Deps } from '../../../deps.ts'
import { refuseClosing } from '../../../domain/ledger/closing.ts'
import { AppError } from '../../../http/errors.ts'
import { checkRollUpsOf } from '../checks/rollUps.ts'
import { createFaultList } from '../faultList.ts'
import { readMonthTotals } from '../monthTotals.ts'
import { refusalText } from '../present.ts'
import { readClosingFacts, readLastPostingId } from '../queries.ts'
import { holdPostings, noteAct, saveClosing } from '../store.ts'

export interface CloseInput {
  /** `YYYY-MM` */
  month: string
  actor: string
}

/**
 * Closes a month for good: what is told of it later is booked on the first open day. Postings under way finish first,
 * those that come meanwhile wait, so that nothing slips into the month behind its totals.
 * @throws AppError CONFLICT for a month that is closed, RULE with the reason for one that may not be closed now
 */
export async function closeMonth(deps: Pick<Deps, 'db' | 'clock'>, input: CloseInput): Promise<LedgerClosing> {
  return deps.db.transaction((tx) => closeMonthIn(tx, input, deps.clock.nowMs()))
}

async function closeMonthIn(tx: Tx, { month, actor }: CloseInput, nowMs: number): Promise<LedgerClosing> {
  await holdPostings(tx)
  const refusal = refuseClosing(month, await readClosingFacts(tx, nowMs))
  if (refusal)
    throw new AppError(refusal.why === 'already_closed' ? 'CONFLICT' : 'RULE', undefined, refusalText(month, refusal))
  // The proof is some hours old; this month is looked at once more as it is now.
  const list = createFaultList()
  await checkRollUpsOf(tx, list.note, month)
  if (list.count() > 0) throw new AppError('RULE', undefined, refusalText(month, { why: 'proof_failed' }))
  const throughPostingId = await readLastPostingId(tx)
  const totals = await readMonthTotals(tx, month, throughPostingId)
  const closing = { month, closedAt: nowMs, closedBy: actor, throughPostingId, ...totals }
  await saveClosing(tx, closing)
  const { postings, totals: sums } = totals
  await noteAct(tx, 'ledger.close', { at: nowMs, actor, subject: month, detail: { postings, ...sums } })
  return closing
}
