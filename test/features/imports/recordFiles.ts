import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFile } from '../../../app/boot/importFile.ts'
import type { Database } from '../../../app/db/database.ts'
import type { ImportOptions, ImportReport } from '../../../app/features/imports/contract.ts'
import type { Bench } from '../credits/ledgerBench.ts'

export interface Folder {
  path: string
  /** Writes a file of orders and takes it in. */
  take(bench: Bench, content: string | Buffer, options?: ImportOptions): Promise<ImportReport>
  remove(): Promise<void>
}

export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'huitouke-import-'))
  return {
    path,
    async take(bench, content, options) {
      const file = join(path, 'orders.csv')
      await writeFile(file, content)
      return importFile(bench.deps, 'orders', file, options)
    },
    remove: () => rm(path, { recursive: true }),
  }
}

/** Everything an order leaves behind, without row ids and the times of writing: the same rows whoever wrote them. */
export async function traceOf(db: Database): Promise<Record<string, unknown[]>> {
  const order = 'o.source, o.order_no'
  const questions = {
    orders: `SELECT o.source, o.order_no, o.channel, o.store_code, o.paid_at, o.buyer_state, o.buyer_customer_id, o.buyer_known_at,
      o.shared_by_guide, o.owner_guide, o.paid_fen, o.refunded_fen, o.business_day, o.content_hash, o.waiting_until, o.settles_at
      FROM orders o ORDER BY ${order}`,
    lines: `SELECT ${order}, l.line_no, l.product_code, l.name, l.quantity, l.paid_fen, l.served_by_guide
      FROM order_lines l JOIN orders o ON o.id = l.order_id ORDER BY ${order}, l.line_no`,
    together: `SELECT ${order}, t.line_no, t.position, t.guide, t.parts
      FROM order_line_guides t JOIN orders o ON o.id = t.order_id ORDER BY ${order}, t.line_no, t.position`,
    refunds: `SELECT source, refund_no, order_no, refunded_at, refund_fen FROM refunds ORDER BY source, refund_no`,
    entries: `SELECT p.cause_kind, p.cause_id, p.cause_at, p.rule_version, p.steps, e.account, e.store_code, e.channel, e.amount_fen,
      e.refund_fen, e.orders, e.occurred_on, e.booked_on FROM ledger_postings p JOIN ledger_entries e ON e.posting_id = p.id
      ORDER BY p.cause_kind, p.cause_id, p.occurred_on, e.account, e.amount_fen`,
    explanations: `SELECT ${order}, x.rule_version, x.steps FROM credit_explanations x JOIN orders o ON o.id = x.order_id
      ORDER BY ${order}`,
    exceptions: `SELECT kind, source, number, subject, store_code, state FROM intake_exceptions
      ORDER BY kind, source, number, subject`,
    guideDays:
      'SELECT day, guide_id, store_code, online_fen, offline_fen, refund_fen, orders FROM guide_days ORDER BY 1, 2, 3',
    guideMonths: 'SELECT * FROM guide_months ORDER BY guide_id, month, store_code',
    pools: 'SELECT * FROM pool_days ORDER BY day, kind, store_code',
  }
  const trace: Record<string, unknown[]> = {}
  for (const [name, sql] of Object.entries(questions)) trace[name] = await db.read.query(sql)
  return trace
}
