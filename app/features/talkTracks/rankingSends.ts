import type { EntityManager } from 'typeorm'
import type { Deps } from '../../deps.ts'
import { meaningOf } from '../../domain/talkTracks/answerMeaning.ts'
import { OUTCOME_MS } from '../../domain/talkTracks/outcomes.ts'
import type { Actor } from '../../http/actor.ts'
import type { GoldWording, RankedRow, RankingQuery, Sends, SendsQuery } from './rankingContract.ts'
import { sendsIn } from './sendsIn.ts'

type Condition = { sql: string; params: (string | number)[] }
type Reach = Actor['reach']

const PAGE = 50
const FROM = 'FROM send_records m LEFT JOIN follow_ups f ON f.id = m.follow_up_id'

interface SendRow {
  sendId: number
  at: number
  guideName: string
  storeName: string | null
  text: string
  isEdited: number
  answer: string | null
  orderNo: string | null
  paidAt: number | null
}

/** What a number of the ranking is made of: exactly the sends it counts. */
export async function readSends(deps: Pick<Deps, 'db' | 'clock'>, actor: Actor, query: SendsQuery): Promise<Sends> {
  const { read } = deps.db
  const settledMs = deps.clock.nowMs() - OUTCOME_MS
  const { sql, params } = conditionOf(query, actor.reach, settledMs)
  const [total]: { count: number }[] = await read.query(`SELECT COUNT(*) AS count ${FROM} WHERE ${sql}`, params)
  const page = query.before === undefined ? { sql: '', params: [] } : { sql: 'AND m.id < ?', params: [query.before] }
  const rows: SendRow[] = await read.query(
    `SELECT m.id AS sendId, m.at AS at, g.name AS guideName, s.name AS storeName, m.body AS text,
       m.is_edited AS isEdited, m.outcome_answer AS answer, o.order_no AS orderNo, o.paid_at AS paidAt
     ${FROM} JOIN guides g ON g.id = m.guide_id LEFT JOIN stores s ON s.code = m.store_code
       LEFT JOIN orders o ON o.id = m.outcome_order_id
     WHERE ${sql} ${page.sql} ORDER BY m.id DESC LIMIT ${PAGE + 1}`,
    [...params, ...page.params],
  )
  const shown = rows.slice(0, PAGE)
  return {
    count: Number(total?.count ?? 0),
    rows: shown.map((row) => presentSend(row, settledMs)),
    nextBefore: rows.length > PAGE ? Number(shown.at(-1)?.sendId) : null,
  }
}

function presentSend(row: SendRow, settledMs: number): Sends['rows'][number] {
  const { guideName, storeName, text, answer, orderNo } = row
  return {
    sendId: Number(row.sendId),
    atMs: Number(row.at),
    guideName,
    storeName,
    text,
    isEdited: Number(row.isEdited) === 1,
    isSettled: Number(row.at) <= settledMs,
    order: orderNo === null ? null : { orderNo, paidAtMs: Number(row.paidAt) },
    answer: answer === null ? null : meaningOf(answer),
  }
}

function conditionOf(query: SendsQuery, reach: Reach, settledMs: number): Condition {
  const { sql, params } = sendsIn(query, reach)
  const said: Condition =
    query.trackId === undefined
      ? { sql: "m.talk_track_id IS NULL AND COALESCE(f.talk_track_set, '') = ?", params: [query.set] }
      : { sql: 'm.talk_track_id = ?', params: [query.trackId] }
  const only: Record<SendsQuery['only'], Condition> = {
    all: { sql: '', params: [] },
    settled: { sql: 'AND m.at <= ?', params: [settledMs] },
    orders: { sql: 'AND m.at <= ? AND m.outcome_order_id IS NOT NULL', params: [settledMs] },
    edited: { sql: 'AND m.is_edited = 1', params: [] },
  }
  const chosen = only[query.only]
  return {
    sql: `${sql} AND ${said.sql} AND m.guide_level = ? ${chosen.sql}`,
    params: [...params, ...said.params, query.level, ...chosen.params],
  }
}

const MAX_WORDINGS = 3

/** The gold guides' best talk track of a set and their own wordings of it that sold; null: they said nothing yet. */
export async function goldWording(
  { db, talkTracks }: Pick<Deps, 'db' | 'talkTracks'>,
  actor: Actor,
  query: RankingQuery,
  set: string,
  rows: readonly RankedRow[],
): Promise<GoldWording | null> {
  const best = rows.find(({ level, rank, orders }) => level === 'gold' && rank === 1 && orders > 0)
  if (!best) return null
  const track = best.trackId === null ? undefined : talkTracks.find(best.trackId)
  return {
    trackId: best.trackId,
    title: best.title,
    text: track ? talkTracks.render(track.id, track.sample).text : null,
    wordings: await readWordings(db.read, actor.reach, query, set, best.trackId),
  }
}

async function readWordings(
  read: EntityManager,
  reach: Reach,
  { from, to }: RankingQuery,
  set: string,
  trackId: string | null,
): Promise<GoldWording['wordings']> {
  const wish = { from, to, trackId: trackId ?? undefined, set, level: 'gold', only: 'edited' } as const
  const { sql, params } = conditionOf(wish, reach, 0)
  const rows: { sendId: number; text: string }[] = await read.query(
    `SELECT m.id AS sendId, m.body AS text ${FROM} WHERE ${sql} AND m.outcome_order_id IS NOT NULL
     ORDER BY m.id DESC LIMIT ${MAX_WORDINGS}`,
    params,
  )
  return rows.map(({ sendId, text }) => ({ sendId: Number(sendId), text }))
}
