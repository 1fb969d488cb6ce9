import { type EntityManager, In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm'
import { Binding } from '../../db/entities/customers.ts'
import { type Order, OrderLine, Refund, RefundLine } from '../../db/entities/orders.ts'
import { Guide, Store } from '../../db/entities/org.ts'
import type { BoundGuide, BuyerFacts, OrderFacts } from '../../domain/attribution/facts.ts'
import type { BuyerColumns } from './buyer.ts'

export interface LoadedFacts {
  facts: OrderFacts
  guideIds: number[]
  /** Row ids behind the refunds' own numbers, for the postings. */
  refundIds: Map<string, number>
  refunds: Refund[]
}

/** Numbers of the sources, never row ids: the book must not depend on which row came first. */
export function numberOf(row: { source: string; orderNo: string } | { source: string; refundNo: string }): string {
  return `${row.source}/${'refundNo' in row ? row.refundNo : row.orderNo}`
}

/** All that is known today about one order, as the pure rules want it. */
export async function loadFacts(
  em: EntityManager,
  order: Order,
  buyer: BuyerColumns,
  nowMs: number,
): Promise<LoadedFacts> {
  const lines = await em.find(OrderLine, { where: { orderId: order.id }, order: { id: 'ASC' } })
  const refunds = await em.findBy(Refund, { source: order.source, orderNo: order.orderNo })
  const refundLines =
    refunds.length === 0 ? [] : await em.findBy(RefundLine, { refundId: In(refunds.map((refund) => refund.id)) })
  const guides = await findGuides(em, [order.sharedByGuide, ...lines.map((line) => line.servedByGuide)])
  const hasStore = order.storeCode !== null && (await em.existsBy(Store, { code: order.storeCode }))
  const bound = buyer.buyerState === 'known' ? await findBinding(em, buyer.buyerCustomerId, order.paidAt) : undefined
  const facts: OrderFacts = {
    orderId: numberOf(order),
    channel: order.channel,
    ...(hasStore && order.storeCode !== null ? { storeCode: order.storeCode } : {}),
    paidAtMs: order.paidAt,
    ...sharedBy(order.sharedByGuide, guides),
    lines: lines.map(({ lineNo, paidFen, servedByGuide }) => ({ lineNo, paidFen, ...servedBy(servedByGuide, guides) })),
    refunds: refunds.map((refund) => ({
      refundId: numberOf(refund),
      refundedAtMs: refund.refundedAt,
      lines: refundLines
        .filter((line) => line.refundId === refund.id)
        .map(({ lineNo, refundFen }) => ({ lineNo, refundFen })),
    })),
    buyer: buyerFacts(buyer, bound),
    nowMs,
  }
  const guideIds = [...guides.values()]
  if (bound) guideIds.push(bound.guideId)
  return { facts, guideIds, refundIds: new Map(refunds.map((row) => [numberOf(row), row.id])), refunds }
}

function buyerFacts({ buyerState, buyerKnownAt }: BuyerColumns, bound: BoundGuide | undefined): BuyerFacts {
  if (buyerState === 'none') return { kind: 'none' }
  if ((buyerState !== 'known' && buyerState !== 'member') || buyerKnownAt === null) return { kind: 'unmatched' }
  return { kind: 'known', knownAtMs: buyerKnownAt, ...(bound ? { boundAtPayment: bound } : {}) }
}

/** By lower-cased userid: WeCom compares userids without regard to case. */
export async function findGuides(
  em: EntityManager,
  names: readonly (string | null)[],
): Promise<ReadonlyMap<string, number>> {
  const keys = [...new Set(names.flatMap((name) => (name === null ? [] : [name.toLowerCase()])))]
  const guides = keys.length === 0 ? [] : await em.findBy(Guide, { userKey: In(keys) })
  return new Map(guides.map((guide) => [guide.userKey, guide.id]))
}

function servedBy(name: string | null, guides: ReadonlyMap<string, number>) {
  if (name === null) return {}
  const guideId = guides.get(name.toLowerCase())
  return guideId === undefined ? { servedByUnknown: name } : { servedByGuideId: guideId }
}

function sharedBy(name: string | null, guides: ReadonlyMap<string, number>) {
  if (name === null) return {}
  const guideId = guides.get(name.toLowerCase())
  return guideId === undefined ? { sharedByUnknown: name } : { sharedByGuideId: guideId }
}

/** The binding open at payment: from then (included) until its end (not included). */
async function findBinding(
  em: EntityManager,
  externalUserId: string | null,
  paidAtMs: number,
): Promise<BoundGuide | undefined> {
  if (externalUserId === null) return undefined
  const open = { externalUserId, fromAt: LessThanOrEqual(paidAtMs) }
  const binding = await em.findOne(Binding, {
    where: [
      { ...open, toAt: IsNull() },
      { ...open, toAt: MoreThan(paidAtMs) },
    ],
    order: { fromAt: 'DESC', id: 'DESC' },
  })
  if (!binding) return undefined
  return { guideId: binding.guideId, bindingId: binding.id, by: binding.source, sinceMs: binding.fromAt }
}
