import type { Tx } from '../../../db/database.ts'
import { IdentityKey, Member } from '../../../db/entities/customers.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { maskPhone, readPhone } from '../../../domain/phone.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { conflict, type Identified, type Outcome, outcomeOf, refuse } from '../identityOutcome.ts'
import { keepKeys, type NewKey, setMemberLink } from '../identityStore.ts'
import { membersOf } from '../panelQueries.ts'
import { noteMemberBound, tellOnce } from '../store.ts'

type Asked = { phone?: string | undefined; memberNo?: string | undefined }
type Found = { member: Member; key: Pick<NewKey, 'kind' | 'keyHash'> }

/** A guide says which member the customer is: by the phone they tell, or by choosing one of those that match already. */
export async function bindMember(deps: Deps, actor: Actor, externalUserId: string, asked: Asked): Promise<Identified> {
  const phone = asked.phone === undefined ? undefined : readPhone(asked.phone)
  if (phone?.ok === false) throw new AppError('RULE', undefined, '请输入完整的 11 位手机号')
  return outcomeOf(
    await deps.db.transaction(async (tx) => {
      const found = phone
        ? await findByPhone(tx, deps, phone.phone, asked.memberNo)
        : await findCandidate(tx, externalUserId, asked.memberNo ?? '')
      return 'kind' in found ? found : link(tx, deps, actor, externalUserId, found)
    }),
  )
}

async function findByPhone(tx: Tx, deps: Deps, phone: string, memberNo?: string): Promise<Found | Outcome> {
  const keyHash = deps.vault.keyOf('phone', phone)
  const members = (await tx.find(Member, { where: { phoneKey: keyHash }, order: { memberNo: 'ASC' } })).filter(
    (row) => memberNo === undefined || row.memberNo === memberNo,
  )
  const [member] = members
  if (!member) return refuse('RULE', '没有找到这个手机号的会员')
  if (members.length === 1) return { member, key: { kind: 'phone', keyHash } }
  const memberCandidates = members.map((row) => ({
    memberNo: row.memberNo,
    tier: row.tier,
    phoneMasked: maskPhone(phone),
  }))
  return { kind: 'done', answer: { memberState: 'several', memberCandidates } }
}

/** Only what the panel offers may be chosen: a number typed from elsewhere opens nobody's purchases. */
async function findCandidate(tx: Tx, externalUserId: string, memberNo: string): Promise<Found | Outcome> {
  await lockRow(tx, 'members', 'member_no', memberNo)
  const offered = (await membersOf(tx, externalUserId)).some((row) => row.memberNo === memberNo)
  const member = offered ? await tx.findOneBy(Member, { memberNo }) : null
  if (!member) return refuse('RULE', '这位会员不在可选的里面，请刷新后再选')
  return { member, key: { kind: 'member', keyHash: memberNo } }
}

async function link(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  externalUserId: string,
  { member: { memberNo }, key }: Found,
): Promise<Outcome> {
  // Held and read again: of two guides who name the member at once the second finds it taken.
  await lockRow(tx, 'members', 'member_no', memberNo)
  const { externalUserId: owner } = await tx.findOneByOrFail(Member, { memberNo })
  const nowMs = deps.clock.nowMs()
  const about = { number: memberNo, source: 'member' }
  if (owner !== null && owner !== externalUserId) return conflict(tx, about, [externalUserId, owner], nowMs)
  const own = await tx.findBy(Member, { externalUserId })
  if (own.some((row) => row.memberNo !== memberNo)) return conflict(tx, about, [externalUserId], nowMs)
  const claims = await tx.findBy(IdentityKey, { kind: 'member', keyHash: memberNo })
  const others = claims.map((claim) => claim.externalUserId).filter((other) => other !== externalUserId)
  if (others.length > 0) return conflict(tx, about, [externalUserId, ...others], nowMs)
  await setMemberLink(tx, memberNo, externalUserId)
  await keepKeys(tx, externalUserId, [{ ...key, source: 'guide', sinceAt: nowMs }])
  const onceKey = `member_bound:${externalUserId}:${memberNo}`
  await tellOnce(tx, { externalUserId, kind: 'member_bound', guideId: actor.guideId, at: nowMs, onceKey })
  await noteMemberBound(tx, actor.userId, externalUserId, { memberNo, by: key.kind }, nowMs)
  await deps.emit(tx, { name: 'CustomerIdentified', externalUserId, atMs: nowMs })
  return { kind: 'done', answer: { memberState: 'bound', memberCandidates: [] } }
}
