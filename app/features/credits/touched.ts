import { type EntityManager, In, IsNull, MoreThanOrEqual } from 'typeorm'
import { Customer, IdentityKey, Member } from '../../db/entities/customers.ts'
import { Order } from '../../db/entities/orders.ts'

interface Keys {
  phones: Set<string>
  unions: Set<string>
  memberNos: Set<string>
  orderIds: Set<number>
}

/** Orders that wait for this contact under any key of theirs; with `boundSinceMs` also decided ones paid since. */
export async function findOrdersTouched(
  em: EntityManager,
  externalUserId: string,
  boundSinceMs?: number,
): Promise<number[]> {
  const keys = await gatherKeys(em, externalUserId)
  const open = { buyerCustomerId: IsNull() }
  const searches = [
    { ...open, buyerExternalUserId: externalUserId },
    ...(keys.unions.size > 0 ? [{ ...open, buyerUnionKey: In([...keys.unions]) }] : []),
    ...(keys.phones.size > 0 ? [{ ...open, buyerPhoneKey: In([...keys.phones]) }] : []),
    ...(keys.memberNos.size > 0 ? [{ ...open, buyerMemberNo: In([...keys.memberNos]) }] : []),
    ...(keys.orderIds.size > 0 ? [{ ...open, id: In([...keys.orderIds]) }] : []),
    ...(boundSinceMs === undefined ? [] : [{ buyerCustomerId: externalUserId, paidAt: MoreThanOrEqual(boundSinceMs) }]),
  ]
  const found = new Set<number>()
  // One search per index: a single OR over five columns would read the table.
  for (const where of searches) {
    for (const { id } of await em.find(Order, { select: { id: true }, where })) found.add(id)
  }
  return [...found].sort((a, b) => a - b)
}

async function gatherKeys(em: EntityManager, externalUserId: string): Promise<Keys> {
  const keys: Keys = { phones: new Set(), unions: new Set(), memberNos: new Set(), orderIds: new Set() }
  const contact = await em.findOneBy(Customer, { externalUserId })
  if (contact?.unionKey) keys.unions.add(contact.unionKey)
  for (const { kind, keyHash, orderId } of await em.findBy(IdentityKey, { externalUserId })) {
    if (kind === 'phone') keys.phones.add(keyHash)
    if (kind === 'union') keys.unions.add(keyHash)
    if (kind === 'member') keys.memberNos.add(keyHash)
    if (orderId !== null) keys.orderIds.add(orderId)
  }
  for (const member of await findMembers(em, externalUserId, keys)) {
    keys.memberNos.add(member.memberNo)
    if (member.phoneKey) keys.phones.add(member.phoneKey)
    if (member.unionKey) keys.unions.add(member.unionKey)
  }
  return keys
}

function findMembers(em: EntityManager, externalUserId: string, keys: Keys): Promise<Member[]> {
  return em.find(Member, {
    where: [
      { externalUserId },
      ...(keys.phones.size > 0 ? [{ phoneKey: In([...keys.phones]) }] : []),
      ...(keys.unions.size > 0 ? [{ unionKey: In([...keys.unions]) }] : []),
      ...(keys.memberNos.size > 0 ? [{ memberNo: In([...keys.memberNos]) }] : []),
    ],
  })
}
