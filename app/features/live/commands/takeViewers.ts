import { In } from 'typeorm'
import { Customer } from '../../../db/entities/customers.ts'
import { Guide } from '../../../db/entities/org.ts'
import { LiveSession } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { ViewersInput } from '../contract.ts'
import { mergeViewers, noteAct } from '../store.ts'

export interface Seen {
  externalUserId: string
  watchedSeconds: number
  /** userid of ours. */
  invitedBy?: string | undefined
}

/**
 * Adds people to a session's list: who was invited, who watched. The same list again changes nothing. Late lists
 * count in the figures; follow-ups that were asked for already stay as they are.
 * @throws AppError NOT_FOUND
 */
export async function takeViewers(
  deps: Deps,
  actor: Actor,
  sessionId: number,
  { viewers }: ViewersInput,
): Promise<{ taken: number; unknown: string[] }> {
  if (!(await deps.db.read.existsBy(LiveSession, { id: sessionId }))) throw new AppError('NOT_FOUND')
  const outcome = await recordViewers(deps, sessionId, viewers)
  await deps.db.transaction((tx) => noteAct(tx, actor.userId, 'live.viewers', sessionId, deps.clock.nowMs()))
  return outcome
}

const BATCH = 200

/** Only customers we know: a stranger has no guide to speak to them. */
export async function recordViewers(
  deps: Pick<Deps, 'db'>,
  sessionId: number,
  seen: readonly Seen[],
): Promise<{ taken: number; unknown: string[] }> {
  const guides = await guidesByKey(deps, seen)
  const unknown = new Set<string>()
  let taken = 0
  for (let from = 0; from < seen.length; from += BATCH) {
    const batch = seen.slice(from, from + BATCH)
    const ids = batch.map(({ externalUserId }) => externalUserId)
    const known = await deps.db.read.find(Customer, {
      select: { externalUserId: true },
      where: { externalUserId: In(ids) },
    })
    const isKnown = new Set(known.map(({ externalUserId }) => externalUserId))
    for (const { externalUserId, invitedBy } of batch) {
      if (invitedBy !== undefined && !guides.has(invitedBy.toLowerCase())) unknown.add(invitedBy)
      if (!isKnown.has(externalUserId)) unknown.add(externalUserId)
    }
    const viewers = batch
      .filter(({ externalUserId }) => isKnown.has(externalUserId))
      .map(({ externalUserId, watchedSeconds, invitedBy }) => {
        const invitedByGuideId = guides.get(invitedBy?.toLowerCase() ?? '') ?? null
        return { sessionId, externalUserId, watchedSeconds, invitedByGuideId }
      })
    await deps.db.transaction((tx) => mergeViewers(tx, viewers))
    taken += viewers.length
  }
  return { taken, unknown: [...unknown] }
}

async function guidesByKey(deps: Pick<Deps, 'db'>, seen: readonly Seen[]): Promise<Map<string, number>> {
  const keys = [...new Set(seen.flatMap(({ invitedBy }) => invitedBy?.toLowerCase() ?? []))]
  const guides = keys.length === 0 ? [] : await deps.db.read.findBy(Guide, { userKey: In(keys) })
  return new Map(guides.map(({ userKey, id }) => [userKey, id]))
}
