import type { Tx } from '../../../db/database.ts'
import type { Order } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import type { Book, DatedEntry } from '../../../domain/attribution/book.ts'
import { bookOf } from '../../../domain/attribution/bookOf.ts'
import { differenceToPost } from '../../../domain/attribution/differenceToPost.ts'
import { freezeEndsAt } from '../../../domain/attribution/freeze.ts'
import type { AttributionRules } from '../../../domain/attribution/rules.ts'
import { waitEndsAt } from '../../../domain/attribution/timeline.ts'
import type { OrderDraft } from '../../orders/contract.ts'
import { resolveBuyer } from '../buyer.ts'
import { loadDraftRows } from '../draftRows.ts'
import { gatherEvidences } from '../evidence.ts'
import { stepsToKeep } from '../explanations.ts'
import { factsOf, knownBuyers } from '../facts.ts'
import { loadPeople, managedStores } from '../people.ts'
import { appendOwned } from '../postingStore.ts'
import { rulesFor } from '../rulesFor.ts'
import { insertExplanations, noteException, type OrderState } from '../store.ts'
import { touchKindsOf } from '../touches.ts'

export interface DecidedDraft {
  /** What the decision says of the order's own row: to be stored with it. */
  state: OrderState
  ruleVersion: number
  postings: DatedEntry[][]
  steps: Book['steps']
  /** More than one contact matches. */
  conflicting: string[]
}

type DecideDeps = Pick<Deps, 'clock' | 'rules'>

/**
 * What `postCredit` would decide for each of these orders, for all of them at once: the same facts, the same pure
 * book, in a fixed number of queries. Only for orders that nothing is known of yet, refunds least of all.
 * @returns in the order of `drafts`
 */
export async function decideDrafts(tx: Tx, deps: DecideDeps, drafts: readonly OrderDraft[]): Promise<DecidedDraft[]> {
  if (drafts.length === 0) return []
  const nowMs = deps.clock.nowMs()
  const evidences = await gatherEvidences(
    tx,
    drafts.map(({ order: { buyerPhoneKey, buyerUnionKey, buyerMemberNo, buyerExternalUserId } }) => ({
      ...{ buyerPhoneKey, buyerUnionKey, buyerMemberNo, buyerExternalUserId },
    })),
  )
  const decided = drafts.map(({ order }, index) => {
    const rules = rulesFor(order.businessDay, deps.rules.attribution)
    const moment = { isFirstDecision: true, appearedMs: nowMs, waitUntilMs: waitEndsAt(order.paidAt, rules.waitDays) }
    const evidence = evidences[index] ?? { links: [], hasMember: false }
    const paid = { paidAtMs: order.paidAt, completedAtMs: order.completedAt ?? undefined }
    const settlesAtMs = freezeEndsAt(paid, rules.freeze, deps.rules.holidays)
    return { rules, buyer: resolveBuyer(order, evidence, moment), settlesAtMs }
  })
  const allRules = [...new Set(decided.map(({ rules }) => rules))]
  const buyers = knownBuyers(decided.map(({ buyer }) => buyer.columns))
  const rows = await loadDraftRows(tx, drafts, buyers, kindsOf(allRules))
  const loaded = drafts.map(({ order }, index) => {
    const { buyer, settlesAtMs } = decided[index] as (typeof decided)[number]
    return factsOf({ ...order, id: index }, buyer.columns, rows, settlesAtMs, nowMs)
  })
  const guideIds = new Set(loaded.flatMap((one) => one.guideIds))
  const stores = managedStores(
    loaded.map(({ facts }) => facts),
    allRules,
  )
  const people = await loadPeople(tx, [...guideIds], stores)
  return loaded.map(({ facts }, index) => {
    const { rules, buyer } = decided[index] as (typeof decided)[number]
    const { entries, steps, waitingUntilMs, settlesAtMs } = bookOf(facts, rules, people)
    return {
      state: {
        ...buyer.columns,
        waitingUntil: waitingUntilMs ?? null,
        settlesAt: settlesAtMs ?? null,
        refundedFen: 0,
      },
      ruleVersion: rules.version,
      postings: differenceToPost(entries, []),
      steps,
      conflicting: buyer.conflicting,
    }
  })
}

function kindsOf(rules: readonly AttributionRules[]) {
  return new Set(rules.flatMap((one) => [...touchKindsOf(one)]))
}

export interface StoredDraft extends DecidedDraft {
  orderId: number
  order: Omit<Order, 'id'>
}

/**
 * Posts what was decided, in the transaction that stored the orders. An order whose buyer is known is told of as ever;
 * whoever listens looks for a customer, and of the others there is none to find.
 */
export async function postDrafts(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'emit' | 'enqueue'>,
  stored: readonly StoredDraft[],
): Promise<void> {
  if (stored.length === 0) return
  const nowMs = deps.clock.nowMs()
  await appendOwned(
    tx,
    stored.map(({ orderId, ruleVersion, steps, postings }) => ({
      ...{ orderId, ruleVersion, steps, postings, nowMs },
      refundIdOf: () => null,
    })),
  )
  await insertExplanations(
    tx,
    stored.map(({ orderId, ruleVersion, steps, postings }) => {
      return { orderId, ruleVersion, steps: stepsToKeep(steps, postings), updatedAt: nowMs }
    }),
  )
  await noteConflicts(tx, deps, stored)
  const known = stored.filter(({ state }) => state.buyerCustomerId !== null)
  await deps.emit(
    tx,
    known.map(({ orderId }) => ({ name: 'CreditPosted', orderId, atMs: nowMs })),
  )
  const ids = stored.map(({ orderId }) => orderId)
  const payload = { fromOrderId: Math.min(...ids), toOrderId: Math.max(...ids) }
  await deps.enqueue(tx, { kind: 'credits.meetRefunds', payload })
}

type Conflicting = Pick<StoredDraft, 'order' | 'conflicting'>

/** Lists buyers who match several customers. */
export async function noteConflicts(tx: Tx, { clock }: Pick<Deps, 'clock'>, stored: readonly Conflicting[]) {
  for (const { order, conflicting } of stored) {
    if (conflicting.length === 0) continue
    const { source, orderNo: number, storeCode } = order
    const detail = { externalUserIds: conflicting }
    await noteException(tx, { kind: 'buyer_conflict', source, number, subject: '', storeCode, detail }, clock.nowMs())
  }
}
