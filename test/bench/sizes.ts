import { type Database, openDatabase } from '../../app/db/database.ts'
import { migrate } from '../../app/db/migrate.ts'
import type { BenchDatabases, BenchKind } from './databases.ts'

/** A database that holds so many rows of what the question must not depend on. */
export interface Sized {
  kind: BenchKind
  size: number
  db: Database
}

/** Opens every size on every kind of database, and closes them whatever `measure` does. */
export async function compareSizes<T>(
  kinds: readonly BenchKind[],
  sizes: readonly number[],
  open: (kind: BenchKind, size: number) => Promise<Database>,
  measure: (opened: readonly Sized[]) => Promise<T[]>,
): Promise<T[]> {
  const figures: T[] = []
  for (const kind of kinds) {
    const opened: Sized[] = []
    try {
      for (const size of sizes) opened.push({ kind, size, db: await open(kind, size) })
      figures.push(...(await measure(opened)))
    } finally {
      for (const { db } of opened) await db.close()
    }
  }
  return figures
}

export async function openFilled(
  databases: BenchDatabases,
  kind: BenchKind,
  name: string,
  fill: (db: Database) => Promise<void>,
): Promise<Database> {
  const url = await databases.make(kind, name)
  const filling = await openDatabase(url)
  await migrate(filling)
  await fill(filling)
  await filling.close()
  // One connection, so that its counters tell the whole story of a question.
  return openDatabase(url, { poolSize: 1 })
}

const WARM_UP = 2

/** All sizes are asked in turn, so that their ratio does not depend on the minute. Turns below 0 only warm up. */
export async function askInTurn(
  opened: readonly Sized[],
  turns: number,
  ask: (db: Database, index: number, turn: number) => Promise<void>,
): Promise<void> {
  for (let turn = -WARM_UP; turn < turns; turn += 1)
    for (const [index, { db }] of opened.entries()) await ask(db, index, turn)
}

export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

/** How many rows the database handled for the answer; undefined on SQLite, which does not count them. */
export async function countRowsRead<T>(
  db: Database,
  ask: () => Promise<T>,
): Promise<{ answer: T; rowsRead: number | undefined }> {
  if (db.kind === 'sqlite') return { answer: await ask(), rowsRead: undefined }
  await db.read.query('FLUSH STATUS')
  const answer = await ask()
  const counters: { Value: string }[] = await db.read.query("SHOW SESSION STATUS LIKE 'Handler_read%'")
  return { answer, rowsRead: counters.reduce((sum, { Value }) => sum + Number(Value), 0) }
}
