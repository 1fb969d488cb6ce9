import { In, IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { IdentityKey, Member } from '../../db/entities/customers.ts'
import { insertOnce } from '../../db/statements.ts'

export type NewKey = Pick<IdentityKey, 'kind' | 'keyHash' | 'source'> & { sinceAt: number; orderId?: number | null }

/**
 * Keeps what a buyer of this contact may be recognised by. A key told again with an earlier time moves back to it.
 * @returns whether anything is new, so that orders that wait for a buyer are looked at again
 */
export async function keepKeys(tx: Tx, externalUserId: string, keys: readonly NewKey[]): Promise<boolean> {
  let isNews = false
  for (const key of keys) {
    const { kind, keyHash, sinceAt } = key
    const found = await tx.findOneBy(IdentityKey, { kind, keyHash, externalUserId })
    if (!found) {
      isNews = (await insertOnce(tx, IdentityKey, { orderId: null, ...key, externalUserId })) || isNews
    } else if (found.sinceAt === null || found.sinceAt > sinceAt || (key.orderId && found.orderId === null)) {
      const earliest = found.sinceAt === null ? sinceAt : Math.min(found.sinceAt, sinceAt)
      await tx.update(IdentityKey, { id: found.id }, { sinceAt: earliest, orderId: key.orderId ?? found.orderId })
      isNews = true
    }
  }
  return isNews
}

/** Phones a guide took out of the remark again: they were somebody else's. */
export async function dropOtherKeys(
  tx: Tx,
  externalUserId: string,
  source: string,
  kept: readonly string[],
): Promise<void> {
  const rows = await tx.findBy(IdentityKey, { externalUserId, source })
  const gone = rows.filter(({ keyHash }) => !kept.includes(keyHash)).map(({ id }) => id)
  if (gone.length > 0) await tx.delete(IdentityKey, { id: In(gone) })
}

export type MemberMatch =
  | { kind: 'none' }
  | { kind: 'linked'; memberNo: string }
  | { kind: 'several'; memberNos: string[] }

/** Links the one member row that matches the contact's keys. Several are a conflict for a person, never a silent pick. */
export async function linkMember(tx: Tx, externalUserId: string): Promise<MemberMatch> {
  const keys = await tx.findBy(IdentityKey, { externalUserId })
  const hashesOf = (kind: IdentityKey['kind']) => keys.filter((key) => key.kind === kind).map(({ keyHash }) => keyHash)
  const matches = await tx.find(Member, {
    where: [
      { externalUserId },
      { phoneKey: In(hashesOf('phone')) },
      { unionKey: In(hashesOf('union')) },
      { memberNo: In(hashesOf('member')) },
    ],
  })
  const own = matches.filter((member) => member.externalUserId === externalUserId)
  if (own.length > 0) return { kind: 'linked', memberNo: own[0]?.memberNo ?? '' }
  const free = matches.filter((member) => member.externalUserId === null)
  if (free.length > 1) return { kind: 'several', memberNos: free.map(({ memberNo }) => memberNo) }
  const [member] = free
  if (!member) return { kind: 'none' }
  const isMine = await setMemberLink(tx, member.memberNo, externalUserId)
  return isMine ? { kind: 'linked', memberNo: member.memberNo } : { kind: 'none' }
}

/** @returns false when the member became somebody else's meanwhile */
export async function setMemberLink(tx: Tx, memberNo: string, externalUserId: string): Promise<boolean> {
  const where = [
    { memberNo, externalUserId: IsNull() },
    { memberNo, externalUserId },
  ]
  const { affected } = await tx.update(Member, where, { externalUserId })
  return affected === 1
}
