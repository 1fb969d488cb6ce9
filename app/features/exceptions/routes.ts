import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { rerunMatter } from './commands/rerunMatter.ts'
import { settleMatter } from './commands/settleMatter.ts'
import { EXCEPTION_DONE, EXCEPTIONS, EXCEPTIONS_QUERY, IMPORT_RUNS } from './contract.ts'
import { readExceptions, readImportRuns } from './queries.ts'

const PARAMS = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

/** What came in and needs a person, and how far files are: for head office alone. */
export function exceptionRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/intake-exceptions',
      access: 'operator',
      summary: 'What came in and needs a person: unknown names, other content under a known number, odd refunds',
      query: EXCEPTIONS_QUERY,
      answer: EXCEPTIONS,
      handle: ({ query }) => readExceptions(deps.db.read, query),
    }),
    route({
      method: 'post',
      path: '/api/intake-exceptions/:id/settle',
      access: 'operator',
      summary: 'A person has seen to it; the ledger stays as it is',
      params: PARAMS,
      answer: EXCEPTION_DONE,
      handle: ({ actor, params }) => settleMatter(deps, actor, params.id),
    }),
    route({
      method: 'post',
      path: '/api/intake-exceptions/:id/rerun',
      access: 'operator',
      summary: 'Post the order or refund behind it again from all that is known now',
      params: PARAMS,
      answer: EXCEPTION_DONE,
      handle: ({ actor, params }) => rerunMatter(deps, actor, params.id),
    }),
    route({
      method: 'get',
      path: '/api/import-runs',
      access: 'operator',
      summary: 'The newest files of orders and refunds, and how far they are',
      answer: IMPORT_RUNS,
      handle: () => readImportRuns(deps.db.read),
    }),
  ]
}
