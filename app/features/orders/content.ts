import { hash } from 'node:crypto'
import type { Vault } from '../../deps.ts'
import { compareKeys } from '../../domain/money.ts'
import type { OrderInput, RefundInput } from './contract.ts'

type Keys = Pick<Vault, 'keyOf'>

/**
 * The facts of an order in one fixed form, a phone and a unionid only as keys: what the content hash is made of
 * and what is kept for a person when the same number comes with other content.
 */
export function orderContent(order: OrderInput, vault: Keys) {
  const { source, orderNo, channel, storeCode, orderedAt, paidAt, completedAt, delivery, buyer } = order
  const lines = order.lines.map(({ lineNo, productCode, name, quantity, paidFen, servedByGuide, servedBy }) => {
    const [only, ...others] = servedBy ?? []
    return {
      lineNo,
      productCode: productCode ?? null,
      name,
      quantity,
      paidFen,
      servedByGuide: servedByGuide ?? (others.length === 0 ? (only?.guide ?? null) : null),
      // Only where it says something: what was stored before it existed keeps its hash.
      ...(servedBy && others.length > 0 ? { servedBy } : {}),
    }
  })
  return {
    source,
    orderNo,
    channel,
    storeCode: storeCode ?? null,
    orderedAt,
    paidAt,
    completedAt: completedAt ?? null,
    delivery: delivery ?? null,
    phoneKey: buyer?.phone ? vault.keyOf('phone', buyer.phone) : null,
    memberNo: buyer?.memberNo ?? null,
    unionKey: buyer?.unionId ? vault.keyOf('union', buyer.unionId) : null,
    externalUserId: buyer?.externalUserId ?? null,
    sharedByGuide: order.sharedByGuide ?? null,
    ...(order.ownerGuide === undefined ? {} : { ownerGuide: order.ownerGuide }),
    lines: lines.sort((a, b) => compareKeys(a.lineNo, b.lineNo)),
  }
}

export function refundContent(refund: RefundInput) {
  const { source, refundNo, orderNo, refundedAt, storeCode, guide } = refund
  const lines = refund.lines.map(({ lineNo, refundFen, quantity }) => ({ lineNo, refundFen, quantity }))
  return {
    source,
    refundNo,
    orderNo: orderNo ?? null,
    refundedAt,
    storeCode: storeCode ?? null,
    guide: guide ?? null,
    lines: lines.sort((a, b) => compareKeys(a.lineNo, b.lineNo)),
  }
}

export type OrderContent = ReturnType<typeof orderContent>
export type RefundContent = ReturnType<typeof refundContent>

/** The same facts give the same hash, whatever the order of keys, lines or the spelling of times. */
export function hashContent(content: OrderContent | RefundContent): string {
  return hash('sha256', JSON.stringify(content))
}
