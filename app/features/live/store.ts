import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { AuditEntry } from '../../db/entities/operations.ts'
import { LiveSession, type LiveViewer } from '../../db/entities/outreach.ts'
import { isDuplicateKey } from '../../db/statements.ts'

/** @returns false when another session has the same stream of WeCom */
export async function saveSession(tx: Tx, session: LiveSession): Promise<boolean> {
  try {
    await tx.save(session)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** WeCom says when it ended. What an operator entered stays. */
export async function setEnded(tx: Tx, id: number, endedAt: number): Promise<void> {
  await tx.update(LiveSession, { id, endedAt: IsNull() }, { endedAt })
}

/** @returns whether this call is the one that asks for follow-ups */
export async function markCalled(tx: Tx, id: number, atMs: number): Promise<boolean> {
  const { affected } = await tx.update(LiveSession, { id, calledAt: IsNull() }, { calledAt: atMs })
  return affected === 1
}

const COLUMNS = 'session_id, external_user_id, watched_seconds, invited_by_guide_id'
const ON_CLASH = {
  mysql: `ON DUPLICATE KEY UPDATE watched_seconds = GREATEST(watched_seconds, VALUES(watched_seconds)),
    invited_by_guide_id = COALESCE(invited_by_guide_id, VALUES(invited_by_guide_id))`,
  sqlite: `ON CONFLICT (session_id, external_user_id) DO UPDATE SET
    watched_seconds = MAX(watched_seconds, excluded.watched_seconds),
    invited_by_guide_id = COALESCE(invited_by_guide_id, excluded.invited_by_guide_id)`,
}

/** Lists arrive in pieces, twice and at once: the longer watch stays, and the first who invited. */
export async function mergeViewers(tx: Tx, viewers: readonly LiveViewer[]): Promise<void> {
  if (viewers.length === 0) return
  // In one order always: two lists of the same people must not wait for each other.
  const rows = [...viewers].sort((a, b) => (a.externalUserId < b.externalUserId ? -1 : 1))
  const onClash = tx.connection.options.type === 'mysql' ? ON_CLASH.mysql : ON_CLASH.sqlite
  await tx.query(
    `INSERT INTO live_viewers (${COLUMNS}) VALUES ${rows.map(() => '(?, ?, ?, ?)').join(', ')} ${onClash}`,
    rows.flatMap((row) => [row.sessionId, row.externalUserId, row.watchedSeconds, row.invitedByGuideId]),
  )
}

type Act = 'live.save' | 'live.viewers' | 'live.call'

export async function noteAct(tx: Tx, actor: string, action: Act, sessionId: number, at: number): Promise<void> {
  await tx.insert(AuditEntry, { at, actor, action, subject: String(sessionId), detail: {} })
}
