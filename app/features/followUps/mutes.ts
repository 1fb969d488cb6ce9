import type { EntityManager } from 'typeorm'
import { FollowUpMute } from '../../db/entities/followUps.ts'
import type { Mute } from './contract.ts'

/** Until when there are no prompts of this customer; `Infinity` for ever, undefined when nobody asked for quiet. */
export async function mutedUntilMs(read: EntityManager, externalUserId: string): Promise<number | undefined> {
  const row = await read.findOneBy(FollowUpMute, { externalUserId })
  if (!row) return undefined
  return row.untilAt ?? Number.POSITIVE_INFINITY
}

/** The same, as it is now and as JSON can say it. */
export function presentMute(untilMs: number | undefined, nowMs: number): Mute {
  if (untilMs === undefined || untilMs <= nowMs) return { isMuted: false, mutedUntilMs: null }
  return { isMuted: true, mutedUntilMs: Number.isFinite(untilMs) ? untilMs : null }
}
