import { expect } from 'chai'
import type { Database } from '../../../../app/db/database.ts'
import { rulesFor } from '../../../../app/features/credits/rulesFor.ts'
import { rebuildRollUps } from '../../../../app/features/ledger/commands/rebuildRollUps.ts'
import { readRollUps } from '../../ledger/books.ts'
import type { Stage } from '../tellFacts.ts'

export type Rows = Record<string, unknown>[]
export const readRows = async (db: Database, sql: string, values: unknown[] = []): Promise<Rows> =>
  ((await db.read.query(sql, values)) as Rows).map((row) => ({ ...row }))

async function nothing(db: Database, what: string, sql: string): Promise<void> {
  expect(await readRows(db, sql), what).to.deep.equal([])
}

const UNBALANCED = `SELECT p.id, SUM(e.amount_fen) AS fen FROM ledger_postings p
  LEFT JOIN ledger_entries e ON e.posting_id = p.id GROUP BY p.id HAVING COALESCE(SUM(e.amount_fen), 1) <> 0`

const HOLDS = `account NOT LIKE 'sales:%'`
/** Counted the plain way: of each line what was paid and not refunded, whatever row says whose refund it is. */
const OFF_NET = `SELECT order_no, net, held FROM (
  SELECT o.order_no, CAST(SUM(CASE WHEN l.paid_fen > COALESCE(b.fen, 0) THEN l.paid_fen - COALESCE(b.fen, 0) ELSE 0 END) AS SIGNED) AS net,
    (SELECT CAST(COALESCE(SUM(e.amount_fen), 0) AS SIGNED) FROM ledger_entries e WHERE e.order_id = o.id AND ${HOLDS}) AS held
  FROM orders o JOIN order_lines l ON l.order_id = o.id
  LEFT JOIN (SELECT r.order_no, f.line_no, SUM(f.refund_fen) AS fen FROM refunds r JOIN refund_lines f
    ON f.refund_id = r.id GROUP BY r.order_no, f.line_no) b ON b.order_no = o.order_no AND b.line_no = l.line_no
  GROUP BY o.id, o.order_no) orders_held WHERE net <> held`
const OFF_ORPHANS = `SELECT due, held FROM (SELECT
  (SELECT CAST(COALESCE(SUM(r.refund_fen), 0) AS SIGNED) FROM refunds r
    WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.order_no = r.order_no)) AS due,
  (SELECT CAST(COALESCE(0 - SUM(amount_fen), 0) AS SIGNED) FROM ledger_entries WHERE order_id IS NULL AND ${HOLDS}) AS held
  ) sums WHERE due <> held`

/** What a guide has of an order in whatever stores, pending and settled together; a pool and the unattributed as they are. */
const TAKEN_TOO_MUCH = `SELECT order_id, holder, fen FROM (
  SELECT order_id, COALESCE(guide_id, account) AS holder, SUM(amount_fen) AS fen FROM ledger_entries
  WHERE order_id IS NOT NULL AND ${HOLDS} GROUP BY order_id, COALESCE(guide_id, account)) held WHERE fen < 0`

const OFF_SUSPENSE = `SELECT refund_no, due, held FROM (
  SELECT r.refund_no, r.order_no IS NOT NULL AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.order_no = r.order_no) AS waits,
    r.refund_fen AS due, (SELECT CAST(COALESCE(0 - SUM(e.amount_fen), 0) AS SIGNED) FROM ledger_entries e
      JOIN ledger_postings p ON p.id = e.posting_id WHERE p.refund_id = r.id AND e.account = 'suspense') AS held
  FROM refunds r) seen WHERE held <> CASE WHEN waits THEN due ELSE 0 END`

/** What must hold of the rows after every step. */
export const states: Record<string, (stage: Stage) => Promise<void>> = {
  'every posting has entries and sums to 0': ({ db }) => nothing(db, 'unbalanced', UNBALANCED),

  'credits of an order are what was paid for it and not refunded': async ({ db }) => {
    await nothing(db, 'orders', OFF_NET)
    await nothing(db, 'refunds without an order', OFF_ORPHANS)
  },

  'never more is taken from a holder than they have': ({ db }) => nothing(db, 'below 0', TAKEN_TOO_MUCH),

  'in suspense is what waits for its order': ({ db }) => nothing(db, 'suspense', OFF_SUSPENSE),

  'roll-ups are the journal': async ({ db, bench }) => {
    const counted = await readRollUps(db)
    await rebuildRollUps(bench.deps, 'test')
    expect(counted, 'counted as it came = made anew from the journal').to.deep.equal(await readRollUps(db))
  },

  'every posting of an order names the rules of the day it was paid': async ({ db, bench }) => {
    const named = await readRows(
      db,
      `SELECT o.business_day AS day, p.rule_version AS posted, x.rule_version AS explained FROM orders o
       JOIN ledger_postings p ON p.order_id = o.id LEFT JOIN credit_explanations x ON x.order_id = o.id`,
    )
    for (const { day, posted, explained } of named) {
      const { version } = rulesFor(String(day), bench.deps.rules.attribution)
      expect([posted, explained], `paid on ${day}`).to.deep.equal([version, version])
    }
  },
}
