import type { DataSource, QueryRunner } from 'typeorm'
import type { Database } from '../../../../app/db/database.ts'

export interface Statement {
  sql: string
  values: unknown[]
}
export type Row = Record<string, unknown>

/** One kind of statement gone wrong: as if the code wrote, or read, something else than it should. */
export interface Spoil {
  /** What is run instead; `unsaid`: nothing, and the code believes that it was. */
  says?(statement: Statement): Statement | 'unsaid'
  /** What the code gets to see of an answer. */
  hears?(sql: string, rows: Row[]): Row[]
}

/**
 * Lets every statement of this database go through a spoil, TypeORM's own and raw ones alike: the product stays as it
 * is, and only what reaches the tables, or comes back, is wrong.
 * @returns undoes it
 */
export function spoilDatabase({ source, read }: Database, spoil: Spoil): () => void {
  const undo = [...new Set([source, read.connection])].map((one) => spoilSource(one, spoil))
  return () => {
    for (const one of undo) one()
  }
}

function spoilSource(source: DataSource, spoil: Spoil): () => void {
  const create = source.createQueryRunner
  const queries = new Map<QueryRunner, QueryRunner['query']>()
  source.createQueryRunner = (...mode) => {
    const runner = create.apply(source, mode)
    // SQLite has one runner for all, MariaDB one for each time.
    if (!queries.has(runner)) {
      queries.set(runner, runner.query)
      runner.query = spoilQuery(runner.query.bind(runner), spoil, asIfDone(source))
    }
    return runner
  }
  return () => {
    source.createQueryRunner = create
    for (const [runner, query] of queries) runner.query = query
  }
}

/** What TypeORM wants to hear of an insert: the id of its first row, or of its last. */
const asIfDone = ({ options }: DataSource) => ({ raw: options.type === 'mysql' ? { insertId: 1 } : 1_000 })

type Query = (sql: string, values?: unknown[], ...rest: unknown[]) => Promise<unknown>

function spoilQuery(query: Query, { says, hears }: Spoil, done: object): QueryRunner['query'] {
  return (async (sql: string, values: unknown[] = [], ...rest: unknown[]) => {
    const said = says?.({ sql, values }) ?? { sql, values }
    if (said === 'unsaid') return done
    const answer = await query(said.sql, said.values, ...rest)
    if (!hears || !sql.startsWith('SELECT')) return answer
    if (Array.isArray(answer)) return hears(sql, answer as Row[])
    const { records } = answer as { records: Row[] }
    return Object.assign(answer as object, { records: hears(sql, records) })
  }) as QueryRunner['query']
}
