import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { AttributionVersionRow } from '../../db/entities/creditCases.ts'
import type { CreditExplanation } from '../../db/entities/ledger.ts'
import { IntakeException, type Order, Refund } from '../../db/entities/orders.ts'
import { type Cell, insertOnce, insertRows } from '../../db/statements.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'

type Explanation = Omit<CreditExplanation, 'steps'> & { steps: readonly ExplainStep[] }

/** Of orders that were never decided before. */
export async function insertExplanations(tx: Tx, explanations: readonly Explanation[]): Promise<void> {
  const rows = explanations.map(({ orderId, ruleVersion, steps, updatedAt }): Cell[] => {
    return [orderId, ruleVersion, JSON.stringify(steps), updatedAt]
  })
  await insertRows(tx, 'credit_explanations', ['order_id', 'rule_version', 'steps', 'updated_at'], rows)
}

/** With the order held: nobody else writes it meanwhile. */
export async function saveExplanation(
  tx: Tx,
  { orderId, ruleVersion, steps, updatedAt }: Explanation,
  isNew: boolean,
): Promise<void> {
  if (isNew) return insertExplanations(tx, [{ orderId, ruleVersion, steps, updatedAt }])
  const sql = 'UPDATE credit_explanations SET rule_version = ?, steps = ?, updated_at = ? WHERE order_id = ?'
  await tx.query(sql, [ruleVersion, JSON.stringify(steps), updatedAt, orderId])
}

export type OrderState = Pick<
  Order,
  'buyerState' | 'buyerCustomerId' | 'buyerKnownAt' | 'waitingUntil' | 'settlesAt' | 'refundedFen'
>

export async function saveOrderState(tx: Tx, orderId: number, state: OrderState): Promise<void> {
  const { buyerState, buyerCustomerId, buyerKnownAt, waitingUntil, settlesAt, refundedFen } = state
  await tx.query(
    `UPDATE orders SET buyer_state = ?, buyer_customer_id = ?, buyer_known_at = ?, waiting_until = ?, settles_at = ?,
       refunded_fen = ? WHERE id = ?`,
    [buyerState, buyerCustomerId, buyerKnownAt, waitingUntil, settlesAt, refundedFen, orderId],
  )
}

export type CreditException = Pick<IntakeException, 'kind' | 'source' | 'number' | 'subject' | 'storeCode' | 'detail'>

export async function noteException(tx: Tx, exception: CreditException, nowMs: number): Promise<void> {
  const row = { ...exception, state: 'open' as const, createdAt: nowMs, settledAt: null, settledBy: null }
  await insertOnce(tx, IntakeException, row)
}

export async function settleException(tx: Tx, id: number, nowMs: number): Promise<void> {
  await tx.update(IntakeException, { id, state: 'open' }, { state: 'settled', settledAt: nowMs, settledBy: 'system' })
}

/** @returns false when the refund had found its order before */
export async function adoptRefund(
  tx: Tx,
  { id, source, refundNo }: Pick<Refund, 'id' | 'source' | 'refundNo'>,
  orderId: number,
  nowMs: number,
): Promise<boolean> {
  const { affected } = await tx.update(Refund, { id, orderId: IsNull() }, { orderId })
  if (affected !== 1) return false
  const waiting = { kind: 'refund_waiting', source, number: refundNo, state: 'open' as const }
  await tx.update(IntakeException, waiting, { state: 'settled', settledAt: nowMs, settledBy: 'system' })
  return true
}

/** Only one that is still to come. */
export async function rewriteVersion(tx: Tx, row: AttributionVersionRow): Promise<void> {
  await tx.save(AttributionVersionRow, row)
}

/** Only one that is still to come: nothing was decided by it. */
export async function forgetVersion(tx: Tx, version: number): Promise<void> {
  await tx.delete(AttributionVersionRow, { version })
}
