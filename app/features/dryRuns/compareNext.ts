import { Between, type EntityManager } from 'typeorm'
import { Order } from '../../db/entities/orders.ts'
import type { Deps } from '../../deps.ts'
import type { Book } from '../../domain/attribution/book.ts'
import { compareBooks, type HolderPart } from '../../domain/attribution/compareBooks.ts'
import type { AttributionRules } from '../../domain/attribution/rules.ts'
import { readBooks, rulesFor } from '../credits/queries.ts'
import { loadRegions } from './regions.ts'

/** The rules to try, and on which orders: by row id up to the last there was, so that the run ends. */
export interface Question {
  rules: AttributionRules
  fromDay: string
  toDay: string
  throughOrderId: number
  /** Books are told as of this moment. */
  atMs: number
}

/** One order under the rules in force and under those to try. */
export interface ComparedOrder {
  orderId: number
  source: string
  orderNo: string
  day: string
  /** Everybody who holds a part of it in either. */
  parts: HolderPart[]
  books: readonly [before: Book, after: Book]
}

const BATCH = 250
/** Row ids a look covers. Orders of other days lie between: without an index of its own each look stays short. */
const STRIDE = 4_000
const LOOKS = 25

type CompareDeps = Pick<Deps, 'db' | 'rules'>

/** The next orders of the period after a row id, at most a batch, in a fixed number of queries. Reads only. */
export async function compareNext(
  deps: CompareDeps,
  question: Question,
  afterOrderId: number,
): Promise<{ orders: ComparedOrder[]; atOrderId: number }> {
  const { orders, atOrderId } = await nextOrders(deps.db.read, question, afterOrderId)
  return { orders: await compareOrders(deps, question, orders), atOrderId }
}

export async function compareOrders(
  { db, rules }: CompareDeps,
  question: Pick<Question, 'rules' | 'atMs'>,
  orders: readonly Order[],
): Promise<ComparedOrder[]> {
  if (orders.length === 0) return []
  const rulesOf = ({ businessDay }: Order) => [rulesFor(businessDay, rules.attribution), question.rules]
  const books = await readBooks(db.read, orders, { rulesOf, holidays: rules.holidays, nowMs: question.atMs })
  const regionOn = await loadRegions(db.read)
  return orders.flatMap(({ id, source, orderNo, businessDay }): ComparedOrder[] => {
    const [before, after] = books.get(id) ?? []
    if (!before || !after) return []
    const parts = compareBooks(before, after, regionOn)
    return [{ orderId: id, source, orderNo, day: businessDay, parts, books: [before, after] }]
  })
}

async function nextOrders(read: EntityManager, question: Question, afterOrderId: number) {
  const { fromDay, toDay, throughOrderId } = question
  const orders: Order[] = []
  let atOrderId = afterOrderId
  for (let look = 0; look < LOOKS && orders.length < BATCH && atOrderId < throughOrderId; look += 1) {
    const end = Math.min(atOrderId + STRIDE, throughOrderId)
    const where = { id: Between(atOrderId + 1, end), businessDay: Between(fromDay, toDay) }
    const take = BATCH - orders.length
    const found = await read.find(Order, { where, order: { id: 'ASC' }, take })
    orders.push(...found)
    atOrderId = found.length === take ? (found.at(-1)?.id ?? end) : end
  }
  return { orders, atOrderId }
}

/** The last row id there is: what comes in later is no part of the run. */
export async function lastOrderId(read: EntityManager): Promise<number> {
  return (await read.maximum(Order, 'id')) ?? 0
}
