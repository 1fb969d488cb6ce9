import type { EntityManager } from 'typeorm'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { SpokenStart } from './starts.ts'

export interface Companion {
  guideId: number
  storeCode: string | null
}

/** One friendship of the customer with a guide, today's or a former one. */
export interface Friendship {
  guideId: number
  storeCode: string | null
  /** The guide who brought the customer in. */
  isBound: boolean
  /** They can speak to each other: both are friends, and the guide works here. */
  isLive: boolean
  addedAtMs: number
  /** Absent while it lasts, whether or not the guide is still there. */
  endedAtMs?: number
}

interface RelationRow {
  guideId: number
  state: string
  work: string
  addedAt: number
  endedAt: number | null
  boundId: number | null
  storeCode: string | null
}

export async function readFriendships(read: EntityManager, externalUserId: string): Promise<Friendship[]> {
  const rows: RelationRow[] = await read.query(
    `SELECT r.guide_id AS guideId, r.state AS state, g.state AS work, r.added_at AS addedAt, r.ended_at AS endedAt,
       b.guide_id AS boundId, b.store_code AS storeCode
     FROM customer_relations r JOIN guides g ON g.id = r.guide_id
     LEFT JOIN bindings b ON b.open_key = r.external_user_id
     WHERE r.external_user_id = ? ORDER BY r.added_at, r.id`,
    [externalUserId],
  )
  return rows.map(({ guideId, state, work, addedAt, endedAt, boundId, storeCode }) => {
    const isBound = boundId !== null && Number(boundId) === Number(guideId)
    const isFriend = state === 'active' || state === 'half'
    return {
      guideId: Number(guideId),
      storeCode: isBound ? storeCode : null,
      isBound,
      isLive: isFriend && work === 'active',
      addedAtMs: Number(addedAt),
      endedAtMs: isFriend || endedAt === null ? undefined : Number(endedAt),
    }
  })
}

/**
 * The guide who speaks to this customer: the one they are bound to, while they are friends; else the guide who has
 * been their friend the longest. Undefined when nobody can reach them.
 */
export function companionOf(friendships: readonly Friendship[]): Companion | undefined {
  const live = friendships.filter(({ isLive }) => isLive)
  return live.find(({ isBound }) => isBound) ?? live[0]
}

const DAY_MS = 86_400_000

/**
 * The one start of a friendship with the shop: a second guide who adds the same customer, or takes them over, does
 * not greet them all over again; somebody who comes back after a break is new again.
 */
export function friendStarts(playbookId: string, friendships: readonly Friendship[]): SpokenStart[] {
  const companion = companionOf(friendships)
  const known = friendships.filter(({ addedAtMs }) => addedAtMs > 0)
  const speaks = known.findIndex(({ guideId }) => guideId === companion?.guideId)
  let first = known.at(speaks)
  for (const other of known.slice(0, speaks < 0 ? known.length : speaks).reverse()) {
    if (first && (other.endedAtMs ?? Number.POSITIVE_INFINITY) >= first.addedAtMs - DAY_MS) first = other
  }
  if (!first) return []
  const { guideId, addedAtMs: atMs } = first
  // A one-sided add and the confirmation that follows are one friendship; so is adding again the same day.
  const anchorKey = `added:${guideId}:${businessDayOf(atMs)}`
  return [{ playbookId, subject: '', anchorKey, atMs, words: {} }]
}
