import type { Tx } from '../../../db/database.ts'
import { IdentityKey } from '../../../db/entities/customers.ts'
import { Order } from '../../../db/entities/orders.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { conflict, type Identified, type Outcome, outcomeOf, refuse } from '../identityOutcome.ts'
import { keepKeys, linkMember, type NewKey } from '../identityStore.ts'
import { membersOf } from '../panelQueries.ts'
import { presentMember } from '../present.ts'
import { tellOnce } from '../store.ts'

/**
 * A guide says "this order is this customer's": a link with its own time, now. An order of somebody else is a conflict
 * for a person.
 */
export async function claimOrder(
  deps: Deps,
  actor: Actor,
  externalUserId: string,
  claim: { source?: string | undefined; orderNo: string },
): Promise<Identified> {
  const nowMs = deps.clock.nowMs()
  return outcomeOf(
    await deps.db.transaction(async (tx): Promise<Outcome> => {
      const found = await tx.findBy(Order, {
        orderNo: claim.orderNo,
        ...(claim.source ? { source: claim.source } : {}),
      })
      const [first] = found
      if (!first) return refuse('RULE', '没有找到这个订单号')
      if (found.length > 1)
        return refuse('RULE', '有多个同号订单，请选择来源', { sources: found.map(({ source }) => source) })
      // Held and read again: of two guides who type it at once the second finds it taken.
      await lockRow(tx, 'orders', 'id', first.id)
      const order = await tx.findOneByOrFail(Order, { id: first.id })
      const others = await otherOwners(tx, order, externalUserId)
      if (others.length > 0)
        return conflict(tx, { number: order.orderNo, source: order.source }, [externalUserId, ...others], nowMs)
      const news = await keepKeys(tx, externalUserId, keysOfOrder(order, nowMs))
      await linkMember(tx, externalUserId)
      if (news) {
        const onceKey = `order_claimed:${externalUserId}:${order.id}`
        const data = { orderNo: order.orderNo }
        await tellOnce(tx, { externalUserId, kind: 'order_claimed', guideId: actor.guideId, at: nowMs, data, onceKey })
        await deps.emit(tx, { name: 'CustomerIdentified', externalUserId, atMs: nowMs })
      }
      const { memberState, memberCandidates } = presentMember(await membersOf(tx, externalUserId), deps.vault.unseal)
      return { kind: 'done', answer: { memberState, memberCandidates } }
    }),
  )
}

/** Whoever else the order, or a key of it, already belongs to. */
async function otherOwners(tx: Tx, order: Order, externalUserId: string): Promise<string[]> {
  const owners = [order.buyerCustomerId, order.buyerExternalUserId]
  const keys = keysOfOrder(order, 0).map(({ kind, keyHash }) => ({ kind, keyHash }))
  const claims = await tx.find(IdentityKey, { where: [{ orderId: order.id }, ...keys] })
  const all = [...owners, ...claims.map((key) => key.externalUserId)]
  return [...new Set(all)].filter((owner): owner is string => owner !== null && owner !== externalUserId)
}

/** The order's own keys become the contact's; an order without any is linked by its number alone. */
function keysOfOrder(order: Order, sinceAt: number): NewKey[] {
  const base = { source: 'order_claim', sinceAt, orderId: order.id }
  const keys: NewKey[] = []
  if (order.buyerPhoneKey !== null) keys.push({ ...base, kind: 'phone', keyHash: order.buyerPhoneKey })
  if (order.buyerUnionKey !== null) keys.push({ ...base, kind: 'union', keyHash: order.buyerUnionKey })
  if (order.buyerMemberNo !== null) keys.push({ ...base, kind: 'member', keyHash: order.buyerMemberNo })
  return keys.length > 0 ? keys : [{ ...base, kind: 'member', keyHash: `order:${order.id}` }]
}
