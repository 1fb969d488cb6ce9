import { expect } from 'chai'
import { z } from 'zod'
import type { Database } from '../../app/db/database.ts'
import { InboxEvent, Job } from '../../app/db/entities/durable.ts'
import { createEnqueue, enqueueJob } from '../../app/jobs/enqueue.ts'
import { createInboxWriter } from '../../app/jobs/inboxWriter.ts'
import { purgeJob } from '../../app/jobs/purge.ts'
import { countWork, waitUntilQuiet } from '../../app/jobs/quiet.ts'
import { replay } from '../../app/jobs/replay.ts'
import type { JobDefinition } from '../../app/jobs/types.ts'
import { createWorkshop, type Workshop } from '../../app/jobs/workshop.ts'
import { forEachDatabase, openTestDatabase } from '../support/db.ts'
import {
  createStage,
  event,
  handleNote,
  noteJob,
  PATIENT_MS,
  put,
  type Stage,
  silent,
  type TestClock,
  testClock,
} from './support.ts'

const DAY_MS = 86_400_000

forEachDatabase((kind) =>
  describe(`rows of durable work (${kind})`, () => {
    let db: Database
    let drop: () => Promise<void>
    let clock: TestClock
    let stage: Stage
    let shop: Workshop
    beforeEach(async () => {
      ;({ db, drop } = await openTestDatabase(kind))
      clock = testClock()
      stage = createStage(db, clock)
      const purge = purgeJob as JobDefinition<Stage>
      const base = { db, clock, log: silent, deps: stage, inboxHandler: handleNote }
      shop = createWorkshop({ ...base, definitions: [noteJob, purge, callingJob] })
    })
    afterEach(() => drop())

    const runDue = async (lane: 'fast' | 'normal' | 'bulk') => {
      for (const job of await shop.claimJobs(lane, 10)) await shop.runJob(job)
    }

    it('enqueue refuses a kind nobody registered and a payload that does not fit', async () => {
      const enqueue = createEnqueue([noteJob], clock)
      const tryOut = (payload: unknown, kind: string) =>
        db
          .transaction((tx) => enqueue(tx, { kind, payload }))
          .then(
            () => 'stored',
            (error: Error) => error.constructor.name,
          )
      expect(await tryOut({ label: 'x' }, 'unheard')).to.equal('Error')
      expect(await tryOut({ label: 7 }, 'note')).to.match(/ZodError/)
      expect(await tryOut({ label: 'x' }, 'note')).to.equal('stored')
      expect(await db.read.count(Job)).to.equal(1)
    })

    it('a dedupe key that is taken leaves the rest of the transaction whole', async () => {
      await db.transaction(async (tx) => {
        const job = { kind: 'note', payload: { label: 'x' }, dedupeKey: 'k' }
        expect(await enqueueJob(tx, job, clock.nowMs())).to.equal(true)
        expect(await enqueueJob(tx, job, clock.nowMs())).to.equal(false)
        expect(await enqueueJob(tx, { ...job, dedupeKey: 'other' }, clock.nowMs())).to.equal(true)
      })
      expect(await db.read.count(Job)).to.equal(2)
    })

    it('two claims at once never take the same job', async () => {
      for (let n = 0; n < 20; n += 1) await put(stage, { kind: 'note', payload: { label: `job ${n}` } })
      const claims = await Promise.all(Array.from({ length: 6 }, () => shop.claimJobs('normal', 4)))
      const ids = claims.flat().map((job) => job.id)
      expect(new Set(ids).size).to.equal(ids.length)
      expect(ids.length).to.be.greaterThan(3)
    })

    it('a call that was begun is remembered by the next try', async () => {
      await db.transaction((tx) => enqueueJob(tx, { kind: 'calling', payload: {} }, clock.nowMs()))
      await runDue('normal')
      const calledAt = clock.nowMs()
      expect(await db.read.findOneByOrFail(Job, {})).to.include({ state: 'ready', calledAt })
      clock.move(10_000)
      await runDue('normal')
      expect(stage.ran.map(({ job }) => job.calledAtMs)).to.deep.equal([undefined, calledAt])
    })

    it('a worker that lost its lease settles nothing and tries nothing again', async () => {
      await put(stage, { kind: 'note', payload: { label: 'x' } })
      const [job] = await shop.claimJobs('normal', 1)
      await db.transaction((tx) => tx.update(Job, { id: job!.id }, { leaseToken: 'another' }))
      await shop.runJob(job!)
      expect(await db.read.findOneByOrFail(Job, {})).to.include({ state: 'leased', leaseToken: 'another' })
    })

    it('counts as waiting what is pending, due or running, and nothing of the future', async () => {
      const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      await writer.store(event('customer-1', 'a'))
      await put(stage, { kind: 'note', payload: { label: 'due' } })
      await put(stage, { kind: 'note', payload: { label: 'later' }, dueAtMs: clock.nowMs() + DAY_MS })
      await shop.claimJobs('normal', 1)
      const counts = { inbox: 1, waiting: 2, parked: 0, outbox: { ready: 1, leased: 1, done: 0, parked: 0 } }
      expect(await countWork(db, clock.nowMs())).to.deep.equal(counts)
      expect(await waitUntilQuiet(db, clock, 30)).to.deep.equal({ settled: false, waiting: 2, parked: 0 })
      await writer.close()
    })

    it('purges what was done a month and a fortnight ago, never what waits or is parked', async () => {
      const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      for (const body of ['old', 'parked', 'young']) await writer.store(event(`customer ${body}`, body))
      const old = { doneAt: clock.nowMs() - 31 * DAY_MS }
      await db.transaction(async (tx) => {
        await tx.query('UPDATE streams SET ready_at = NULL')
        await tx.update(InboxEvent, { body: 'old' }, { state: 'done', ...old })
        await tx.update(InboxEvent, { body: 'parked' }, { state: 'parked' })
        await tx.update(InboxEvent, { body: 'young' }, { state: 'done', doneAt: clock.nowMs() - 29 * DAY_MS })
        await enqueueJob(tx, { kind: 'note', payload: { label: 'old' } }, clock.nowMs())
        await tx.update(Job, { kind: 'note' }, { state: 'done', doneAt: clock.nowMs() - 15 * DAY_MS })
        await enqueueJob(tx, { kind: 'jobs.purge', payload: {}, lane: 'bulk' }, clock.nowMs())
      })
      await runDue('bulk')
      expect(await db.read.find(Job)).to.have.length(1)
      expect(await db.read.findOneByOrFail(Job, {})).to.include({ outcome: '1 callbacks, 1 jobs, 1 streams' })
      expect((await db.read.find(InboxEvent)).map((row) => row.body)).to.have.members(['parked', 'young'])
      await writer.close()
    })

    it('replays only what is parked', async () => {
      await put(stage, { kind: 'note', payload: { label: 'x' } })
      const { id } = await db.read.findOneByOrFail(Job, {})
      expect(await replay(db, { jobId: id }, clock.nowMs())).to.equal('not_found')
      expect(await replay(db, { inboxId: 4711 }, clock.nowMs())).to.equal('not_found')
    })
  }),
)

/** Begins an outside call and fails before its end is recorded. */
const callingJob: JobDefinition<Stage, Record<string, never>> = {
  kind: 'calling',
  payload: z.strictObject({}),
  lane: 'normal',
  maxAttempts: 5,
  leaseMs: 5_000,
  async run(stage, payload, job) {
    stage.ran.push({ payload, job })
    await job.markCall()
    throw new Error('the line went dead')
  },
}
