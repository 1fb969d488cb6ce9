import type { Deps } from '../../deps.ts'
import { exportRoutes } from '../../http/exportRoutes.ts'
import { type Route, route } from '../../http/route.ts'
import { exportStatements } from './commands/exportStatements.ts'
import {
  MY_STATEMENT_QUERY,
  STATEMENT_ENTRIES,
  STATEMENT_ENTRIES_QUERY,
  STATEMENTS,
  STATEMENTS_QUERY,
} from './contract.ts'
import { readStatementEntries } from './entries.ts'
import { readMyStatement, readStatements } from './statements.ts'

export function statementRoutes(deps: Pick<Deps, 'db' | 'clock'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/statements',
      access: 'manager',
      summary: 'Per guide, store and month: opening, earned, corrected, reversed, settled and closing credit',
      query: STATEMENTS_QUERY,
      answer: STATEMENTS,
      handle: ({ actor, query }) => readStatements(deps, actor, query),
    }),
    route({
      method: 'get',
      path: '/api/statements/mine',
      access: 'guide',
      summary: "The asker's own statement of a month, one row a store",
      query: MY_STATEMENT_QUERY,
      answer: STATEMENTS,
      handle: ({ actor, query }) => readMyStatement(deps, actor, query.month),
    }),
    route({
      method: 'get',
      path: '/api/statements/entries',
      access: 'guide',
      summary: 'The ledger entries behind one figure of a statement, with their sum to the fen',
      query: STATEMENT_ENTRIES_QUERY,
      answer: STATEMENT_ENTRIES,
      handle: ({ actor, query }) => readStatementEntries(deps, actor, query),
    }),
    ...exportRoutes({
      name: 'statements',
      access: 'manager',
      summary: 'The statements of the same filters',
      query: STATEMENTS_QUERY,
      make: (actor, query, kind) => exportStatements(deps, actor, query, kind),
    }),
  ]
}
