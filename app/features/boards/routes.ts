import type { Deps } from '../../deps.ts'
import { type Route, rawAnswer, route } from '../../http/route.ts'
import { exportLeaderboard } from './commands/exportLeaderboard.ts'
import { BOARD_ENTRIES, BOARD_SCOPE, ENTRIES_QUERY, LEADERBOARD, LEADERBOARD_QUERY } from './contract.ts'
import { readEntries } from './entries.ts'
import { readLeaderboard } from './leaderboard.ts'
import { listScope } from './scope.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

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
      path: '/api/boards/scope',
      access: 'manager',
      summary: 'The regions and stores this manager may choose from',
      answer: BOARD_SCOPE,
      handle: ({ actor }) => listScope(deps.db.read, actor.reach),
    }),
    exportRoute(deps, 'csv'),
    exportRoute(deps, 'xlsx'),
  ]
}

function exportRoute(deps: Pick<Deps, 'db' | 'clock'>, extension: 'csv' | 'xlsx'): Route {
  return route({
    method: 'get',
    path: `/api/exports/leaderboard.${extension}`,
    access: 'manager',
    summary: `The leaderboard of the same filters as ${extension.toUpperCase()}; every export is noted`,
    query: LEADERBOARD_QUERY,
    answer: 'raw',
    handle: async ({ actor, query }) => {
      const { body, disposition } = await exportLeaderboard(deps, actor, query, extension)
      const headers = { 'content-disposition': disposition, 'cache-control': 'no-store' }
      return rawAnswer({ status: 200, type: TYPES[extension], body, headers })
    },
  })
}
