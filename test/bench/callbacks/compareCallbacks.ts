import type { BenchDatabases } from '../databases.ts'
import { median } from '../median.ts'
import type { BenchPlan } from '../plan.ts'
import { type ChildServer, cpuMicrosOf, startChild } from './childServer.ts'
import { sendAll } from './keepAliveClient.ts'
import { makeKeys, sealCallbacks } from './sealedCallbacks.ts'
import { listVariants, type Variant } from './variants.ts'

export interface CallbackFigures {
  id: Variant['id']
  name: string
  /** Answered per second, median of the rounds. */
  perSecond: number
  /** Processor time per callback, the server's and the database's; undefined where it cannot be read. */
  serverMicros: number | undefined
  databaseMicros: number | undefined
  acknowledged: number
  refused: number
  /** Rows found in the database at the end; undefined for the floor. */
  stored: number | undefined
}

interface Running extends Variant {
  server: ChildServer
  rates: number[]
  serverMicros: number[]
  databaseMicros: number[]
  acknowledged: number
  refused: number
}

/**
 * The same sealed callbacks to each server in turn, round by round, so that a slow minute of the machine hits all.
 * An unmeasured first round warms them up. Every acknowledged callback must be a row in the end.
 */
export async function compareCallbacks(plan: BenchPlan, databases: BenchDatabases): Promise<CallbackFigures[]> {
  const keys = makeKeys()
  const running: Running[] = []
  try {
    for (const variant of await listVariants(plan, keys, databases)) {
      const server = await startChild(variant.child)
      running.push({ ...variant, server, rates: [], serverMicros: [], databaseMicros: [], acknowledged: 0, refused: 0 })
    }
    const most = Math.max(plan.callbacks, plan.naiveCallbacks)
    for (let round = 0; round <= plan.rounds; round += 1) {
      const sealed = sealCallbacks(keys, round * most, most)
      for (const variant of running) await runRound(variant, sealed, plan, databases.serverPid, round > 0)
    }
    return await Promise.all(running.map(describe))
  } finally {
    await Promise.all(running.map(({ server }) => server.stop()))
  }
}

async function runRound(
  variant: Running,
  sealed: readonly Buffer[],
  { connections }: BenchPlan,
  databasePid: number | undefined,
  isMeasured: boolean,
): Promise<void> {
  const { server, callbacks } = variant
  // The floor does not look at what it gets; the others get each callback once.
  const requests = Array.from({ length: callbacks }, (_, index) => sealed[index % sealed.length]!)
  const pids = [server.pid, databasePid]
  const before = pids.map((pid) => (pid === undefined ? undefined : cpuMicrosOf(pid)))
  const { acknowledged, refused, tookMs } = await sendAll({ port: server.port, requests, connections })
  const after = pids.map((pid) => (pid === undefined ? undefined : cpuMicrosOf(pid)))
  variant.acknowledged += acknowledged
  variant.refused += refused
  if (!isMeasured) return
  variant.rates.push((acknowledged / tookMs) * 1000)
  const [serverMicros, databaseMicros] = pids.map((_, index) => spent(before[index], after[index], acknowledged))
  if (serverMicros !== undefined) variant.serverMicros.push(serverMicros)
  if (databaseMicros !== undefined) variant.databaseMicros.push(databaseMicros)
}

function spent(before: number | undefined, after: number | undefined, callbacks: number): number | undefined {
  return before === undefined || after === undefined ? undefined : (after - before) / callbacks
}

async function describe(variant: Running): Promise<CallbackFigures> {
  const { id, name, rates, serverMicros, databaseMicros, acknowledged, refused, countRows } = variant
  const stored = await countRows?.()
  if (stored !== undefined && stored !== acknowledged)
    throw new Error(`${name}: ${acknowledged} callbacks were acknowledged and ${stored} are stored`)
  const usesServer = id.endsWith('mysql')
  return {
    ...{ id, name, acknowledged, refused, stored },
    perSecond: median(rates),
    serverMicros: serverMicros.length > 0 ? median(serverMicros) : undefined,
    databaseMicros: usesServer && databaseMicros.length > 0 ? median(databaseMicros) : undefined,
  }
}
