import { type EntityManager, In } from 'typeorm'
import { CreditCorrection } from '../../db/entities/creditCases.ts'
import { Binding } from '../../db/entities/customers.ts'
import { type Order, OrderLine, OrderLineGuide, Refund, RefundLine } from '../../db/entities/orders.ts'
import { Guide, Store } from '../../db/entities/org.ts'
import { pickRows } from '../../db/pick.ts'
import type { Touch, TouchKind } from '../../domain/attribution/facts.ts'
import { loadTouches } from './touches.ts'

/** The rows behind the facts of some orders, by what they hang on. */
export interface FactRows {
  /** By order id. */
  lines: Groups<number, OrderLine>
  together: Groups<number, OrderLineGuide>
  corrections: Groups<number, CreditCorrection>
  /** By `source/orderNo`: a refund may have come before its order. */
  refunds: Groups<string, Refund>
  refundLines: Groups<number, RefundLine>
  /** By external_userid. */
  bindings: Groups<string, KnownBinding>
  touches: Groups<string, Touch>
  /** Guide ids by lower-cased userid. */
  guides: ReadonlyMap<string, number>
  storeCodes: ReadonlySet<string>
}

type Groups<Key, Row> = ReadonlyMap<Key, Row[]>

/**
 * In a fixed number of queries, however many orders.
 * @param customerIds their known buyers
 * @param kinds the touches that any of the rules counts
 */
export async function loadFactRows(
  em: EntityManager,
  orders: readonly Order[],
  customerIds: readonly string[],
  kinds: ReadonlySet<TouchKind>,
): Promise<FactRows> {
  const orderId = In(orders.map(({ id }) => id))
  const lines = await em.find(OrderLine, { where: { orderId }, order: { id: 'ASC' } })
  const together = await em.find(OrderLineGuide, { where: { orderId }, order: { position: 'ASC' } })
  const refunds = await em.findBy(Refund, refundsOf(orders))
  const refundIds = refunds.map(({ id }) => id)
  const refundLines = refunds.length === 0 ? [] : await em.findBy(RefundLine, { refundId: In(refundIds) })
  const corrections = await em.findBy(CreditCorrection, { orderId, state: 'approved' })
  const bindings = await findBindings(em, customerIds)
  const untilMs = Math.max(...orders.map(({ paidAt }) => paidAt))
  const names = [...orders.map((order) => order.sharedByGuide), ...lines.map((line) => line.servedByGuide)]
  return {
    lines: groupBy(lines, (line) => line.orderId),
    together: groupBy(together, (row) => row.orderId),
    corrections: groupBy(corrections, (row) => row.orderId),
    refunds: groupBy(refunds, ({ source, orderNo }) => `${source}/${orderNo}`),
    refundLines: groupBy(refundLines, (line) => line.refundId),
    bindings: groupBy(bindings, (binding) => binding.externalUserId),
    touches: await loadTouches(em, bindings, customerIds, untilMs, kinds),
    guides: await findGuides(em, [...names, ...together.map(({ guide }) => guide)]),
    storeCodes: await findStoreCodes(em, orders),
  }
}

function refundsOf(orders: readonly Order[]) {
  const bySource = groupBy(orders, ({ source }) => source)
  return [...bySource].map(([source, rows]) => ({ source, orderNo: In(rows.map(({ orderNo }) => orderNo)) }))
}

const BINDING_FIELDS = ['id', 'externalUserId', 'guideId', 'storeCode', 'source', 'fromAt', 'toAt'] as const
export type KnownBinding = Pick<Binding, (typeof BINDING_FIELDS)[number]>

export function findBindings(em: EntityManager, customerIds: readonly string[]): Promise<KnownBinding[]> {
  return pickRows(em, Binding, BINDING_FIELDS, 'externalUserId', customerIds)
}

/** Those of the orders' stores that are ours. */
export async function findStoreCodes(
  em: EntityManager,
  orders: readonly Pick<Order, 'storeCode'>[],
): Promise<ReadonlySet<string>> {
  const codes = orders.flatMap(({ storeCode }) => storeCode ?? [])
  const stores = await pickRows(em, Store, ['code'], 'code', codes)
  return new Set(stores.map(({ code }) => code))
}

/** By lower-cased userid: WeCom compares userids without regard to case. */
export async function findGuides(
  em: EntityManager,
  names: readonly (string | null)[],
): Promise<ReadonlyMap<string, number>> {
  const keys = names.flatMap((name) => (name === null ? [] : [name.toLowerCase()]))
  const guides = await pickRows(em, Guide, ['id', 'userKey'], 'userKey', keys)
  return new Map(guides.map((guide) => [guide.userKey, guide.id]))
}

export function groupBy<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
