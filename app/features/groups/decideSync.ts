import type { GroupMember } from '../../db/entities/groups.ts'

/** A member as groupchat/get shows them. */
export interface MemberTruth {
  memberId: string
  type: number
  name: string
  joinedAtMs: number
  /** 1 direct, 2 link, 3 QR code. */
  joinScene: number
  invitorUserId: string | null
  stateToken: string | null
}

export interface GroupTruth {
  chatId: string
  name: string
  ownerUserId: string
  createdAtMs: number
  memberVersion: string
  members: MemberTruth[]
}

const BY_QR = 3
/** Whoever is in the group within its first minute, other than by QR, founded it. */
const FOUNDING_MS = 60_000

export function isFounding(member: Pick<MemberTruth, 'joinedAtMs' | 'joinScene'>, createdAtMs: number): boolean {
  return member.joinScene !== BY_QR && member.joinedAtMs - createdAtMs <= FOUNDING_MS
}

export interface MemberChanges {
  joined: MemberTruth[]
  /** Known before; name, state or invitor learned since. */
  updated: MemberTruth[]
  left: string[]
}

/** What the truth changes in the list we hold. Someone who left and is there again joined anew. */
export function decideSync(known: readonly GroupMember[], truth: GroupTruth): MemberChanges {
  const here = new Map(known.filter(({ leftAt }) => leftAt === null).map((member) => [member.memberId, member]))
  const there = new Set(truth.members.map(({ memberId }) => memberId))
  return {
    joined: truth.members.filter(({ memberId }) => !here.has(memberId)),
    updated: truth.members.filter((member) => {
      const old = here.get(member.memberId)
      return old !== undefined && differs(old, member)
    }),
    left: [...here.keys()].filter((memberId) => !there.has(memberId)),
  }
}

function differs(old: GroupMember, now: MemberTruth): boolean {
  return (
    old.name !== now.name ||
    old.type !== now.type ||
    old.stateToken !== now.stateToken ||
    old.invitorUserId !== now.invitorUserId ||
    old.joinedAt !== now.joinedAtMs
  )
}
