import type { EntityManager } from 'typeorm'
import { LiveSession } from '../../db/entities/outreach.ts'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { storesInReach } from '../staff/queries.ts'
import {
  LIVE_SESSION,
  type LiveFigures,
  type LiveResult,
  type LiveSessionList,
  type LiveSessionView,
} from './contract.ts'
import { liveAnchor, stateOf, windowEndMs } from './session.ts'

const MAX_LISTED = 100

/** Newest first. */
export async function listSessions(read: EntityManager, nowMs: number): Promise<LiveSessionList> {
  const rows = await read.find(LiveSession, { order: { startedAt: 'DESC', id: 'DESC' }, take: MAX_LISTED })
  return { rows: rows.map((row) => presentSession(row, nowMs)) }
}

function presentSession(row: LiveSession, nowMs: number): LiveSessionView {
  const { startedAt, endedAt, calledAt, ...rest } = row
  return LIVE_SESSION.parse({
    ...rest,
    startedAtMs: startedAt,
    endedAtMs: endedAt,
    calledAtMs: calledAt,
    state: stateOf(row, nowMs),
    isSetByWeCom: row.livingId !== null,
  })
}

/** One session and what came of it in the stores in reach. @throws AppError NOT_FOUND */
export async function readLiveResult(deps: Pick<Deps, 'db' | 'clock'>, actor: Actor, id: number): Promise<LiveResult> {
  const { read } = deps.db
  const session = await read.findOneBy(LiveSession, { id })
  if (!session) throw new AppError('NOT_FOUND')
  const guides = await figuresByGuide(read, session, actor.reach)
  const total = (key: keyof LiveFigures) => guides.reduce((sum, row) => sum + row[key], 0)
  return {
    session: presentSession(session, deps.clock.nowMs()),
    totals: {
      invited: total('invited'),
      invitedWatched: total('invitedWatched'),
      watched: total('watched'),
      returned: total('returned'),
      bought: total('bought'),
    },
    guides,
    tasks: await tasksOf(read, id, actor.reach),
  }
}

/** By the guide a customer is bound to. Bought: paid inside the window, and not given back whole. */
async function figuresByGuide(
  read: EntityManager,
  session: LiveSession,
  reach: Actor['reach'],
): Promise<LiveResult['guides']> {
  const inReach = storesInReach(reach, 'b.store_code')
  const [fromMs, untilMs] = [session.endedAt ?? 0, windowEndMs(session) ?? 0]
  const bought = (more: string) => `CASE WHEN EXISTS (SELECT 1 FROM orders o
    WHERE o.buyer_customer_id = v.external_user_id AND o.paid_at >= ? AND o.paid_at < ? AND o.paid_fen > o.refunded_fen
    ${more}) THEN 1 ELSE 0 END`
  const rows: (Record<keyof LiveFigures, number> & {
    userId: string | null
    name: string | null
    storeName: string | null
  })[] = await read.query(
    `SELECT r.userId, r.name, r.storeName, SUM(r.isInvited) AS invited, SUM(r.isInvited * r.hasWatched) AS invitedWatched,
         SUM(r.hasWatched) AS watched, SUM(r.hasWatched * r.hasReturned) AS returned,
         SUM(r.hasWatched * r.hasBought) AS bought
       FROM (
         SELECT g.user_id AS userId, g.name AS name, s.name AS storeName,
           CASE WHEN v.invited_by_guide_id IS NULL THEN 0 ELSE 1 END AS isInvited,
           CASE WHEN v.watched_seconds > 0 THEN 1 ELSE 0 END AS hasWatched,
           ${bought("AND o.channel = 'offline'")} AS hasReturned, ${bought('')} AS hasBought
         FROM live_viewers v LEFT JOIN bindings b ON b.open_key = v.external_user_id
           LEFT JOIN guides g ON g.id = b.guide_id LEFT JOIN stores s ON s.code = b.store_code
         WHERE v.session_id = ? AND ${inReach.sql}
       ) r GROUP BY r.userId, r.name, r.storeName ORDER BY watched DESC, r.userId`,
    [fromMs, untilMs, fromMs, untilMs, session.id, ...inReach.params],
  )
  return rows.map(({ userId, name, storeName, ...row }) => ({
    guideUserId: userId,
    guideName: name || userId || '没有归属导购',
    storeName,
    invited: Number(row.invited),
    invitedWatched: Number(row.invitedWatched),
    watched: Number(row.watched),
    returned: Number(row.returned),
    bought: Number(row.bought),
  }))
}

async function tasksOf(read: EntityManager, id: number, reach: Actor['reach']): Promise<LiveResult['tasks']> {
  const inReach = storesInReach(reach, 'f.store_code')
  const rows: { state: string; total: number }[] = await read.query(
    `SELECT f.state AS state, COUNT(*) AS total FROM follow_up_tracks t JOIN follow_ups f ON f.track_id = t.id
     WHERE t.anchor_key = ? AND ${inReach.sql} GROUP BY f.state`,
    [liveAnchor(id), ...inReach.params],
  )
  const of = (...states: string[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + Number(row.total), 0)
  return { planned: of('planned'), due: of('due'), done: of('done', 'skipped'), expired: of('expired') }
}
