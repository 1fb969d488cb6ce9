import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { mariadbUrl } from '../support/services.ts'

export type BenchKind = 'sqlite' | 'mysql'

export const KIND_NAMES: Record<BenchKind, string> = { sqlite: 'SQLite FULL', mysql: 'MariaDB' }

/** Empty databases for one run; `drop` removes all of them. */
export interface BenchDatabases {
  kinds: BenchKind[]
  /** The address of a fresh, empty database. */
  make(kind: BenchKind, name: string): Promise<string>
  /** `10.11.6-MariaDB`, or undefined without a server. */
  serverVersion: string | undefined
  /** Process id of the database server, where it runs on this machine. */
  serverPid: number | undefined
  drop(): Promise<void>
}

export async function openBenchDatabases(): Promise<BenchDatabases> {
  const folder = await mkdtemp(join(tmpdir(), 'huitouke-bench-'))
  const server = mariadbUrl()
  const made: string[] = []
  const make = async (kind: BenchKind, name: string): Promise<string> => {
    if (kind === 'sqlite') return `sqlite:${join(folder, `${name}.sqlite`)}`
    const url = new URL(server ?? '')
    const database = `huitouke_bench_${process.pid}_${name}`
    await ask(server, `CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
    made.push(database)
    url.pathname = `/${database}`
    return url.href
  }
  const drop = async () => {
    for (const database of made.splice(0)) await ask(server, `DROP DATABASE IF EXISTS ${database}`)
    await rm(folder, { recursive: true, force: true })
  }
  return { kinds: server ? ['sqlite', 'mysql'] : ['sqlite'], make, drop, ...(await readAbout(server)) }
}

async function readAbout(server: string | undefined): Promise<Pick<BenchDatabases, 'serverVersion' | 'serverPid'>> {
  if (!server) return { serverVersion: undefined, serverPid: undefined }
  const [row] = await ask(server, 'SELECT VERSION() AS version, @@pid_file AS pidFile')
  const text = await readFile(String(row?.pidFile), 'utf8').catch(() => '')
  return { serverVersion: String(row?.version), serverPid: /^\d+/.test(text) ? Number.parseInt(text, 10) : undefined }
}

/** Runs one statement on a connection of its own. */
export async function ask(url: string | undefined, statement: string): Promise<Record<string, unknown>[]> {
  const connection = await createConnection({ uri: url ?? '' })
  try {
    const [rows] = await connection.query(statement)
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []
  } finally {
    await connection.end()
  }
}
