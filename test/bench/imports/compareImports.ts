import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVault } from '../../../app/boot/vault.ts'
import { type Database, openDatabase } from '../../../app/db/database.ts'
import { migrate } from '../../../app/db/migrate.ts'
import type { BenchDatabases, BenchKind } from '../databases.ts'
import type { BenchPlan } from '../plan.ts'
import { fillShop } from './fillShop.ts'
import { BENCH_KEY, type ImportFigures, type ImportOrders, type RawOrders } from './importOrders.ts'
import { type FileShape, makeOrdersFile } from './makeOrdersFile.ts'
import type { RawCosts } from './rawInserts.ts'

export interface ImportComparison extends ImportFigures, RawCosts {
  kind: BenchKind
  rows: number
  orders: number
}

type Plan = Pick<BenchPlan, 'importRows' | 'importWarmUpRows' | 'importCustomers' | 'guides'>

const LAST_DAY = '2026-11-20'
const NOW_MS = Date.parse('2026-11-21T15:00:00+08:00')

/** A whole import against the bare statements for the rows it leaves, in the same run and by the same connection. */
export async function compareImports(plan: Plan, databases: BenchDatabases): Promise<ImportComparison[]> {
  const folder = await mkdtemp(join(tmpdir(), 'huitouke-bench-import-'))
  try {
    const shape = (rows: number, firstOrder: number): FileShape => ({
      ...{ rows, firstOrder, stores: Math.ceil(plan.guides / 10), guides: plan.guides, products: 300 },
      ...{ customers: plan.importCustomers, lastDay: LAST_DAY },
    })
    const [warmUpFile, file] = [join(folder, 'warm-up.csv'), join(folder, 'orders.csv')]
    await makeOrdersFile(warmUpFile, shape(plan.importWarmUpRows, 100_000_000))
    const { orders } = await makeOrdersFile(file, shape(plan.importRows, 1))
    const figures: ImportComparison[] = []
    for (const kind of databases.kinds) {
      const from = await databases.make(kind, 'imported')
      const db = await openMigrated(from)
      await fillShop(db, createVault(BENCH_KEY), shape(0, 0))
      await db.close()
      const serverPid = kind === 'mysql' ? databases.serverPid : undefined
      const wanted: ImportOrders = { url: from, warmUpFile, file, nowMs: NOW_MS, serverPid }
      const imported = await runChild<ImportFigures>('importChild.ts', wanted)
      const to = await databases.make(kind, 'raw')
      await (await openMigrated(to)).close()
      const raw = await runChild<RawCosts>('rawChild.ts', { from, to, serverPid } satisfies RawOrders)
      figures.push({ kind, rows: plan.importRows, orders, ...imported, ...raw })
    }
    return figures
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function openMigrated(url: string): Promise<Database> {
  const db = await openDatabase(url)
  await migrate(db)
  return db
}

/** Both as `npm run import` is started: room for what lives no longer than a batch, and beyond it a heap that grows in small steps. */
async function runChild<Figures>(script: string, wanted: object): Promise<Figures> {
  const heap = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--heap-growing-percent=100']
  const flags = [...heap, '--import=tsx', '--conditions=source']
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, script), JSON.stringify(wanted)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let answer = ''
  child.stdout.on('data', (text: Buffer) => (answer += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  return JSON.parse(answer) as Figures
}
