import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { type Database, openDatabase } from '../../app/db/database.ts'
import { migrate } from '../../app/db/migrate.ts'
import { mariadbUrl, withMariadb } from './services.ts'

export type DatabaseKind = Database['kind']

export interface TestDatabase extends TestAddress {
  db: Database
}

export interface TestAddress {
  url: string
  /** Gives it back. Call it in `after`/`afterEach`. */
  drop(): Promise<void>
}

/** A migrated database without rows that nobody else uses. */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'sqlite' ? openSqliteCopy() : openMysqlFromPool()
}

/** The same for a product that opens it itself. */
export async function makeTestDatabase(kind: DatabaseKind): Promise<TestAddress> {
  return kind === 'sqlite' ? copySqlite() : openMysqlFromPool()
}

/** Runs a suite on SQLite, and on MariaDB where it is present. Name the kind in the title. */
export function forEachDatabase(define: (kind: DatabaseKind) => void): void {
  define('sqlite')
  withMariadb(() => define('mysql'))
}

interface MysqlDatabase {
  db: Database
  url: string
}

let folder: Promise<string> | undefined
let template: Promise<string> | undefined
let copies = 0

async function openSqliteCopy(): Promise<TestDatabase> {
  const { url, drop } = await copySqlite()
  const db = await openDatabase(url)
  opened.add(db)
  await skipDiskWaits(db)
  const closeAndDrop = async () => {
    opened.delete(db)
    if (db.source.isInitialized) await db.close()
    await drop()
  }
  return { db, url, drop: closeAndDrop }
}

async function copySqlite(): Promise<TestAddress> {
  template ??= makeTemplate()
  const original = await template
  copies += 1
  const file = original.replace('template', `copy-${copies}`)
  await copyFile(original, file)
  const remove = (suffix: string) => rm(file + suffix, { force: true })
  return { url: `sqlite:${file}`, drop: async () => void (await Promise.all(['', '-wal', '-shm'].map(remove))) }
}

/** Power cuts are no subject of tests in one process. SQLite asks each connection; MariaDB is set for the whole server. */
export async function skipDiskWaits(db: Database): Promise<void> {
  if (db.kind === 'sqlite') await db.source.query('PRAGMA synchronous = OFF')
}

async function makeTemplate(): Promise<string> {
  folder ??= mkdtemp(join(tmpdir(), 'huitouke-test-'))
  const file = join(await folder, 'template.sqlite')
  const db = await openDatabase(`sqlite:${file}`)
  await skipDiskWaits(db)
  await migrate(db)
  await db.close()
  return file
}

const PREFIX = `huitouke_test_${createHash('sha256').update(hostname()).digest('hex').slice(0, 6)}_`
const made: string[] = []
/** Emptied databases with open connections: making forty tables anew would cost a second per suite. */
const spare: MysqlDatabase[] = []
/** Given back and being emptied while the next test runs on another one: it is nothing but waiting for the disk. */
const emptying = new Set<Promise<void>>()
/** A suite that failed half way leaves its connections open; they would keep the process alive. */
const opened = new Set<Database>()

async function openMysqlFromPool(): Promise<TestDatabase> {
  // Two take turns; a third is made only for a test that holds two.
  while (spare.length === 0 && emptying.size > 0 && made.length > 1) await Promise.race(emptying)
  const { db, url } = spare.pop() ?? (await makeMysqlDatabase())
  const drop = async () => {
    if (db.source.isInitialized) giveBack({ db, url })
  }
  return { db, url, drop }
}

/** Once emptied it is spare again; one that cannot be emptied fails whoever waits for it, or the end of the run. */
function giveBack(database: MysqlDatabase): void {
  const emptied = emptyTables(database.db).then(() => {
    emptying.delete(emptied)
    spare.push(database)
  })
  emptied.catch(() => undefined)
  emptying.add(emptied)
}

async function makeMysqlDatabase(): Promise<MysqlDatabase> {
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

/** TRUNCATE, although it is slower than DELETE: rows deleted but not purged yet would lock keys of the next test. */
async function emptyTables(db: Database): Promise<void> {
  const tables = db.source.entityMetadatas.map((entity) => entity.tableName)
  const probes = tables.map((table) => `SELECT '${table}' AS name FROM DUAL WHERE EXISTS (SELECT 1 FROM ${table})`)
  const filled: { name: string }[] = await db.source.query(probes.join(' UNION ALL '))
  for (const { name } of filled) await db.source.query(`TRUNCATE TABLE ${name}`)
  // The one row that a migration writes and the product counts on.
  await db.source.query(`INSERT INTO settings (name, value, updated_at) VALUES ('ledger.closedThrough', '1999-12', 0)
    ON DUPLICATE KEY UPDATE name = name`)
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
  await Promise.all(emptying)
  for (const db of opened) if (db.source.isInitialized) await db.close()
  const names = made.splice(0)
  if (names.length > 0) {
    await onServer(async (query) => {
      for (const name of names) await query(`DROP DATABASE IF EXISTS ${name}`)
    })
  }
  if (folder) await rm(await folder, { recursive: true, force: true })
}
