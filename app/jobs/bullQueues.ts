import { type ConnectionOptions, Queue } from 'bullmq'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { LANES } from './lanes.ts'
import type { Clock, Lane } from './types.ts'

/** What a Redis job carries: the name of a row, never the work itself. Redis may forget it at any moment. */
export type Ticket = { jobId: number } | { streamKey: string }

export const QUEUE_NAMES = [...LANES, 'streams', 'ticks'] as const
export type QueueName = (typeof QUEUE_NAMES)[number]

/** Due rows offered to Redis in one go; the rest follows as these are done. */
const OFFER = 200
const OFFER_NEWEST = 50
const GONE_WHEN_DONE = { removeOnComplete: true, removeOnFail: true } as const

export interface BullQueues {
  /** Adds what SQL says is due. Adding a row that waits in Redis already changes nothing. @throws without Redis */
  offerDue(): Promise<void>
  /** Redis ticks once a minute for all processes; set again after Redis was emptied. */
  keepTicking(): Promise<void>
  close(): Promise<void>
}

export interface BullQueueSettings {
  db: Database
  clock: Clock
  log: Logger
  redisUrl: string
  prefix: string
}

export function createBullQueues({ db, clock, log, redisUrl, prefix }: BullQueueSettings): BullQueues {
  // A producer must fail at once while Redis is away: the rows are safe and the poll over SQL goes on.
  const connection: ConnectionOptions = { url: redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 }
  const queues = new Map(
    QUEUE_NAMES.map((name) => {
      const queue = new Queue(name, { connection, prefix, skipWaitingForReady: true })
      queue.on('error', (error) => log.debug({ err: error, queue: name }, 'Redis queue'))
      return [name, queue]
    }),
  )
  const add = async (name: QueueName, tickets: { id: string; ticket: Ticket }[]) => {
    if (tickets.length === 0) return
    const jobs = tickets.map(({ id, ticket }) => ({ name, data: ticket, opts: { jobId: id, ...GONE_WHEN_DONE } }))
    await queues.get(name)?.addBulk(jobs)
  }

  return {
    async offerDue() {
      const nowMs = clock.nowMs()
      const streams = await findReadyStreams(db, nowMs, clock.wallMs())
      await add('streams', streams.map(streamTicket))
      for (const lane of LANES) await add(lane, (await findDueJobs(db, lane, nowMs)).map(jobTicket))
    },
    async keepTicking() {
      const ticks = queues.get('ticks')
      if (await ticks?.getJobScheduler('minute')) return
      await ticks?.upsertJobScheduler('minute', { every: 60_000 }, { name: 'ticks', opts: GONE_WHEN_DONE })
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => queue.disconnect())))
    },
  }
}

/** BullMQ takes neither plain numbers nor colons for an id. */
function jobTicket(id: number) {
  return { id: `job-${id}`, ticket: { jobId: id } }
}

function streamTicket(streamKey: string) {
  return { id: `stream-${Buffer.from(streamKey).toString('base64url')}`, ticket: { streamKey } }
}

async function findDueJobs(db: Database, lane: Lane, nowMs: number): Promise<number[]> {
  const find = `SELECT id FROM jobs WHERE state = 'ready' AND lane = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?`
  const rows: { id: number }[] = await db.read.query(find, [lane, nowMs, OFFER])
  return rows.map((row) => row.id)
}

/** The oldest, and some of the newest: after an outage those who come now are not served last. */
async function findReadyStreams(db: Database, nowMs: number, wallMs: number): Promise<string[]> {
  const find = (order: 'ASC' | 'DESC') =>
    `SELECT stream_key AS streamKey FROM streams WHERE ready_at <= ? AND (lease_until IS NULL OR lease_until < ?) ORDER BY ready_at ${order} LIMIT ?`
  const oldest: { streamKey: string }[] = await db.read.query(find('ASC'), [nowMs, wallMs, OFFER])
  if (oldest.length < OFFER) return oldest.map((row) => row.streamKey)
  const newest: { streamKey: string }[] = await db.read.query(find('DESC'), [nowMs, wallMs, OFFER_NEWEST])
  return [...new Set([...newest, ...oldest].map((row) => row.streamKey))]
}
