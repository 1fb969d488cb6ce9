import type { EntityManager } from 'typeorm'
import { daysBetween } from '../../domain/businessDay.ts'
import type { RepurchaseGap } from '../../domain/lifecycle/learnCycle.ts'

/** Newer gaps say more of today's customers, and so many are enough for any percentile. */
const MAX_GAPS = 5_000

interface GapRow {
  bought_on: string
  before_on: string
  quantity: number | string
}

/**
 * What was kept on one day is one purchase: two tills on one day are no repurchase. A line given back whole is none.
 * @param which the lines looked at
 */
const gapsSql = (which: string) => `
  SELECT bought_on, before_on, quantity FROM (
    SELECT buyer, bought_on,
      LAG(bought_on) OVER (PARTITION BY buyer ORDER BY bought_on) AS before_on,
      LAG(pieces) OVER (PARTITION BY buyer ORDER BY bought_on) AS quantity
    FROM (
      SELECT o.buyer_customer_id AS buyer, o.business_day AS bought_on, SUM(l.quantity) AS pieces
      FROM order_lines l JOIN orders o ON o.id = l.order_id ${which}
        AND o.buyer_customer_id IS NOT NULL AND o.business_day >= ?
        AND l.paid_fen > CASE WHEN o.refunded_fen = 0 THEN 0 ELSE COALESCE((
          SELECT SUM(f.refund_fen) FROM refunds r JOIN refund_lines f ON f.refund_id = r.id
          WHERE r.order_id = o.id AND f.line_no = l.line_no), 0) END
      GROUP BY o.buyer_customer_id, o.business_day
    ) d
  ) g WHERE before_on IS NOT NULL ORDER BY bought_on DESC, buyer LIMIT ${MAX_GAPS}`

const OF_PRODUCT = gapsSql('WHERE l.product_code = ?')
const OF_CATEGORY = gapsSql('JOIN products p ON p.code = l.product_code WHERE p.category = ?')

/** From one purchase of the product to the same buyer's next, the newest first. */
export function gapsOfProduct(read: EntityManager, productCode: string, sinceDay: string): Promise<RepurchaseGap[]> {
  return readGaps(read, OF_PRODUCT, productCode, sinceDay)
}

/** The same for anything of a category. */
export function gapsOfCategory(read: EntityManager, category: string, sinceDay: string): Promise<RepurchaseGap[]> {
  return readGaps(read, OF_CATEGORY, category, sinceDay)
}

async function readGaps(read: EntityManager, sql: string, subject: string, sinceDay: string): Promise<RepurchaseGap[]> {
  const rows: GapRow[] = await read.query(sql, [subject, sinceDay])
  return rows.map((row) => ({
    days: daysBetween(row.before_on, row.bought_on),
    quantity: Math.max(1, Number(row.quantity)),
  }))
}

/** Category → its products, all of the product list. */
export async function productsByCategory(read: EntityManager): Promise<Map<string, string[]>> {
  const rows: { code: string; category: string }[] = await read.query(
    'SELECT code, category FROM products ORDER BY category, code',
  )
  const found = new Map<string, string[]>()
  for (const { code, category } of rows) {
    const codes = found.get(category)
    if (codes) codes.push(code)
    else found.set(category, [code])
  }
  return found
}
