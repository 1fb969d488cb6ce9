import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { Redis } from 'ioredis'
import type { Database } from '../../app/db/database.ts'
import { InboxEvent, Job } from '../../app/db/entities/durable.ts'
import { createBullEngine } from '../../app/jobs/bullEngine.ts'
import { createEmbeddedEngine, type EngineSettings } from '../../app/jobs/embeddedEngine.ts'
import { createEnqueue } from '../../app/jobs/enqueue.ts'
import { createInboxWriter, type InboxWriter } from '../../app/jobs/inboxWriter.ts'
import { waitUntilQuiet } from '../../app/jobs/quiet.ts'
import { replay } from '../../app/jobs/replay.ts'
import type { Engine } from '../../app/jobs/types.ts'
import { forEachDatabase, openTestDatabase } from '../support/db.ts'
import { withRedis } from '../support/services.ts'
import { until } from '../support/until.ts'
import {
  createStage,
  event,
  handleNote,
  labels,
  noteJob,
  PATIENT_MS,
  put,
  type Stage,
  silent,
  testClock,
} from './support.ts'

type MakeEngine = (settings: EngineSettings<Stage>) => Engine

/** What every engine owes the handlers, whoever wakes whom. */
function describeEngine(title: string, open: () => Promise<{ db: Database; drop(): Promise<void> }>, make: MakeEngine) {
  describe(title, () => {
    let db: Database
    let drop: () => Promise<void>
    let stage: Stage
    let engine: Engine
    let writer: InboxWriter

    beforeEach(async () => {
      ;({ db, drop } = await open())
      const clock = testClock()
      stage = createStage(db, clock)
      writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      const definitions = [noteJob]
      engine = make({
        db,
        clock,
        log: silent,
        deps: stage,
        definitions,
        inboxHandler: handleNote,
        schedules: [],
        enqueue: createEnqueue(definitions, clock),
      })
      await engine.start()
    })

    afterEach(async () => {
      await engine.stop(2_000)
      await writer.close()
      await drop()
    })

    const store = async (streamKey: string, ...bodies: string[]) => {
      for (const body of bodies) await writer.store(event(streamKey, body))
      engine.wake()
    }
    const quiet = async () => expect(await waitUntilQuiet(db, stage.clock, 30_000)).to.include({ settled: true })

    it('handles stored callbacks of a customer in order', async () => {
      await store('customer-1', 'a1', 'a2', 'a3')
      await quiet()
      expect(stage.handled).to.deep.equal(['a1', 'a2', 'a3'])
    })

    it('stores a repeated callback once', async () => {
      const [first, second] = await Promise.all([
        writer.store(event('customer-1', 'a1')),
        writer.store(event('customer-1', 'a1')),
      ])
      const third = await writer.store(event('customer-1', 'a1'))
      expect([first, second, third]).to.deep.equal(['new', 'duplicate', 'duplicate'])
      engine.wake()
      await quiet()
      expect(await writer.store(event('customer-1', 'a1'))).to.equal('duplicate')
      engine.wake()
      await quiet()
      expect(stage.handled).to.deep.equal(['a1'])
    })

    it('holds only the stream whose first callback fails, and keeps its order', async () => {
      stage.failures.set('a1', [new Error('once')])
      await store('customer-1', 'a1', 'a2')
      await store('customer-2', 'b1')
      await until('b1 handled', () => stage.handled.includes('b1'))
      await until('a1 failed', async () => (await db.read.findOneByOrFail(InboxEvent, { body: 'a1' })).attempts === 1)
      await store('customer-1', 'a3')
      expect(stage.handled).to.deep.equal(['b1'])
      stage.clock.move(3_000)
      engine.wake()
      await quiet()
      expect(stage.handled).to.deep.equal(['b1', 'a1', 'a2', 'a3'])
    })

    it('parks a callback for a person when trying again is useless, goes on, and replays it', async () => {
      stage.failures.set('a1', [Object.assign(new Error('no'), { retry: 'never' })])
      await store('customer-1', 'a1', 'a2')
      await quiet()
      const parked = await db.read.findOneByOrFail(InboxEvent, { state: 'parked' })
      expect(parked).to.include({ body: 'a1', lastError: 'Error: no' })
      expect(stage.handled).to.deep.equal(['a2'])
      expect(await replay(db, { inboxId: parked.id }, stage.clock.nowMs())).to.equal('replayed')
      engine.wake()
      await quiet()
      expect(stage.handled).to.deep.equal(['a2', 'a1'])
    })

    it('runs a job after the commit that stored it, never after a rollback', async () => {
      const enqueue = createEnqueue([noteJob], stage.clock)
      const failed = db.transaction(async (tx) => {
        await enqueue(tx, { kind: 'note', payload: { label: 'ghost' } })
        throw new Error('rolled back')
      })
      expect(await failed.catch((error: Error) => error.message)).to.equal('rolled back')
      await put(stage, { kind: 'note', payload: { label: 'real' } })
      engine.wake()
      await quiet()
      expect(labels(stage)).to.deep.equal(['real'])
      expect(await db.read.findOneByOrFail(Job, {})).to.include({
        state: 'done',
        outcome: 'ran real',
        leaseToken: null,
      })
    })

    it('runs a job of the far future when its time has come by the clock of the product', async () => {
      await put(stage, { kind: 'note', payload: { label: 'later' }, dueAtMs: stage.clock.nowMs() + 90 * 86_400_000 })
      await put(stage, { kind: 'note', payload: { label: 'now' } })
      engine.wake()
      await quiet()
      expect(labels(stage)).to.deep.equal(['now'])
      stage.clock.move(90 * 86_400_000)
      engine.wake()
      await quiet()
      expect(labels(stage)).to.deep.equal(['now', 'later'])
    })

    it('stores one job per dedupe key, done ones included', async () => {
      const job = { kind: 'note', payload: { label: 'x' }, dedupeKey: 'x:1' }
      await put(stage, job)
      engine.wake()
      await quiet()
      await put(stage, job)
      engine.wake()
      await quiet()
      expect(labels(stage)).to.deep.equal(['x'])
    })

    it('tries again later, then parks, and remembers a call that was begun', async () => {
      stage.failures.set('x', [new Error('1'), new Error('2'), new Error('3')])
      await put(stage, { kind: 'note', payload: { label: 'x' } })
      for (let tries = 1; tries <= 3; tries += 1) {
        engine.wake()
        await until(`try ${tries}`, async () => {
          const row = await db.read.findOneByOrFail(Job, {})
          return row.attempts === tries && row.state !== 'leased'
        })
        stage.clock.move(600_000)
      }
      const row = await db.read.findOneByOrFail(Job, {})
      expect(row).to.include({ state: 'parked', lastError: 'Error: 3' })
      await replay(db, { jobId: row.id }, stage.clock.nowMs())
      engine.wake()
      await quiet()
      expect(await db.read.findOneByOrFail(Job, {})).to.include({ state: 'done', attempts: 1 })
    })

    it('waits out a limit without counting it as a try', async () => {
      stage.failures.set('x', [Object.assign(new Error('limit'), { retryAfterMs: 60_000 })])
      await put(stage, { kind: 'note', payload: { label: 'x' } })
      engine.wake()
      await quiet()
      expect(await db.read.findOneByOrFail(Job, {})).to.include({ state: 'ready', attempts: 0 })
      stage.clock.move(60_000)
      engine.wake()
      await quiet()
      expect(labels(stage)).to.deep.equal(['x', 'x'])
    })

    it('parks a stored payload that does not fit its definition', async () => {
      const row = {
        kind: 'note',
        payload: { label: 7 },
        state: 'ready',
        lane: 'normal',
        dueAt: 1,
        createdAt: 1,
      } as const
      await db.transaction((tx) => tx.insert(Job, row))
      engine.wake()
      await quiet()
      expect(await db.read.findOneByOrFail(Job, {})).to.include({
        state: 'parked',
        lastError: 'Error: payload: label invalid_type',
      })
      expect(stage.ran).to.deep.equal([])
    })

    it('runs the fast lane while a flood of bulk work waits', async () => {
      let openGate: () => void = () => undefined
      stage.gates.set('flood', new Promise((resolve) => (openGate = resolve)))
      for (let n = 0; n < 30; n += 1) await put(stage, { kind: 'note', payload: { label: 'flood' }, lane: 'bulk' })
      engine.wake()
      await until('bulk slots taken', () => labels(stage).includes('flood'))
      await put(stage, { kind: 'note', payload: { label: 'welcome' }, lane: 'fast' })
      engine.wake()
      await until('welcome', () => labels(stage).includes('welcome'))
      expect(labels(stage).filter((label) => label === 'flood').length).to.be.lessThan(30)
      openGate()
      await quiet()
    })

    it('gives the job of a dead worker to another', async () => {
      const dead = {
        kind: 'note',
        payload: { label: 'orphan' },
        state: 'leased',
        lane: 'fast',
        dueAt: 1,
        attempts: 1,
        leaseToken: 'dead',
        leaseUntil: Date.now() - 1,
        calledAt: 5,
        createdAt: 1,
      } as const
      await db.transaction((tx) => tx.insert(Job, dead))
      await until('orphan ran', () => labels(stage).includes('orphan'))
      await quiet()
      expect(stage.ran[0]?.job).to.include({ attempts: 2, calledAtMs: 5 })
    })
  })
}

forEachDatabase((kind) =>
  describeEngine(
    `embedded engine (${kind})`,
    () => openTestDatabase(kind),
    (settings) => createEmbeddedEngine({ ...settings, pollMs: 50 }),
  ),
)

// A poll over SQL so slow that whatever runs in these tests was woken through Redis.
withRedis((redisUrl) =>
  describe('through Redis', () => {
    const prefix = `jobs-test-${randomUUID()}`
    after(() => removeKeys(redisUrl, prefix))
    forEachDatabase((kind) =>
      describeEngine(
        `BullMQ engine (${kind})`,
        () => openTestDatabase(kind),
        (settings) => createBullEngine({ ...settings, redisUrl, prefix: `${prefix}-${randomUUID()}`, pollMs: 2_000 }),
      ),
    )
  }),
)

async function removeKeys(redisUrl: string, prefix: string): Promise<void> {
  const redis = new Redis(redisUrl)
  const keys = await redis.keys(`${prefix}*`)
  if (keys.length > 0) await redis.del(keys)
  redis.disconnect()
}
