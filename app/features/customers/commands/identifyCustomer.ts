import type { Tx } from '../../../db/database.ts'
import { IdentityKey, Member } from '../../../db/entities/customers.ts'
import { Order } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import { maskPhone, readPhone } from '../../../domain/phone.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { keepKeys, linkMember, type NewKey, setMemberLink } from '../identityStore.ts'
import { listException, tellOnce } from '../store.ts'

type Identified = { memberState: 'bound' | 'unbound' | 'several' }
type Outcome = { kind: 'done'; answer: Identified } | { kind: 'refused'; error: AppError }

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
      const [order] = found
      if (!order) return refuse('RULE', '没有找到这个订单号')
      if (found.length > 1)
        return refuse('RULE', '有多个同号订单，请选择来源', { sources: found.map(({ source }) => source) })
      const others = await otherOwners(tx, order, externalUserId)
      if (others.length > 0)
        return conflict(tx, { number: order.orderNo, source: order.source }, [externalUserId, ...others], nowMs)
      const news = await keepKeys(tx, externalUserId, keysOfOrder(order, nowMs))
      const match = await linkMember(tx, externalUserId)
      if (news) {
        const onceKey = `order_claimed:${externalUserId}:${order.id}`
        const data = { orderNo: order.orderNo }
        await tellOnce(tx, { externalUserId, kind: 'order_claimed', guideId: actor.guideId, at: nowMs, data, onceKey })
        await deps.emit(tx, { name: 'CustomerIdentified', externalUserId, atMs: nowMs })
      }
      return {
        kind: 'done',
        answer: { memberState: match.kind === 'linked' ? 'bound' : match.kind === 'several' ? 'several' : 'unbound' },
      }
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

/** A guide types the phone the customer is a member under. */
export async function bindMember(
  deps: Deps,
  actor: Actor,
  externalUserId: string,
  input: { phone: string; memberNo?: string | undefined },
): Promise<Identified> {
  const read = readPhone(input.phone)
  if (!read.ok) throw new AppError('RULE', undefined, '请输入完整的 11 位手机号')
  const keyHash = deps.vault.keyOf('phone', read.phone)
  const nowMs = deps.clock.nowMs()
  return outcomeOf(
    await deps.db.transaction(async (tx): Promise<Outcome> => {
      const members = (await tx.findBy(Member, { phoneKey: keyHash })).filter(
        ({ memberNo }) => input.memberNo === undefined || memberNo === input.memberNo,
      )
      const [member] = members
      if (!member) return refuse('RULE', '没有找到这个手机号的会员')
      if (members.length > 1)
        return refuse('RULE', '这个手机号有多位会员，请选择', {
          members: members.map((row) => candidate(row, read.phone)),
        })
      const owner = member.externalUserId
      if (owner !== null && owner !== externalUserId)
        return conflict(tx, { number: member.memberNo, source: 'member' }, [externalUserId, owner], nowMs)
      const own = await tx.findBy(Member, { externalUserId })
      if (own.some(({ memberNo }) => memberNo !== member.memberNo))
        return conflict(tx, { number: member.memberNo, source: 'member' }, [externalUserId], nowMs)
      await setMemberLink(tx, member.memberNo, externalUserId)
      await keepKeys(tx, externalUserId, [{ kind: 'phone', keyHash, source: 'guide', sinceAt: nowMs }])
      const onceKey = `member_bound:${externalUserId}:${member.memberNo}`
      await tellOnce(tx, { externalUserId, kind: 'member_bound', guideId: actor.guideId, at: nowMs, onceKey })
      await deps.emit(tx, { name: 'CustomerIdentified', externalUserId, atMs: nowMs })
      return { kind: 'done', answer: { memberState: 'bound' } }
    }),
  )
}

function candidate({ memberNo, tier }: Member, phone: string) {
  return { memberNo, tier, phoneMasked: maskPhone(phone) }
}

function refuse(code: 'RULE', message: string, details?: unknown): Outcome {
  return { kind: 'refused', error: new AppError(code, details, message) }
}

/** Two contacts for one buyer: listed for a person, and nothing is changed. */
async function conflict(
  tx: Tx,
  about: { number: string; source: string },
  contacts: readonly string[],
  nowMs: number,
): Promise<Outcome> {
  const detail = { about: about.source, contacts: [...contacts] }
  const subject = [...contacts].sort().join(' ').slice(0, 128)
  await listException(tx, { kind: 'identity_conflict', number: about.number, subject, detail }, nowMs)
  return { kind: 'refused', error: new AppError('CONFLICT', undefined, '已属于另一位客户，已转人工核对') }
}

/** Thrown after the commit, so that the exception for a person stays. */
function outcomeOf(outcome: Outcome): Identified {
  if (outcome.kind === 'refused') throw outcome.error
  return outcome.answer
}
