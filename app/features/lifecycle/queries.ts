import type { EntityManager } from 'typeorm'
import { CustomerFact } from '../../db/entities/facts.ts'
import { type UseUp, useUpDaysOf } from '../../domain/lifecycle/useUp.ts'
import { type LifecycleRules, readCycleBook, useUpFacts } from './cycleBook.ts'
import { rfmText } from './present.ts'

/** A place in the list of those who are due: what is due at the same instant is told apart by the key. */
export interface DueAfter {
  atMs: number
  externalUserId: string
}

/** Customers whose stage may have changed by time alone, longest due first, beyond `after`. O(due). */
export async function dueForCheck(
  read: EntityManager,
  nowMs: number,
  after: DueAfter,
  limit: number,
): Promise<DueAfter[]> {
  const rows: { externalUserId: string; atMs: number }[] = await read.query(
    `SELECT external_user_id AS externalUserId, next_stage_check_at AS atMs FROM customers
     WHERE next_stage_check_at <= ? AND next_stage_check_at >= ?
       AND (next_stage_check_at > ? OR external_user_id > ?)
     ORDER BY next_stage_check_at, external_user_id LIMIT ?`,
    [nowMs, after.atMs, after.atMs, after.externalUserId, limit],
  )
  return rows.map(({ externalUserId, atMs }) => ({ externalUserId, atMs: Number(atMs) }))
}

/** The buyer of an order, once known. */
export async function buyerOfOrder(read: EntityManager, orderId: number): Promise<string | undefined> {
  const rows: { externalUserId: string | null }[] = await read.query(
    'SELECT buyer_customer_id AS externalUserId FROM orders WHERE id = ?',
    [orderId],
  )
  return rows[0]?.externalUserId ?? undefined
}

/** What is known of a customer's buying; every customer has a row once they were looked at. */
export async function factsOf(read: EntityManager, externalUserId: string): Promise<CustomerFact | undefined> {
  return (await read.findOneBy(CustomerFact, { externalUserId })) ?? undefined
}

/** Recency, frequency and money as a guide would say it; undefined without a score. */
export async function rfmTextOf(read: EntityManager, externalUserId: string): Promise<string | undefined> {
  const facts = await factsOf(read, externalUserId)
  return facts && rfmText(facts)
}

export interface Bought {
  productCode: string
  quantity: number
}

/** Days until so many pieces are used up, for each in turn; three queries, however many. */
export async function useUpDaysForAll(
  read: EntityManager,
  rules: { lifecycle: LifecycleRules },
  bought: readonly Bought[],
): Promise<(UseUp | undefined)[]> {
  const codes = bought.map(({ productCode }) => productCode)
  const book = await readCycleBook(read, rules.lifecycle, codes)
  return bought.map(({ productCode, quantity }) => useUpDaysOf(useUpFacts(book, productCode, quantity), quantity))
}

/** Days until so many pieces are used up, and how that is known; undefined when nothing is. */
export async function useUpDaysFor(
  read: EntityManager,
  rules: { lifecycle: LifecycleRules },
  productCode: string,
  quantity: number,
): Promise<UseUp | undefined> {
  const [useUp] = await useUpDaysForAll(read, rules, [{ productCode, quantity }])
  return useUp
}
