import { WeComError } from 'wecom-sdk'
import { LiveSession } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { setEnded } from '../store.ts'
import { beginCalls } from './callViewers.ts'
import { recordViewers } from './takeViewers.ts'

const ENDED = 2
const MAX_PAGES = 2_000

/**
 * Asks WeCom whether the stream is over, and then who watched; follow-ups begin with that. A stream that WeCom does
 * not let us see leaves the end and the list to the operator.
 */
export async function readFromWeCom(deps: Deps, sessionId: number, job: JobRun): Promise<string> {
  const session = await deps.db.read.findOneBy(LiveSession, { id: sessionId })
  if (!session?.livingId || session.calledAt !== null) return 'nothing to ask'
  const outcome = await readEnd(deps, session).catch(tellRefusal)
  if (outcome !== 'over') return outcome
  const read = await readWatchers(deps, session.id, session.livingId, job).catch(tellRefusal)
  if (typeof read === 'string') return read
  await beginCalls(deps, session.id)
  return `${read} watched`
}

/** What WeCom will refuse again tomorrow is told and not tried for ever. */
function tellRefusal(error: unknown): string {
  if (error instanceof WeComError && error.retry === 'never') return `WeCom does not tell: ${error.meaning}`
  throw error
}

async function readEnd(deps: Deps, { id, livingId, endedAt }: LiveSession): Promise<string> {
  if (endedAt !== null) return 'over'
  const info = await deps.wecom.getLivingInfo(livingId ?? '')
  if (info.status !== ENDED) return `not over: ${info.status}`
  const endMs = ((info.living_start ?? 0) + (info.living_duration ?? 0)) * 1000
  const endedAtMs = endMs > 0 ? Math.min(endMs, deps.clock.nowMs()) : deps.clock.nowMs()
  await deps.db.transaction((tx) => setEnded(tx, id, endedAtMs))
  return 'over'
}

async function readWatchers(deps: Deps, sessionId: number, livingid: string, job: JobRun): Promise<number> {
  let key = '0'
  let count = 0
  for (let page = 0; page < MAX_PAGES; page += 1) {
    job.signal.throwIfAborted()
    const stat = await deps.wecom.getWatchStat({ livingid, next_key: key })
    const seen = stat.stat_info.external_users.map((one) => ({
      externalUserId: one.external_userid,
      watchedSeconds: Math.max(1, Math.round(one.watch_time)),
      invitedBy: one.invitor_userid,
    }))
    count += (await recordViewers(deps, sessionId, seen)).taken
    // Asking for the same page for ever is the one way this could hang.
    if (stat.ending === 1 || !stat.next_key || stat.next_key === key) return count
    key = stat.next_key
  }
  return count
}
