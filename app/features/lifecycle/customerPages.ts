import type { EntityManager } from 'typeorm'

/** Keyset pages of customers for the bulk runs: what is read is what is worked on, however large the chain is. */
async function idsOf(read: EntityManager, sql: string, values: (string | number)[]): Promise<string[]> {
  const rows: { externalUserId: string }[] = await read.query(sql, values)
  return rows.map(({ externalUserId }) => externalUserId)
}

export function buyersOfProduct(
  read: EntityManager,
  { productCode, sinceMs }: { productCode: string; sinceMs: number },
  after: string,
  limit: number,
): Promise<string[]> {
  const sql = `SELECT external_user_id AS externalUserId FROM customer_products
    WHERE product_code = ? AND last_at >= ? AND external_user_id > ? ORDER BY external_user_id LIMIT ?`
  return idsOf(read, sql, [productCode, sinceMs, after, limit])
}

export function buyersOfCategory(
  read: EntityManager,
  category: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const sql = `SELECT DISTINCT c.external_user_id AS externalUserId
    FROM customer_products c JOIN products p ON p.code = c.product_code
    WHERE p.category = ? AND c.external_user_id > ? ORDER BY c.external_user_id LIMIT ?`
  return idsOf(read, sql, [category, after, limit])
}

export function allCustomers(read: EntityManager, after: string, limit: number): Promise<string[]> {
  const sql = `SELECT external_user_id AS externalUserId FROM customers
    WHERE external_user_id > ? ORDER BY external_user_id LIMIT ?`
  return idsOf(read, sql, [after, limit])
}

export interface BuyerRow {
  externalUserId: string
  lastPurchaseAt: number
  purchases: number
  netFen: number
  recency: number
  frequency: number
  money: number
  rfm: string
  quality: '' | 'high' | 'low'
}

/** Everybody with a purchase, and the scores they have. */
export async function buyerPage(read: EntityManager, after: string, limit: number): Promise<BuyerRow[]> {
  const rows: BuyerRow[] = await read.query(
    `SELECT external_user_id AS externalUserId, last_purchase_at AS lastPurchaseAt, purchases, net_fen AS netFen,
       recency, frequency, money, rfm, quality
     FROM customer_facts WHERE external_user_id > ? AND purchases > 0 ORDER BY external_user_id LIMIT ?`,
    [after, limit],
  )
  return rows.map((row) => ({ ...row, lastPurchaseAt: Number(row.lastPurchaseAt), netFen: Number(row.netFen) }))
}
