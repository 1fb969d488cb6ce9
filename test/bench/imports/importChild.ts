import { join } from 'node:path'
import pino from 'pino'
import { createEmit } from '../../../app/boot/emit.ts'
import { loadContent } from '../../../app/boot/floor.ts'
import { importFile } from '../../../app/boot/importFile.ts'
import { listJobs, REACTIONS } from '../../../app/boot/registry.ts'
import { createVault } from '../../../app/boot/vault.ts'
import { openDatabase } from '../../../app/db/database.ts'
import type { Deps } from '../../../app/deps.ts'
import { createEnqueue } from '../../../app/jobs/enqueue.ts'
import { loadRules } from '../../../config/rules.ts'
import { BENCH_KEY, type ImportFigures, type ImportOrders, startCpuWatch } from './importOrders.ts'

/** Jobs are stored here and never run. */
const NO_VENDORS = {} as Parameters<typeof listJobs>[1]
const LOOK_EVERY_MS = 100

async function main({ url, warmUpFile, file, nowMs, serverPid }: ImportOrders): Promise<ImportFigures> {
  const db = await openDatabase(url)
  const clock = { nowMs: () => nowMs, wallMs: () => Date.now() }
  const enqueue = createEnqueue<Deps>(listJobs(loadContent('回头客').followUpContent, NO_VENDORS), clock)
  const deps = {
    db,
    clock,
    log: pino({ level: 'silent' }),
    enqueue,
    emit: createEmit(REACTIONS, enqueue),
    rules: loadRules(join(import.meta.dirname, '../../../config')),
    vault: createVault(BENCH_KEY),
  } as unknown as Deps
  await importFile(deps, 'orders', warmUpFile)
  const baseRssBytes = process.memoryUsage.rss()
  let highest = baseRssBytes
  const look = () => {
    highest = Math.max(highest, process.memoryUsage.rss())
  }
  const looking = setInterval(look, LOOK_EVERY_MS)
  const cpuSince = startCpuWatch(serverPid)
  const startedMs = performance.now()
  const { added, faultCount } = await importFile(deps, 'orders', file, { onProgress: look })
  const seconds = (performance.now() - startedMs) / 1000
  const cpuSeconds = cpuSince()
  clearInterval(looking)
  look()
  await db.close()
  return { seconds, cpuSeconds, baseRssBytes, rssGrowthBytes: highest - baseRssBytes, added, faults: faultCount }
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? '') as ImportOrders)))
