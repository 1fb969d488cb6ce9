import type { Tx } from '../../db/database.ts'
import { CreditDryRun } from '../../db/entities/creditCases.ts'
import { AuditEntry } from '../../db/entities/operations.ts'
import { addUpAll, insertOnce, insertRows } from '../../db/statements.ts'
import type { Tally } from './tally.ts'

/** @returns undefined when a run under the same key exists */
export async function insertRun(tx: Tx, run: Omit<CreditDryRun, 'id'>): Promise<number | undefined> {
  if (!(await insertOnce(tx, CreditDryRun, run))) return undefined
  return (await tx.findOneByOrFail(CreditDryRun, { clientKey: run.clientKey })).id
}

const CHANGE_COLUMNS = ['dry_run_id', 'region_code', 'store_code', 'account', 'order_id', 'before_fen', 'after_fen']
const COUNTERS = `orders = orders + ?, changed = changed + ?, net_fen = net_fen + ?, moved_fen = moved_fen + ?,
  settled_before_fen = settled_before_fen + ?, settled_after_fen = settled_after_fen + ?`

/** @param doneAt set with the last batch */
export async function addTally(
  tx: Tx,
  dryRunId: number,
  tally: Tally,
  { atOrderId, doneAt }: { atOrderId: number; doneAt: number | undefined },
): Promise<void> {
  const { orders, changed, netFen, movedFen, settledBeforeFen, settledAfterFen } = tally
  const counters = [orders, changed, netFen, movedFen, settledBeforeFen, settledAfterFen]
  await tx.query(`UPDATE credit_dry_runs SET ${COUNTERS}, at_order_id = ? WHERE id = ?`, [
    ...[...counters, atOrderId, dryRunId],
  ])
  const increments = tally.sums.map(({ level, regionCode, storeCode, account, orders, beforeFen, afterFen }) => ({
    keys: { dryRunId, level, regionCode, storeCode, account },
    sums: { orders, beforeFen, afterFen },
  }))
  await addUpAll(tx, 'credit_dry_run_sums', increments)
  const rows = tally.changes.map((change) => [
    ...[dryRunId, change.regionCode, change.storeCode, change.account, change.orderId],
    ...[change.beforeFen, change.afterFen],
  ])
  await insertRows(tx, 'credit_dry_run_orders', CHANGE_COLUMNS, rows)
  if (doneAt !== undefined) await tx.update(CreditDryRun, { id: dryRunId }, { state: 'done', doneAt })
}

/** Who took which figures out of the house. */
export async function noteExport(
  tx: Tx,
  entry: Pick<AuditEntry, 'at' | 'actor' | 'subject' | 'detail'>,
): Promise<void> {
  await tx.save(tx.create(AuditEntry, { ...entry, action: 'export.dry-run' }))
}
