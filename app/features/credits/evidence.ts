import type { EntityManager } from 'typeorm'
import { Customer, IdentityKey, Member } from '../../db/entities/customers.ts'
import type { Order } from '../../db/entities/orders.ts'
import { pickRows } from '../../db/pick.ts'
import type { BuyerEvidence, BuyerLink } from './buyer.ts'
import { groupBy } from './factRows.ts'

type RawLink = Omit<BuyerLink, 'firstAddedMs'>

/** What an order says of its buyer. `id` undefined: it is not stored yet, so nobody can have typed its number. */
export type EvidenceOrder = Pick<Order, 'buyerPhoneKey' | 'buyerUnionKey' | 'buyerMemberNo' | 'buyerExternalUserId'> & {
  id?: number
}

/** The links of many keys, read at once. */
interface KeyLinks {
  of(keys: { phone: string | null; union: string | null; member: string | null }): RawLink[]
  ofOrder(orderId: number | undefined): RawLink[]
}

/**
 * Everything that says who bought: the contact's own id, unionid, phone and member number, and an order number a
 * guide typed in. A link that runs through a member row counts from when that row was there. For `member` keys the key hash
 * is the member number itself.
 * @returns in the order of `orders`, read in a fixed number of queries
 */
export async function gatherEvidences(em: EntityManager, orders: readonly EvidenceOrder[]): Promise<BuyerEvidence[]> {
  const membersOf = await findMembers(em, orders)
  const members = orders.map(membersOf)
  const links = await loadLinks(em, orders, members.flat())
  const raw = orders.map((order, index) => rawLinksOf(order, members[index] ?? [], links))
  const addedAt = await loadContacts(em, raw.flat())
  return raw.map((own, index) => ({ links: withContacts(own, addedAt), hasMember: (members[index] ?? []).length > 0 }))
}

function rawLinksOf(order: EvidenceOrder, members: readonly KnownMember[], links: KeyLinks): RawLink[] {
  const { id, buyerPhoneKey, buyerUnionKey, buyerMemberNo, buyerExternalUserId } = order
  const raw = [...links.of({ phone: buyerPhoneKey, union: buyerUnionKey, member: buyerMemberNo }), ...links.ofOrder(id)]
  if (buyerExternalUserId !== null) raw.push(timed(buyerExternalUserId, 0))
  for (const { externalUserId, phoneKey, unionKey, memberNo } of members) {
    const through = links.of({ phone: phoneKey, union: unionKey, member: memberNo })
    raw.push(...through.map((link) => ({ ...link, isUntimed: true })))
    // A guide who typed the number dates the link; the list row that now repeats it must not make it older.
    const isDated = through.some((link) => link.externalUserId === externalUserId && link.sinceMs > 0)
    if (externalUserId !== null && !isDated) raw.push({ externalUserId, sinceMs: 0, isUntimed: true })
  }
  return raw
}

const MEMBER_FIELDS = ['memberNo', 'phoneKey', 'unionKey', 'externalUserId'] as const
type KnownMember = Pick<Member, (typeof MEMBER_FIELDS)[number]>

async function findMembers(em: EntityManager, orders: readonly EvidenceOrder[]) {
  const search = async (column: 'memberNo' | 'phoneKey' | 'unionKey', keys: Set<string>) => {
    const rows = await pickRows(em, Member, MEMBER_FIELDS, column, keys)
    return groupBy(rows, (row) => row[column] ?? '')
  }
  // One search per index: a single OR over three columns would read the table.
  const byNumber = await search('memberNo', present(orders, 'buyerMemberNo'))
  const byPhone = await search('phoneKey', present(orders, 'buyerPhoneKey'))
  const byUnion = await search('unionKey', present(orders, 'buyerUnionKey'))
  return ({ buyerMemberNo, buyerPhoneKey, buyerUnionKey }: EvidenceOrder): KnownMember[] => {
    const found = new Map<string, KnownMember>()
    const rows = [byNumber.get(buyerMemberNo ?? ''), byPhone.get(buyerPhoneKey ?? ''), byUnion.get(buyerUnionKey ?? '')]
    for (const member of rows.flatMap((group) => group ?? [])) found.set(member.memberNo, member)
    return [...found.values()]
  }
}

type KeyColumn = 'buyerPhoneKey' | 'buyerUnionKey' | 'buyerMemberNo'

function present(orders: readonly EvidenceOrder[], column: KeyColumn): Set<string> {
  return new Set(orders.flatMap((order) => order[column] ?? []))
}

const LINK_FIELDS = ['keyHash', 'orderId', 'externalUserId', 'sinceAt'] as const

async function loadLinks(
  em: EntityManager,
  orders: readonly EvidenceOrder[],
  members: readonly KnownMember[],
): Promise<KeyLinks> {
  const phones = new Set([...present(orders, 'buyerPhoneKey'), ...members.flatMap(({ phoneKey }) => phoneKey ?? [])])
  const unions = new Set([...present(orders, 'buyerUnionKey'), ...members.flatMap(({ unionKey }) => unionKey ?? [])])
  const numbers = new Set([...present(orders, 'buyerMemberNo'), ...members.map(({ memberNo }) => memberNo)])
  const orderIds = orders.flatMap(({ id }) => id ?? [])
  const keysOf = async (kind: IdentityKey['kind'], keys: Set<string>) => {
    const rows = await pickRows(em, IdentityKey, LINK_FIELDS, 'keyHash', keys, { kind })
    return groupBy(rows, (row) => row.keyHash)
  }
  const [byPhone, byUnion, byNumber] = [
    await keysOf('phone', phones),
    await keysOf('union', unions),
    await keysOf('member', numbers),
  ]
  const typed = await pickRows(em, IdentityKey, LINK_FIELDS, 'orderId', orderIds)
  const byOrder = groupBy(typed, (row) => row.orderId)
  const contacts = await pickRows(em, Customer, ['externalUserId', 'unionKey'], 'unionKey', unions)
  const contactsByUnion = groupBy(contacts, (contact) => contact.unionKey)
  return {
    of: ({ phone, union, member }) => [
      ...[byPhone.get(phone ?? ''), byUnion.get(union ?? ''), byNumber.get(member ?? '')].flatMap((rows) =>
        (rows ?? []).map(linkOf),
      ),
      ...(union === null ? [] : (contactsByUnion.get(union) ?? [])).map((contact) => timed(contact.externalUserId, 0)),
    ],
    ofOrder: (orderId) => (orderId === undefined ? [] : (byOrder.get(orderId) ?? [])).map(linkOf),
  }
}

function linkOf({ externalUserId, sinceAt }: Pick<IdentityKey, 'externalUserId' | 'sinceAt'>): RawLink {
  return sinceAt === null ? { externalUserId, sinceMs: 0, isUntimed: true } : timed(externalUserId, sinceAt)
}

function timed(externalUserId: string, sinceMs: number): RawLink {
  return { externalUserId, sinceMs, isUntimed: false }
}

/** When each contact was first added. */
async function loadContacts(em: EntityManager, raw: readonly RawLink[]): Promise<ReadonlyMap<string, number>> {
  const ids = raw.map((link) => link.externalUserId)
  const contacts = await pickRows(em, Customer, ['externalUserId', 'firstAddedAt'], 'externalUserId', ids)
  return new Map(contacts.map((contact) => [contact.externalUserId, contact.firstAddedAt]))
}

/** Only contacts we know can be a buyer; the contact itself dates the link that has no earlier time. */
function withContacts(raw: readonly RawLink[], addedAt: ReadonlyMap<string, number>): BuyerLink[] {
  return raw.flatMap((link) => {
    const firstAddedMs = addedAt.get(link.externalUserId)
    return firstAddedMs === undefined ? [] : [{ ...link, firstAddedMs }]
  })
}
