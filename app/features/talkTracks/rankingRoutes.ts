import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { type Route, route } from '../../http/route.ts'
import { readRanking } from './ranking.ts'
import { RANKING, RANKING_QUERY, SENDS, SENDS_QUERY } from './rankingContract.ts'
import { readSends } from './rankingSends.ts'

/** What talk tracks bring: operators see all of it, managers the sends of their stores. */
export function rankingRoutes(deps: Deps, playbooks: readonly Playbook[]): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/talk-tracks/ranking',
      access: 'manager',
      summary: 'Talk tracks by orders within 14 days, per set and guide level, with intervals; stores in reach',
      query: RANKING_QUERY,
      answer: RANKING,
      handle: ({ actor, query }) => readRanking(deps, playbooks, actor, query),
    }),
    route({
      method: 'get',
      path: '/api/talk-tracks/sends',
      access: 'manager',
      summary: 'The sends that one number of the ranking counts, newest first; stores in reach',
      query: SENDS_QUERY,
      answer: SENDS,
      handle: ({ actor, query }) => readSends(deps, actor, query),
    }),
  ]
}
