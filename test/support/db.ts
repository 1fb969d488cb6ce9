import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { type Database, openDatabase } from '../../app/db/database.ts'
import { migrate } from '../../app/db/migrate.ts'
import { mariadbUrl, withMariadb } from './services.ts'

export type DatabaseKind = Database['kind']

export interface TestDatabase {
  db: Database
  url: string
  /** Gives it back. Call it in `after`/`afterEach`. */
  drop(): Promise<void>
}

/** A migrated database without rows that nobody else uses. */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'sqlite' ? openSqliteCopy() : openMysqlFromPool()
}

/** Runs a suite on SQLite, and on MariaDB where it is present. Name the kind in the title. */
export function forEachDatabase(define: (kind: DatabaseKind) => void): void {
  define('sqlite')
  withMariadb(() => define('mysql'))
}

let folder: Promise<string> | undefined
let template: Promise<string> | undefined
let copies = 0

async function openSqliteCopy(): Promise<TestDatabase> {
  template ??= makeTemplate()
  const original = await template
  copies += 1
  const file = original.replace('template', `copy-${copies}`)
  await copyFile(original, file)
  const url = `sqlite:${file}`
  const db = await openDatabase(url)
  opened.add(db)
  // Power cuts are no subject of these tests; waiting for the disk would make them several times slower.
  await db.source.query('PRAGMA synchronous = OFF')
  const drop = async () => {
    opened.delete(db)
    if (db.source.isInitialized) await db.close()
    await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(file + suffix, { force: true })))
  }
  return { db, url, drop }
}

async function makeTemplate(): Promise<string> {
  folder ??= mkdtemp(join(tmpdir(), 'huitouke-test-'))
  const file = join(await folder, 'template.sqlite')
  const db = await openDatabase(`sqlite:${file}`)
  await db.source.query('PRAGMA synchronous = OFF')
  await migrate(db)
  await db.close()
  return file
}

const PREFIX = `huitouke_test_${createHash('sha256').update(hostname()).digest('hex').slice(0, 6)}_`
const made: string[] = []
/** Emptied databases with open connections: making forty tables anew would cost a second per suite. */
const spare: { db: Database; url: string }[] = []
/** A suite that failed half way leaves its connections open; they would keep the process alive. */
const opened = new Set<Database>()

async function openMysqlFromPool(): Promise<TestDatabase> {
  const { db, url } = spare.pop() ?? (await makeMysqlDatabase())
  const drop = async () => {
    if (!db.source.isInitialized) return
    await emptyTables(db)
    spare.push({ db, url })
  }
  return { db, url, drop }
}

async function makeMysqlDatabase(): Promise<{ db: Database; url: string }> {
  const name = `${PREFIX}${process.pid}_${made.length + 1}`
  await onServer(async (query) => {
    if (made.length === 0) await dropLeftovers(query)
    await query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  })
  made.push(name)
  const url = new URL(mariadbUrl() ?? '')
  url.pathname = `/${name}`
  const db = await openDatabase(url.href)
  opened.add(db)
  await migrate(db)
  return { db, url: url.href }
}

async function emptyTables(db: Database): Promise<void> {
  const tables = db.source.entityMetadatas.map((entity) => entity.tableName)
  const probes = tables.map((table) => `SELECT '${table}' AS name FROM DUAL WHERE EXISTS (SELECT 1 FROM ${table})`)
  const filled: { name: string }[] = await db.source.query(probes.join(' UNION ALL '))
  for (const { name } of filled) await db.source.query(`TRUNCATE TABLE ${name}`)
}

type Query = (sql: string) => Promise<unknown>

async function onServer(work: (query: Query) => Promise<void>): Promise<void> {
  const connection = await createConnection({ uri: mariadbUrl() ?? '' })
  try {
    await work(async (sql) => (await connection.query(sql))[0])
  } finally {
    await connection.end()
  }
}

/** A run that was killed leaves its databases behind; the next one on the same host removes them. */
async function dropLeftovers(query: Query): Promise<void> {
  const rows = (await query(`SHOW DATABASES LIKE '${PREFIX.replaceAll('_', '\\_')}%'`)) as Record<string, string>[]
  for (const name of rows.flatMap((row) => Object.values(row))) {
    if (!isRunning(Number(name.slice(PREFIX.length).split('_')[0]))) await query(`DROP DATABASE IF EXISTS ${name}`)
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}

/** Removes everything this run made. The root hooks call it once, at the end. */
export async function dropTestDatabases(): Promise<void> {
  for (const db of opened) if (db.source.isInitialized) await db.close()
  const names = made.splice(0)
  if (names.length > 0) {
    await onServer(async (query) => {
      for (const name of names) await query(`DROP DATABASE IF EXISTS ${name}`)
    })
  }
  if (folder) await rm(await folder, { recursive: true, force: true })
}
