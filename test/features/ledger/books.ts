import type { Database } from '../../../app/db/database.ts'
import { closeMonth } from '../../../app/features/ledger/commands/closeMonth.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { addCustomer, type Bench, bind, createBench, seedChain } from '../credits/ledgerBench.ts'

/** Everything but what is settled later happens in October and November 2026. */
export const NOW = '2026-12-20T12:00:00'

export interface Books {
  bench: Bench
  guides: { lin: number; zhou: number; wu: number }
}

/**
 * A small ledger with something of everything: a bound guide and a settlement, a served guide with a refund, a pool, a
 * buyer nobody knows, two lines with two guides, a refund that waits for its order.
 */
export async function keepBooks(db: Database): Promise<Books> {
  const bench = createBench(db, NOW)
  const guides = await seedChain(db)
  await addCustomer(db, 'wm1', '2026-09-01')
  await bind(db, 'wm1', guides.lin, '2026-09-01')
  await addCustomer(db, 'wm2', '2026-09-01')
  const buyer = { externalUserId: 'wm1' }
  await bench.order({ orderNo: 'BOUND', paidAt: '2026-10-05T12:00:00+08:00', buyer })
  await bench.order({ orderNo: 'POOL', paidAt: '2026-10-09T12:00:00+08:00', buyer: { externalUserId: 'wm2' } })
  await bench.order({
    orderNo: 'SERVED',
    channel: 'online',
    paidAt: '2026-11-25T12:00:00+08:00',
    lines: linesOf('guide.zhou'),
  })
  await bench.order({ orderNo: 'TWO', paidAt: '2026-11-26T12:00:00+08:00', lines: linesOf('guide.zhou', 'guide.wu') })
  await bench.order({ orderNo: 'STRANGER', paidAt: '2026-11-27T12:00:00+08:00', buyer: { phone: '13800000009' } })
  await bench.refund({ refundNo: 'R1', orderNo: 'SERVED', refundedAt: '2026-11-28T12:00:00+08:00' })
  await bench.refund({ refundNo: 'R2', orderNo: 'NOT-HERE', refundedAt: '2026-11-29T12:00:00+08:00' })
  await bench.settle()
  return { bench, guides }
}

function linesOf(...served: string[]) {
  return served.map((servedByGuide, index) => ({ lineNo: String(index + 1), paidFen: 19900, servedByGuide }))
}

export async function proveAndClose({ deps }: Bench, month: string) {
  await proveLedger(deps)
  return closeMonth(deps, { month, actor: 'op' })
}

/** Every row of the roll-ups as a comparable text. */
export async function readRollUps(db: Database): Promise<string[]> {
  const tables: Record<string, string> = {
    guide_days: 'day, guide_id, store_code',
    pool_days: 'day, kind, store_code',
    guide_months: 'guide_id, month, store_code',
  }
  const rows: string[] = []
  for (const [table, keys] of Object.entries(tables)) {
    const found: object[] = await db.read.query(`SELECT * FROM ${table} ORDER BY ${keys}`)
    rows.push(...found.map((row) => `${table} ${JSON.stringify(Object.entries(row).sort())}`))
  }
  return rows
}
