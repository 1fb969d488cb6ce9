import type { EntityManager } from 'typeorm'

/** Customers whose stage may have changed by time alone, longest due first. O(due). */
export async function dueForCheck(read: EntityManager, nowMs: number, limit: number): Promise<string[]> {
  const rows: { externalUserId: string }[] = await read.query(
    `SELECT external_user_id AS externalUserId FROM customers
     WHERE next_stage_check_at IS NOT NULL AND next_stage_check_at <= ? ORDER BY next_stage_check_at LIMIT ?`,
    [nowMs, limit],
  )
  return rows.map(({ externalUserId }) => externalUserId)
}

/** The buyer of an order, once known. */
export async function buyerOfOrder(read: EntityManager, orderId: number): Promise<string | undefined> {
  const rows: { externalUserId: string | null }[] = await read.query(
    'SELECT buyer_customer_id AS externalUserId FROM orders WHERE id = ?',
    [orderId],
  )
  return rows[0]?.externalUserId ?? undefined
}
