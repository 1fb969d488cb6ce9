import type { EntityManager } from 'typeorm'
import type { CreditCorrection } from '../../db/entities/creditCases.ts'
import type { Order, Refund } from '../../db/entities/orders.ts'
import type { BoundGuide, BuyerFacts, CorrectionFacts, OrderFacts, Touch } from '../../domain/attribution/facts.ts'
import type { AttributionRules } from '../../domain/attribution/rules.ts'
import type { BuyerColumns } from './buyer.ts'
import { type FactRows, type KnownBinding, loadFactRows } from './factRows.ts'
import { touchKindsOf } from './touches.ts'

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
  rules: AttributionRules,
  settlesAtMs: number,
  nowMs: number,
): Promise<LoadedFacts> {
  const rows = await loadFactRows(em, [order], knownBuyers([buyer]), touchKindsOf(rules))
  return factsOf(order, buyer, rows, settlesAtMs, nowMs)
}

/** The external_userids of the buyers that are known. */
export function knownBuyers(buyers: readonly BuyerColumns[]): string[] {
  return [...new Set(buyers.flatMap((buyer) => knownBuyer(buyer) ?? []))]
}

/** The facts of one order out of rows that may be of many. */
export function factsOf(
  order: Order,
  buyer: BuyerColumns,
  rows: FactRows,
  settlesAtMs: number,
  nowMs: number,
): LoadedFacts {
  const { guides } = rows
  const lines = rows.lines.get(order.id) ?? []
  const together = rows.together.get(order.id) ?? []
  const refunds = rows.refunds.get(numberOf(order)) ?? []
  const corrections = rows.corrections.get(order.id) ?? []
  const customerId = knownBuyer(buyer)
  const bound = bindingAt(customerId === null ? [] : (rows.bindings.get(customerId) ?? []), order.paidAt)
  const all = customerId === null ? [] : (rows.touches.get(customerId) ?? [])
  const touches = all.filter(({ atMs }) => atMs <= order.paidAt)
  const hasStore = order.storeCode !== null && rows.storeCodes.has(order.storeCode)
  const facts: OrderFacts = {
    orderId: numberOf(order),
    channel: order.channel,
    ...(hasStore && order.storeCode !== null ? { storeCode: order.storeCode } : {}),
    paidAtMs: order.paidAt,
    settlesAtMs,
    ...(order.sharedByGuide === null ? {} : { shared: nameIn(order.sharedByGuide, guides) }),
    lines: lines.map(({ lineNo, paidFen, servedByGuide }) => {
      const several = together.filter((row) => row.lineNo === lineNo)
      const one = servedByGuide === null ? [] : [{ guide: servedByGuide, parts: 1 }]
      const served = several.length > 0 ? several : one
      return { lineNo, paidFen, served: served.map(({ guide, parts }) => ({ ...nameIn(guide, guides), parts })) }
    }),
    refunds: refunds.map((refund) => ({
      refundId: numberOf(refund),
      refundedAtMs: refund.refundedAt,
      lines: (rows.refundLines.get(refund.id) ?? []).map(({ lineNo, refundFen }) => ({ lineNo, refundFen })),
    })),
    corrections: corrections.map(correctionFacts),
    buyer: buyerFacts(buyer, bound, touches),
    nowMs,
  }
  const named = [order.sharedByGuide, ...lines.map((line) => line.servedByGuide), ...together.map(({ guide }) => guide)]
  const guideIds = named.flatMap((name) => (name === null ? [] : (guides.get(name.toLowerCase()) ?? [])))
  guideIds.push(...touches.map(({ guideId }) => guideId))
  if (bound) guideIds.push(bound.guideId)
  for (const { to } of facts.corrections ?? [])
    guideIds.push(...to.flatMap((part) => ('guideId' in part ? part.guideId : [])))
  return { facts, guideIds, refundIds: new Map(refunds.map((row) => [numberOf(row), row.id])), refunds }
}

function knownBuyer({ buyerState, buyerCustomerId }: BuyerColumns): string | null {
  return buyerState === 'known' ? buyerCustomerId : null
}

/** The time of the decision is the fact's own; its number is the row's, for one system alone makes them. */
function correctionFacts({ id, lineNo, toHolders, decidedAt, proposedAt }: CreditCorrection): CorrectionFacts {
  const to = toHolders as CorrectionFacts['to']
  return { correctionId: `K${id}`, atMs: decidedAt ?? proposedAt, ...(lineNo === null ? {} : { lineNo }), to }
}

function buyerFacts(
  { buyerState, buyerKnownAt }: BuyerColumns,
  bound: BoundGuide | undefined,
  touches: readonly Touch[],
): BuyerFacts {
  if (buyerState === 'none') return { kind: 'none' }
  if ((buyerState !== 'known' && buyerState !== 'member') || buyerKnownAt === null) return { kind: 'unmatched' }
  return { kind: 'known', knownAtMs: buyerKnownAt, touches, ...(bound ? { boundAtPayment: bound } : {}) }
}

function nameIn(name: string, guides: ReadonlyMap<string, number>) {
  const guideId = guides.get(name.toLowerCase())
  return guideId === undefined ? { name } : { guideId, name }
}

/** The binding open at payment: from then (included) until its end (not included). */
function bindingAt(bindings: readonly KnownBinding[], paidAtMs: number): BoundGuide | undefined {
  const open = bindings
    .filter(({ fromAt, toAt }) => fromAt <= paidAtMs && (toAt === null || toAt > paidAtMs))
    .sort((a, b) => b.fromAt - a.fromAt || b.id - a.id)
  const [binding] = open
  if (!binding) return undefined
  return { guideId: binding.guideId, bindingId: binding.id, by: binding.source, sinceMs: binding.fromAt }
}
