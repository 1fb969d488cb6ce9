import type { EntityManager } from 'typeorm'
import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { type AnswerMeaning, meaningOf } from '../../domain/talkTracks/answerMeaning.ts'
import { OUTCOME_MS } from '../../domain/talkTracks/outcomes.ts'
import { rankTracks, type TrackTally } from '../../domain/talkTracks/rankTracks.ts'
import type { Actor } from '../../http/actor.ts'
import type { Ranking, RankingQuery } from './rankingContract.ts'
import { goldWording } from './rankingSends.ts'
import { type Days, sendsIn } from './sendsIn.ts'
import { titleOfSet } from './setTitle.ts'

type Reading = Pick<Deps, 'db' | 'clock' | 'talkTracks'>

interface TallyRow {
  trackId: string | null
  ownSet: string
  level: string
  answer: string | null
  sends: number
  edited: number
  settled: number
  orders: number
}

type Tally = TrackTally & { sends: number; edited: number } & Record<AnswerMeaning, number>

/** What came of each talk track, ranked within its set among guides of the same level. */
export async function readRanking(
  deps: Reading,
  playbooks: readonly Playbook[],
  actor: Actor,
  query: RankingQuery,
): Promise<Ranking> {
  const rows = await readTallies(deps.db.read, query, actor.reach, deps.clock.nowMs() - OUTCOME_MS)
  const bySet = new Map<string, Map<string, Tally>>()
  for (const row of rows) {
    const set = setOf(deps, row)
    if ((query.set !== undefined && set !== query.set) || (query.level !== undefined && row.level !== query.level))
      continue
    const tallies = bySet.get(set) ?? new Map<string, Tally>()
    bySet.set(set, tallies)
    addTo(tallies, row)
  }
  const sets = [...bySet.keys()].sort()
  return {
    from: query.from,
    to: query.to,
    sets: await Promise.all(
      sets.map(async (set) => {
        const ranked = rankTracks([...(bySet.get(set)?.values() ?? [])])
        const shown = ranked.map((row) => ({ ...row, title: titleOf(deps, row.trackId) })).sort(byRank)
        const title = titleOfSet(deps.talkTracks, playbooks, set)
        return { set, title, rows: shown, gold: await goldWording(deps, actor, query, set, shown) }
      }),
    ),
  }
}

async function readTallies(
  read: EntityManager,
  days: Days,
  reach: Actor['reach'],
  settledMs: number,
): Promise<TallyRow[]> {
  const { sql, params } = sendsIn(days, reach)
  // Younger sends count for nothing yet, not even with their orders: they would only ever count when they succeed.
  return read.query(
    `SELECT x.trackId, x.ownSet, x.level, x.answer, COUNT(*) AS sends, SUM(x.isEdited) AS edited,
       SUM(x.isSettled) AS settled, SUM(x.isSettled * x.hasOrder) AS orders
     FROM (
       SELECT m.talk_track_id AS trackId, m.guide_level AS level, m.outcome_answer AS answer,
         CASE WHEN m.talk_track_id IS NULL THEN COALESCE(f.talk_track_set, '') ELSE '' END AS ownSet,
         CASE WHEN m.is_edited = 1 THEN 1 ELSE 0 END AS isEdited,
         CASE WHEN m.at <= ? THEN 1 ELSE 0 END AS isSettled,
         CASE WHEN m.outcome_order_id IS NULL THEN 0 ELSE 1 END AS hasOrder
       FROM send_records m LEFT JOIN follow_ups f ON f.id = m.follow_up_id WHERE ${sql}
     ) x GROUP BY x.trackId, x.ownSet, x.level, x.answer`,
    [settledMs, ...params],
  )
}

/** A track that is no longer in the library has no set any more. */
function setOf({ talkTracks }: Reading, { trackId, ownSet }: TallyRow): string {
  return trackId === null ? ownSet : (talkTracks.find(trackId)?.set ?? '')
}

function addTo(tallies: Map<string, Tally>, row: TallyRow): void {
  const key = JSON.stringify([row.trackId, row.level])
  const none = { sends: 0, edited: 0, settled: 0, orders: 0, good: 0, plain: 0, bad: 0 }
  const sum = tallies.get(key) ?? { trackId: row.trackId, level: row.level, ...none }
  sum.sends += Number(row.sends)
  sum.edited += Number(row.edited)
  sum.settled += Number(row.settled)
  sum.orders += Number(row.orders)
  if (row.answer !== null) sum[meaningOf(row.answer)] += Number(row.sends)
  tallies.set(key, sum)
}

function titleOf({ talkTracks }: Reading, trackId: string | null): string {
  if (trackId === null) return '导购自己写的'
  return talkTracks.find(trackId)?.title ?? `${trackId}（已不在话术库）`
}

const LEVELS = ['gold', 'skilled', 'new', '']
type Ordered = { level: string; rank: number | null; share: number; sends: number; title: string }

/** Gold guides first, then by rank; what is not ranked last. */
function byRank(a: Ordered, b: Ordered): number {
  const last = Number.MAX_SAFE_INTEGER
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    (a.rank ?? last) - (b.rank ?? last) ||
    (a.rank === null ? b.sends - a.sends : b.share - a.share) ||
    (a.title < b.title ? -1 : 1)
  )
}
