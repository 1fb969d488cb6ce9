import { type CreditDeps, postCredit } from './postCredit.ts'

export interface MeetInput {
  /** Row ids of orders stored together, both included. */
  fromOrderId: number
  toOrderId: number
}

/**
 * Orders that were stored many at once: a refund that came while nobody could see them yet did not find its order, and
 * nothing else will look for it.
 * @returns how many orders were posted anew
 */
export async function meetRefunds(deps: CreditDeps, { fromOrderId, toOrderId }: MeetInput): Promise<number> {
  // CROSS: from the orders to their refunds, never through all refunds that wait.
  const crossed: { id: number }[] = await deps.db.read.query(
    `SELECT DISTINCT o.id FROM orders o CROSS JOIN refunds r
     WHERE o.id >= ? AND o.id <= ? AND r.source = o.source AND r.order_no = o.order_no AND r.order_id IS NULL`,
    [fromOrderId, toOrderId],
  )
  for (const { id } of crossed) await postCredit(deps, { orderId: Number(id) })
  return crossed.length
}
