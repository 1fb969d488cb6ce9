import type { EntityManager } from 'typeorm'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { findOrderCredit, type OrderCreditData } from './orderCredit.ts'
import { canSeeCredit } from './policy.ts'

export type OpenedCredit = OrderCreditData

/**
 * An order with its credit, for whoever may see whose sale it is.
 * @throws AppError NOT_FOUND alike for unknown and for not theirs
 */
export async function openCredit(
  read: EntityManager,
  actor: Actor,
  { source, orderNo }: { source: string; orderNo: string },
): Promise<OpenedCredit> {
  const data = await findOrderCredit(read, source, orderNo)
  if (!data || !canSeeCredit(actor, data.subject)) throw new AppError('NOT_FOUND')
  return data
}

/** Which of these orders the actor may open. */
export async function openableCredits<O extends { source: string; orderNo: string }>(
  read: EntityManager,
  actor: Actor,
  orders: readonly O[],
): Promise<O[]> {
  if (actor.reach.kind === 'all') return [...orders]
  const openable: O[] = []
  for (const order of orders) {
    const data = await findOrderCredit(read, order.source, order.orderNo)
    if (data && canSeeCredit(actor, data.subject)) openable.push(order)
  }
  return openable
}
