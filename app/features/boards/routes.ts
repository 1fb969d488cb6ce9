import type { Deps } from '../../deps.ts'
import { exportRoutes } from '../../http/exportRoutes.ts'
import { type Route, route } from '../../http/route.ts'
import { exportLeaderboard } from './commands/exportLeaderboard.ts'
import {
  BOARD_ENTRIES,
  BOARD_SCOPE,
  ENTRIES_QUERY,
  LATE_BOARD,
  LATE_QUERY,
  LEADERBOARD,
  LEADERBOARD_QUERY,
} from './contract.ts'
import { readEntries } from './entries.ts'
import { readLateBoard } from './lateBoard.ts'
import { readLeaderboard } from './leaderboard.ts'
import { listScope } from './scope.ts'

export function boardRoutes(deps: Pick<Deps, 'db' | 'clock'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/boards/leaderboard',
      access: 'manager',
      summary: 'Guides by net sales in the period, with store pools and unattributed sales adding up to net sales',
      query: LEADERBOARD_QUERY,
      answer: LEADERBOARD,
      handle: ({ actor, query }) => readLeaderboard(deps, actor, query),
    }),
    route({
      method: 'get',
      path: '/api/boards/entries',
      access: 'manager',
      summary: 'The ledger entries behind one figure of the leaderboard, with its total to the fen',
      query: ENTRIES_QUERY,
      answer: BOARD_ENTRIES,
      handle: ({ actor, query }) => readEntries(deps, actor, query),
    }),
    route({
      method: 'get',
      path: '/api/boards/follow-ups',
      access: 'manager',
      summary: 'Follow-ups that wait for too long or ended unseen, by store and guide; without what was to be said',
      query: LATE_QUERY,
      answer: LATE_BOARD,
      handle: ({ actor, query }) => readLateBoard(deps, actor, query),
    }),
    route({
      method: 'get',
      path: '/api/boards/scope',
      access: 'manager',
      summary: 'The regions and stores this manager may choose from',
      answer: BOARD_SCOPE,
      handle: ({ actor }) => listScope(deps.db.read, actor.reach),
    }),
    ...exportRoutes({
      name: 'leaderboard',
      access: 'manager',
      summary: 'The leaderboard of the same filters',
      query: LEADERBOARD_QUERY,
      make: (actor, query, kind) => exportLeaderboard(deps, actor, query, kind),
    }),
  ]
}
