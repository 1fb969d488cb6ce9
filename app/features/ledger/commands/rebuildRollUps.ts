import type { Deps } from '../../../deps.ts'
import type { RebuiltRows } from '../contract.ts'
import { ROLL_UPS } from '../journalSums.ts'
import { holdPostings, noteAct, rewriteRollUp } from '../store.ts'

/**
 * Makes every roll-up anew from the journal, a table a transaction. Postings wait meanwhile; readers see the old rows
 * until the new ones are there. Closed months come out as they were: their journal did not change.
 * @returns how many rows each table has
 */
export async function rebuildRollUps({ db, clock }: Pick<Deps, 'db' | 'clock'>, actor: string): Promise<RebuiltRows> {
  const rows: RebuiltRows = { guide_days: 0, pool_days: 0, guide_months: 0 }
  for (const sums of ROLL_UPS) {
    rows[sums.table] = await db.transaction(async (tx) => {
      await holdPostings(tx)
      await rewriteRollUp(tx, sums)
      const [row]: { n: number }[] = await tx.query(`SELECT COUNT(*) AS n FROM ${sums.table}`)
      return Number(row?.n ?? 0)
    })
  }
  const at = clock.nowMs()
  await db.transaction((tx) => noteAct(tx, 'ledger.rebuild', { at, actor, subject: '', detail: { ...rows } }))
  return rows
}
