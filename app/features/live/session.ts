import type { LiveSession } from '../../db/entities/outreach.ts'

const HOUR_MS = 3_600_000

/** What the follow-ups of a session are found by again. */
export function liveAnchor(sessionId: number): string {
  return `live:${sessionId}`
}

/** When what was said in it no longer sells; undefined while it is not over. */
export function windowEndMs({
  endedAt,
  windowHours,
}: Pick<LiveSession, 'endedAt' | 'windowHours'>): number | undefined {
  return endedAt === null ? undefined : endedAt + windowHours * HOUR_MS
}

export type LiveState = 'ahead' | 'on_air' | 'waiting_for_viewers' | 'in_window' | 'over'

export function stateOf(session: LiveSession, nowMs: number): LiveState {
  const end = windowEndMs(session)
  if (end === undefined) return session.startedAt > nowMs ? 'ahead' : 'on_air'
  if (end <= nowMs) return 'over'
  return session.calledAt === null ? 'waiting_for_viewers' : 'in_window'
}
