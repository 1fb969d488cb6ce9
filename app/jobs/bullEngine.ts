import { type ConnectionOptions, Worker } from 'bullmq'
import { createBullQueues, QUEUE_NAMES, type QueueName, type Ticket } from './bullQueues.ts'
import { type EngineSettings, pickCrashPoint } from './embeddedEngine.ts'
import { createSqlPumps, DEFAULT_SLOTS, type Slots } from './lanes.ts'
import { fireDueSchedules } from './schedules.ts'
import type { Engine } from './types.ts'
import { createWorkshop, type Workshop } from './workshop.ts'

export interface BullEngineSettings<D> extends EngineSettings<D> {
  redisUrl: string
  prefix?: string
  /** False in a process that only stores and wakes, such as a web process. */
  works?: boolean
}

/** The poll over SQL that goes on beside Redis, and alone when Redis is away. */
const SQL_POLL_MS = 2_000
const OFFER_EVERY_MS = 25
const TICK_MISSED_MS = 90_000

/**
 * Many processes over the same rows. Redis only says which row is due and to whom; the lease in SQL decides who runs
 * it. Losing or emptying Redis delays work by one SQL poll and loses nothing.
 */
export function createBullEngine<D>(settings: BullEngineSettings<D>): Engine {
  const { db, clock, log, redisUrl, prefix = 'huitouke', works = true } = settings
  const slots = { ...DEFAULT_SLOTS, ...settings.slots }
  const shop = createWorkshop(settings)
  const queues = createBullQueues({ db, clock, log, redisUrl, prefix })
  const pumps = createSqlPumps(shop, log, slots, settings.pollMs ?? SQL_POLL_MS)
  const workers: Worker<Ticket>[] = []
  let lastTickMs = Number.NEGATIVE_INFINITY
  let poll: NodeJS.Timeout | undefined
  let offer: NodeJS.Timeout | undefined
  let isOpen = false

  const tick = async () => {
    lastTickMs = clock.wallMs()
    await fireDueSchedules(db, settings.schedules, clock.nowMs(), {
      enqueue: settings.enqueue,
      ...pickCrashPoint(settings),
    })
    wake()
  }

  function wake(): void {
    if (!isOpen) return
    offer ??= setTimeout(() => {
      offer = undefined
      queues.offerDue().catch(() => pumps.wake())
    }, OFFER_EVERY_MS)
  }

  const look = async () => {
    if (works && clock.wallMs() - lastTickMs > TICK_MISSED_MS) await tick()
    if (works) await shop.returnExpired()
    await queues.offerDue()
    if (works) await queues.keepTicking()
  }
  const lookSafely = () => look().catch((error) => log.debug({ err: error }, 'Redis or SQL not ready, looks again'))

  return {
    async start() {
      isOpen = true
      await lookSafely()
      poll = setInterval(lookSafely, settings.pollMs ?? SQL_POLL_MS)
      if (!works) return
      for (const name of QUEUE_NAMES)
        workers.push(startWorker({ name, shop, slots, prefix, redisUrl, tick, wake, log, isOpen: () => isOpen }))
      pumps.start()
    },
    async stop(graceMs) {
      isOpen = false
      clearInterval(poll)
      clearTimeout(offer)
      await Promise.all([pumps.stop(graceMs), closeWorkers(workers, graceMs, shop)])
      await queues.close()
    },
    wake,
  }
}

interface WorkerParts {
  name: QueueName
  shop: Workshop
  slots: Slots
  prefix: string
  redisUrl: string
  tick(): Promise<void>
  wake(): void
  log: { debug(about: object, message: string): void }
  isOpen(): boolean
}

function startWorker({ name, shop, slots, prefix, redisUrl, tick, wake, log, isOpen }: WorkerParts): Worker<Ticket> {
  // A worker waits for Redis as long as it takes, but no longer than the engine runs.
  const retryStrategy = (tries: number) => (isOpen() ? Math.min(tries * 200, 2_000) : null)
  const connection: ConnectionOptions = { url: redisUrl, maxRetriesPerRequest: null, retryStrategy }
  const concurrency = name === 'ticks' ? 1 : slots[name]
  const worker = new Worker<Ticket>(
    name,
    async ({ data }) => {
      if (name === 'ticks') await tick()
      else if (name === 'streams' && 'streamKey' in data)
        await Promise.all((await shop.claimStreams(1, data.streamKey)).map(shop.runStream))
      else if (name !== 'streams' && 'jobId' in data)
        await Promise.all((await shop.claimJobs(name, 1, data.jobId)).map(shop.runJob))
    },
    { connection, prefix, concurrency },
  )
  worker.on('completed', wake)
  worker.on('failed', wake)
  worker.on('error', (error) => log.debug({ err: error, queue: name }, 'Redis worker'))
  return worker
}

async function closeWorkers(workers: Worker<Ticket>[], graceMs: number, shop: Workshop): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const closing = Promise.all(workers.map((worker) => worker.close()))
  const graceOver = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), graceMs)
  })
  const ended = await Promise.race([closing, graceOver])
  clearTimeout(timer)
  if (ended !== 'late') return
  shop.abort()
  closing.catch(() => undefined)
  // Without Redis a worker never learns that it is closed; its connection ends with the next try.
  for (const worker of workers) worker.disconnect().catch(() => undefined)
}
