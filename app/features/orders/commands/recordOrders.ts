import type { Tx } from '../../../db/database.ts'
import type { Order } from '../../../db/entities/orders.ts'
import { marksFor } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { insertOrders, noteExceptions } from '../bulkStore.ts'
import { hashContent, type OrderContent, orderContent } from '../content.ts'
import type { OrderDraft, OrderInput } from '../contract.ts'
import { draftOf, namedGuides, namedProducts } from '../draft.ts'
import { conflictOf, type NewException } from '../store.ts'
import { type KnownNames, loadKnown, strangersOf } from '../strangers.ts'
import { recordOrderIn } from './recordOrder.ts'

/** What a decision adds to the row of an order. */
type StateOf = Pick<
  Order,
  'buyerState' | 'buyerCustomerId' | 'buyerKnownAt' | 'waitingUntil' | 'settlesAt' | 'refundedFen'
>

/** Credit for orders that are about to be stored: decided before, so that a row is written once. */
export interface DraftCredit<Decided extends { state: StateOf }> {
  decide(tx: Tx, drafts: readonly OrderDraft[]): Promise<Decided[]>
  post(tx: Tx, stored: readonly (Decided & { orderId: number; order: OrderDraft['order'] })[]): Promise<void>
}

export interface BatchCount {
  added: number
  unchanged: number
  /** New matters for a person. */
  exceptions: number
}

interface Sorted {
  fresh: { content: OrderContent; draft: OrderDraft }[]
  /** Refunds came before them: they go the road of single orders, and are posted by their job. */
  awaited: OrderInput[]
  conflicts: NewException[]
  unchanged: number
}

/**
 * Records orders of one source, each number once in `inputs`, and posts their credit in the same transaction: what
 * `recordOrder` and `postCredit` do one by one, in a fixed number of statements for all. Of such an order one event is
 * told, that its credit is posted: there is no time between the two.
 * @throws the database's duplicate-key error when another process stored one of the numbers meanwhile: do it again
 */
export async function recordOrdersIn<Decided extends { state: StateOf }>(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'vault' | 'emit'>,
  credit: DraftCredit<Decided>,
  inputs: readonly OrderInput[],
): Promise<BatchCount> {
  const [first] = inputs
  if (!first) return { added: 0, unchanged: 0, exceptions: 0 }
  const nowMs = deps.clock.nowMs()
  const { fresh, awaited, conflicts, unchanged } = await sortOut(tx, deps, inputs, nowMs)
  const drafts = fresh.map(({ draft }) => draft)
  const decided = await credit.decide(tx, drafts)
  const rows = drafts.map((draft, index) => ({ ...draft, order: { ...draft.order, ...decided[index]?.state } }))
  const ids = await insertOrders(tx, first.source, rows)
  const known = await loadKnown(
    tx,
    fresh.map(({ content }) => namedIn(content)),
  )
  const strangers = fresh.flatMap(({ content }) => matterOf(content, known))
  await credit.post(
    tx,
    decided.map((one, index) => ({ ...one, orderId: ids[index] as number, order: (rows[index] as OrderDraft).order })),
  )
  for (const input of awaited) await recordOrderIn(tx, deps, input)
  const exceptions = await noteExceptions(tx, [...conflicts, ...strangers], nowMs)
  return { added: fresh.length + awaited.length, unchanged: unchanged + conflicts.length, exceptions }
}

async function sortOut(
  tx: Tx,
  { vault }: Pick<Deps, 'vault'>,
  inputs: readonly OrderInput[],
  nowMs: number,
): Promise<Sorted> {
  const source = inputs[0]?.source ?? ''
  const numbers = inputs.map(({ orderNo }) => orderNo)
  const where = `WHERE source = ? AND order_no IN (${marksFor(numbers)})`
  const values = [source, ...numbers]
  const stored: { order_no: string; content_hash: string }[] = await tx.query(
    `SELECT order_no, content_hash FROM orders ${where}`,
    values,
  )
  const hashOf = new Map(stored.map((order) => [order.order_no, order.content_hash]))
  const refunds: { order_no: string }[] = await tx.query(`SELECT order_no FROM refunds ${where}`, values)
  const refunded = new Set(refunds.map((refund) => refund.order_no))
  const sorted: Sorted = { fresh: [], awaited: [], conflicts: [], unchanged: 0 }
  for (const input of inputs) {
    const content = orderContent(input, vault)
    const contentHash = hashContent(content)
    const knownHash = hashOf.get(input.orderNo)
    if (knownHash === contentHash) sorted.unchanged += 1
    else if (knownHash !== undefined) sorted.conflicts.push(conflictOf(content, contentHash))
    else if (refunded.has(input.orderNo)) sorted.awaited.push(input)
    else sorted.fresh.push({ content, draft: draftOf(content, contentHash, nowMs) })
  }
  return sorted
}

function namedIn(content: OrderContent) {
  return { storeCode: content.storeCode, guides: namedGuides(content), products: namedProducts(content) }
}

function matterOf(content: OrderContent, known: KnownNames): NewException[] {
  const { source, orderNo: number, storeCode } = content
  return strangersOf(namedIn(content), known).map(({ kind, subject }) => ({
    ...{ kind, source, number, subject, storeCode, detail: {} },
  }))
}
