import { type EntityManager, In } from 'typeorm'
import { Customer, IdentityKey, Member } from '../../db/entities/customers.ts'
import type { Order } from '../../db/entities/orders.ts'
import type { BuyerEvidence, BuyerLink } from './buyer.ts'

type RawLink = Omit<BuyerLink, 'firstAddedMs'>

/**
 * Everything that says who bought: the contact's own id, unionid, phone and member number, and an order number a
 * guide typed in. A link that runs through a member row counts from when that row was there. For `member` keys the key hash
 * is the member number itself.
 */
export async function gatherEvidence(em: EntityManager, order: Order): Promise<BuyerEvidence> {
  const { id, buyerPhoneKey, buyerUnionKey, buyerMemberNo, buyerExternalUserId } = order
  const members = await findMembers(em, order)
  const raw: RawLink[] = [
    ...(await linksByKeys(em, { phone: buyerPhoneKey, union: buyerUnionKey, member: buyerMemberNo })),
    ...(await em.findBy(IdentityKey, { orderId: id })).map(linkOf),
  ]
  if (buyerExternalUserId !== null) raw.push(timed(buyerExternalUserId, 0))
  for (const { externalUserId, phoneKey, unionKey, memberNo } of members) {
    const through = await linksByKeys(em, { phone: phoneKey, union: unionKey, member: memberNo })
    raw.push(...through.map((link) => ({ ...link, isUntimed: true })))
    // A guide who typed the number dates the link; the list row that now repeats it must not make it older.
    const isDated = through.some((link) => link.externalUserId === externalUserId && link.sinceMs > 0)
    if (externalUserId !== null && !isDated) raw.push({ externalUserId, sinceMs: 0, isUntimed: true })
  }
  return { links: await withContacts(em, raw), hasMember: members.length > 0 }
}

async function findMembers(em: EntityManager, order: Order): Promise<Member[]> {
  const { buyerPhoneKey, buyerUnionKey, buyerMemberNo } = order
  const where = [
    ...(buyerMemberNo === null ? [] : [{ memberNo: buyerMemberNo }]),
    ...(buyerPhoneKey === null ? [] : [{ phoneKey: buyerPhoneKey }]),
    ...(buyerUnionKey === null ? [] : [{ unionKey: buyerUnionKey }]),
  ]
  return where.length === 0 ? [] : em.find(Member, { where })
}

async function linksByKeys(
  em: EntityManager,
  keys: { phone: string | null; union: string | null; member: string | null },
): Promise<RawLink[]> {
  const where = Object.entries(keys).flatMap(([kind, keyHash]) =>
    keyHash === null ? [] : [{ kind: kind as IdentityKey['kind'], keyHash }],
  )
  const links = where.length === 0 ? [] : (await em.find(IdentityKey, { where })).map(linkOf)
  if (keys.union === null) return links
  const contacts = await em.findBy(Customer, { unionKey: keys.union })
  return [...links, ...contacts.map(({ externalUserId }) => timed(externalUserId, 0))]
}

function linkOf({ externalUserId, sinceAt }: IdentityKey): RawLink {
  return sinceAt === null ? { externalUserId, sinceMs: 0, isUntimed: true } : timed(externalUserId, sinceAt)
}

function timed(externalUserId: string, sinceMs: number): RawLink {
  return { externalUserId, sinceMs, isUntimed: false }
}

/** Only contacts we know can be a buyer; the contact itself dates the link that has no earlier time. */
async function withContacts(em: EntityManager, raw: RawLink[]) {
  if (raw.length === 0) return []
  const ids = [...new Set(raw.map((link) => link.externalUserId))]
  const contacts = await em.find(Customer, {
    select: { externalUserId: true, firstAddedAt: true },
    where: { externalUserId: In(ids) },
  })
  const addedAt = new Map(contacts.map((contact) => [contact.externalUserId, contact.firstAddedAt]))
  return raw.flatMap((link) => {
    const firstAddedMs = addedAt.get(link.externalUserId)
    return firstAddedMs === undefined ? [] : [{ ...link, firstAddedMs }]
  })
}
