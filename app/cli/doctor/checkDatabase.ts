import { existsSync } from 'node:fs'
import type { Env } from '../../../config/env.ts'
import { type Database, openDatabase } from '../../db/database.ts'
import type { LedgerProof } from '../../db/entities/ledgerProofs.ts'
import { readLastProof } from '../../features/ledger/queries.ts'
import { type Check, describe, fault, ok, skipped } from './finding.ts'

const MIGRATE = '运行 npm run migrate / run npm run migrate'

/** Connection, then schema. Looks and changes nothing: not even an SQLite file is made. */
export function checkDatabase(env: Env): Check[] {
  let isReachable = false
  let isCurrent = false
  return [
    {
      name: 'database',
      title: '数据库 / database',
      async look() {
        const kind = env.DATABASE_URL.startsWith('sqlite:') ? 'SQLite' : 'MySQL'
        if (isMissingFile(env.DATABASE_URL)) return fault('还没有数据库文件 / no database file yet', MIGRATE)
        try {
          const version = await withDatabase(env, readVersion)
          isReachable = true
          return ok(`${kind} ${version}`)
        } catch (error) {
          return fault(describe(error), '检查 DATABASE_URL、账号权限与网络 / check DATABASE_URL, account and network')
        }
      },
    },
    {
      name: 'schema',
      title: '数据库结构 / schema',
      async look() {
        if (!isReachable) return skipped('先解决数据库连接 / database first')
        const pending = await withDatabase(env, findPending)
        isCurrent = pending.length === 0
        if (isCurrent) return ok()
        return fault(`${pending.length} 个迁移未执行 / pending: ${pending.join(', ')}`, MIGRATE)
      },
    },
    {
      name: 'ledger',
      title: '账本核对 / proof of the ledger',
      async look() {
        if (!isCurrent) return skipped('先解决数据库 / database first')
        return judgeProof(await withDatabase(env, (db) => readLastProof(db.read)))
      },
    },
  ]
}

const PROVE = '运行 npm run ledger -- prove 查看 / run npm run ledger -- prove'
const PROOF_DUE_MS = 26 * 3_600_000

/** @param proof the last one; absent on a fresh install */
export function judgeProof(proof: LedgerProof | undefined, nowMs = Date.now()) {
  if (!proof) return ok('还没有核对过，每天 04:29 自动核对 / not proven yet, proven every night')
  if (!proof.isGood) return fault(`${proof.faultCount} 处差错 / faults`, PROVE)
  if (proof.at < nowMs - PROOF_DUE_MS) return fault('超过一天没有核对 / not proven for more than a day', PROVE)
  return ok(`${proof.postings} 张凭证无误 / postings proven`)
}

function isMissingFile(url: string): boolean {
  return url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))
}

async function withDatabase<T>(env: Env, look: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(env.DATABASE_URL, { poolSize: 1 })
  try {
    return await look(db)
  } finally {
    await db.close()
  }
}

async function readVersion(db: Database): Promise<string> {
  const call = db.kind === 'sqlite' ? 'sqlite_version()' : 'VERSION()'
  const [row]: { version: string }[] = await db.read.query(`SELECT ${call} AS version`)
  return row?.version ?? ''
}

async function findPending(db: Database): Promise<string[]> {
  const known = db.source.migrations.map((migration) => migration.name ?? '')
  const runner = db.source.createQueryRunner()
  try {
    if (!(await runner.hasTable('migrations'))) return known
    const rows: { name: string }[] = await runner.query('SELECT name FROM migrations')
    const applied = new Set(rows.map((row) => row.name))
    return known.filter((name) => !applied.has(name))
  } finally {
    await runner.release()
  }
}
