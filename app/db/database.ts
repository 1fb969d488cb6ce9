import { createPool, type PoolOptions } from 'mysql2'
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm'
import { ENTITIES } from './entities/all.ts'
import { MIGRATIONS } from './migrations/list.ts'
import { createMutex, type Mutex } from './mutex.ts'
import { SnakeNames } from './snakeNames.ts'

/** A transaction under way. Every write of the product takes one as its first argument. */
export type Tx = EntityManager

/** The one door to SQL. MySQL/MariaDB in production, SQLite embedded; both behave alike behind it. */
export interface Database {
  readonly kind: 'mysql' | 'sqlite'
  readonly source: DataSource
  /** Committed rows only; never write through it. */
  readonly read: EntityManager
  /** All or nothing. READ COMMITTED on MySQL, repeated on deadlock; on SQLite one at a time (it has one writer). */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** SQLite only: the writer is free while `work` runs. The inbox commits its batches through it. */
  readonly writer: Mutex
  /** @throws when the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** @param url `sqlite:<file>` or `mysql://user:pass@host:port/db` */
export async function openDatabase(url: string, settings: { poolSize?: number } = {}): Promise<Database> {
  return url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openMysql(url, settings.poolSize ?? 10)
}

function commonOptions(kind: 'mysql' | 'sqlite') {
  return {
    entities: ENTITIES,
    migrations: MIGRATIONS[kind],
    migrationsTransactionMode: 'each' as const,
    namingStrategy: new SnakeNames(),
    logging: false as const,
  }
}

async function openMysql(url: string, poolSize: number): Promise<Database> {
  const options: DataSourceOptions = {
    ...commonOptions('mysql'),
    type: 'mysql',
    driver: { createPool: createCommittedPool },
    url,
    poolSize,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: false,
    // A busy server greets late, and a busy process hears it late. The inbox has its own, shorter patience.
    connectTimeout: 10_000,
    // A host that vanishes must not keep row locks for hours; waiting longer than this is an error to retry.
    extra: { enableKeepAlive: true, maxIdle: poolSize },
  }
  const source = await new DataSource(options).initialize()
  return {
    kind: 'mysql',
    source,
    read: source.manager,
    writer: createMutex(),
    transaction: (work) => retryOnDeadlock(() => source.transaction(work)),
    ping: async () => void (await source.query('SELECT 1')),
    close: () => source.destroy(),
  }
}

/** Each connection is told once: a word before each transaction would be one more journey for each. */
function createCommittedPool(options: PoolOptions) {
  const pool = createPool(options)
  pool.on('connection', (connection) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) => {
      if (error) connection.destroy()
    })
  })
  return pool
}

async function openSqlite(file: string): Promise<Database> {
  const base = { ...commonOptions('sqlite'), type: 'better-sqlite3' as const, database: file }
  const source = await openSqliteConnection(base)
  beginImmediately(source)
  // A database in memory belongs to its one connection.
  const reader = file === ':memory:' ? source : await openSqliteConnection(base)
  const writer = createMutex()
  return {
    kind: 'sqlite',
    source,
    read: reader.manager,
    writer,
    transaction: (work) => writer.run(() => source.transaction(work)),
    ping: async () => void (await reader.query('SELECT 1')),
    close: async () => {
      if (reader !== source) await reader.destroy()
      await writer.run(() => source.destroy())
    },
  }
}

async function openSqliteConnection(options: DataSourceOptions & { type: 'better-sqlite3' }): Promise<DataSource> {
  const source = new DataSource({ ...options, prepareDatabase: tuneSqlite })
  const { driver } = source
  const normalizeType = driver.normalizeType.bind(driver)
  // SQLite has one integer type of 64 bits, and only a column declared INTEGER may count up by itself.
  driver.normalizeType = (column) => (column.type === 'bigint' ? 'integer' : normalizeType(column))
  return source.initialize()
}

interface Pragmas {
  pragma(statement: string): unknown
}

function tuneSqlite(connection: Pragmas): void {
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('busy_timeout = 5000')
  // In a rush pages are changed again and again: the later they move from the log to the file, the fewer do.
  connection.pragma('wal_autocheckpoint = 8000')
  // More would cost each commit: SQLite walks the table of its page cache when a transaction ends.
  connection.pragma('cache_size = -16384')
}

/**
 * TypeORM opens deferred transactions. One that upgrades to a write later fails at once when another process
 * (an import beside the server) wrote in between; BEGIN IMMEDIATE waits for its turn instead.
 */
function beginImmediately(source: DataSource): void {
  const runner = source.createQueryRunner()
  const query: typeof runner.query = runner.query.bind(runner)
  runner.query = ((statement: string, ...rest: []) =>
    query(statement === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : statement, ...rest)) as typeof runner.query
}

const DEADLOCK = 1213
const LOCK_WAIT = 1205
const MAX_TRIES = 6

async function retryOnDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      const { errno } = error as { errno?: number }
      if ((errno !== DEADLOCK && errno !== LOCK_WAIT) || tries === MAX_TRIES) throw error
      await new Promise((resume) => setTimeout(resume, Math.random() * 20 * 2 ** tries))
    }
  }
}
