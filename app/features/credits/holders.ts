import type { EntityManager } from 'typeorm'

export interface CreditHolder {
  orderId: number
  kind: 'guide' | 'pool' | 'unattributed'
  guideId: number | null
  guideUserId: string | null
  guideName: string | null
  storeCode: string | null
  storeName: string | null
  amountFen: number
}

interface HolderRow {
  order_id: number
  account: string
  guide_id: number | null
  user_id: string | null
  name: string | null
  store_code: string | null
  store_name: string | null
  amount_fen: number
  orders: number
}

const HOLDERS_SQL = `
  SELECT h.order_id, h.account, h.guide_id, g.user_id, g.name, h.store_code, s.name AS store_name, h.amount_fen, h.orders
  FROM (
    SELECT order_id, CASE WHEN guide_id IS NULL THEN account ELSE 'guide' END AS account, guide_id, MAX(store_code) AS store_code,
      CAST(SUM(amount_fen) AS SIGNED) AS amount_fen, CAST(SUM(orders) AS SIGNED) AS orders
    FROM ledger_entries WHERE order_id IN (#) AND account NOT LIKE 'sales:%'
    GROUP BY order_id, CASE WHEN guide_id IS NULL THEN account ELSE 'guide' END, guide_id
  ) h LEFT JOIN guides g ON g.id = h.guide_id LEFT JOIN stores s ON s.code = h.store_code
  ORDER BY h.order_id, h.amount_fen DESC, h.account, h.guide_id`

/** Who holds these orders now. A guide who still holds an order refunded to 0 is listed with 0. */
export async function creditOfOrders(read: EntityManager, orderIds: readonly number[]): Promise<CreditHolder[]> {
  if (orderIds.length === 0) return []
  const sql = HOLDERS_SQL.replace('#', orderIds.map(() => '?').join(', '))
  const rows: HolderRow[] = await read.query(sql, [...orderIds])
  return rows
    .filter((row) => Number(row.amount_fen) !== 0 || Number(row.orders) > 0)
    .map((row) => ({
      orderId: Number(row.order_id),
      kind: row.guide_id !== null ? 'guide' : row.account === 'unattributed' ? 'unattributed' : 'pool',
      guideId: row.guide_id,
      guideUserId: row.user_id,
      guideName: row.name,
      storeCode: row.store_code,
      storeName: row.store_name,
      amountFen: Number(row.amount_fen),
    }))
}
