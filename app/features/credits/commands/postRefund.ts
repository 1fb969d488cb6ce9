import type { Tx } from '../../../db/database.ts'
import { Order, Refund } from '../../../db/entities/orders.ts'
import { Store } from '../../../db/entities/org.ts'
import { lockRow } from '../../../db/statements.ts'
import { bookOfOrphanRefund } from '../../../domain/attribution/bookOfOrphanRefund.ts'
import { differenceToPost } from '../../../domain/attribution/differenceToPost.ts'
import type { OrphanRefundFacts } from '../../../domain/attribution/facts.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { findGuides } from '../factRows.ts'
import { numberOf } from '../facts.ts'
import { loadPeople } from '../people.ts'
import { readPostedOrphans } from '../posted.ts'
import { appendPostings } from '../postingStore.ts'
import { rulesFor } from '../rulesFor.ts'
import { adoptRefund } from '../store.ts'
import { type CreditDeps, postCredit } from './postCredit.ts'

/**
 * A refund whose order was not there when it came in. If the order has arrived since (both may have been on their
 * way at once), the order is posted; if it names none at all, it is booked by itself; else it is kept in suspense.
 */
export async function postRefund(deps: CreditDeps, { refundId }: { refundId: number }): Promise<number> {
  const refund = await deps.db.read.findOneBy(Refund, { id: refundId })
  if (!refund) return 0
  const { source, orderNo } = refund
  if (orderNo === null) return deps.db.transaction((tx) => postOrphan(tx, deps, refundId))
  const order = await deps.db.read.findOneBy(Order, { source, orderNo })
  if (!order) return deps.db.transaction((tx) => postOrphan(tx, deps, refundId))
  await deps.db.transaction((tx) => adopt(tx, deps, refund, order.id))
  return postCredit(deps, { orderId: order.id })
}

/** Neither saw the other on its way in: from here on the refund belongs to its order, as if it had come later. */
async function adopt(tx: Tx, { clock, emit }: CreditDeps, refund: Refund, orderId: number): Promise<void> {
  const { id: refundId, refundedAt: atMs } = refund
  if (await adoptRefund(tx, refund, orderId, clock.nowMs()))
    await emit(tx, { name: 'OrderRefunded', orderId, refundId, atMs })
}

async function postOrphan(tx: Tx, deps: CreditDeps, refundId: number): Promise<number> {
  await lockRow(tx, 'refunds', 'id', refundId)
  const refund = await tx.findOneByOrFail(Refund, { id: refundId })
  // With the refund held: an order that is here by now posts it, and takes it out of suspense if it was there.
  if (refund.orderId !== null || (await isOrderHere(tx, refund))) return 0
  const facts = await orphanFacts(tx, refund)
  const people = await loadPeople(tx, facts.guideId === undefined ? [] : [facts.guideId])
  const book = bookOfOrphanRefund(facts, people)
  const postings = differenceToPost(book.entries, (await readPostedOrphans(tx, [refundId])).get(refundId) ?? [])
  const { version } = rulesFor(businessDayOf(refund.refundedAt), deps.rules.attribution)
  const owner = { orderId: null, refundIdOf: () => refundId, ruleVersion: version, steps: book.steps }
  await appendPostings(tx, postings, { ...owner, nowMs: deps.clock.nowMs() })
  return postings.length
}

async function isOrderHere(tx: Tx, { source, orderNo }: Refund): Promise<boolean> {
  return orderNo !== null && (await tx.existsBy(Order, { source, orderNo }))
}

async function orphanFacts(tx: Tx, refund: Refund): Promise<OrphanRefundFacts> {
  const { guide, storeCode, refundedAt, refundFen } = refund
  const guides = await findGuides(tx, [guide])
  const guideId = guide === null ? undefined : guides.get(guide.toLowerCase())
  const hasStore = storeCode !== null && (await tx.existsBy(Store, { code: storeCode }))
  return {
    refundId: numberOf({ source: refund.source, refundNo: refund.refundNo }),
    refundedAtMs: refundedAt,
    refundFen,
    isSuspended: refund.orderNo !== null,
    ...(hasStore ? { storeCode } : {}),
    ...(guideId === undefined ? {} : { guideId }),
    ...(guide !== null && guideId === undefined ? { guideUnknown: guide } : {}),
  }
}
