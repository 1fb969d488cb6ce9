import { expect } from 'chai'
import fc from 'fast-check'
import type { Database } from '../../app/db/database.ts'
import { InboxEvent, Stream } from '../../app/db/entities/durable.ts'
import { createInboxWriter, type InboxWriter } from '../../app/jobs/inboxWriter.ts'
import { createWorkshop, type Workshop } from '../../app/jobs/workshop.ts'
import { forEachDatabase, openTestDatabase } from '../support/db.ts'
import {
  createStage,
  event,
  handleNote,
  noteJob,
  PATIENT_MS,
  type Stage,
  silent,
  type TestClock,
  testClock,
} from './support.ts'

forEachDatabase((kind) =>
  describe(`streams (${kind})`, () => {
    let db: Database
    let drop: () => Promise<void>
    let clock: TestClock
    let stage: Stage
    let writer: InboxWriter
    let shop: Workshop

    beforeEach(async () => {
      ;({ db, drop } = await openTestDatabase(kind))
      clock = testClock()
      stage = createStage(db, clock)
      writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      shop = newWorkshop()
    })
    afterEach(async () => {
      await writer.close()
      await drop()
    })

    const newWorkshop = (leaseMs = 30_000, wallMs = () => Date.now(), itsDb = db) =>
      createWorkshop({
        db: itsDb,
        clock: { nowMs: clock.nowMs, wallMs },
        log: silent,
        deps: stage,
        definitions: [noteJob],
        inboxHandler: handleNote,
        leaseMs,
      })

    /** Works until nothing is pending, moving the clock past every backoff. */
    async function drain(): Promise<void> {
      while ((await db.read.countBy(InboxEvent, { state: 'pending' })) > 0) {
        const claims = await shop.claimStreams(4)
        await Promise.all(claims.map((claim) => shop.runStream(claim)))
        if (claims.length === 0) clock.move(600_000)
      }
    }

    it('loses no turn when new work is claimed before the last run has heard that its turn is over', async () => {
      await writer.store(event('customer-1', 'first'))
      let isClaimed = false
      const claimAgain = async () => {
        isClaimed = true
        await writer.store(event('customer-1', 'second'))
        expect(await shop.claimStreams(1)).to.deep.equal([])
      }
      // The turn is given back and committed; the answer comes late, as from a busy server.
      const transaction: Database['transaction'] = async (work) => {
        const result = await db.transaction(work)
        const { leaseToken } = await db.read.findOneByOrFail(Stream, { streamKey: 'customer-1' })
        if (leaseToken === null && !isClaimed) await claimAgain()
        return result
      }
      shop = newWorkshop(30_000, () => Date.now(), { ...db, transaction })
      for (const claim of await shop.claimStreams(1)) await shop.runStream(claim)
      for (const claim of await shop.claimStreams(1)) await shop.runStream(claim)
      expect(stage.handled).to.deep.equal(['first', 'second'])
    })

    it('keeps the order of every stream whatever fails, and parks only what fails eight times', async () => {
      let run = 0
      const fault = fc.record({ stream: fc.nat(2), number: fc.nat(4), times: fc.integer({ min: 1, max: 9 }) })
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fault, { selector: ({ stream, number }) => `${stream}:${number}` }),
          async (faults) => {
            run += 1
            stage.handled.length = 0
            const body = (stream: number, number: number) => `${run}/${stream}:${number}`
            for (const { stream, number, times } of faults) {
              stage.failures.set(body(stream, number), Array(times).fill(new Error('again')))
            }
            for (let number = 0; number < 5; number += 1) {
              for (let stream = 0; stream < 3; stream += 1)
                await writer.store(event(`customer-${stream}`, body(stream, number)))
            }
            await drain()
            for (let stream = 0; stream < 3; stream += 1) {
              const isParked = (number: number) =>
                faults.some((f) => f.stream === stream && f.number === number && f.times >= 8)
              const expected = [0, 1, 2, 3, 4]
                .filter((number) => !isParked(number))
                .map((number) => body(stream, number))
              expect(stage.handled.filter((name) => name.startsWith(`${run}/${stream}:`))).to.deep.equal(expected)
            }
          },
        ),
        { numRuns: 12 },
      )
    })

    it('serves those who came last as well when a long backlog waits', async () => {
      for (let n = 0; n < 40; n += 1) {
        await writer.store(event(`customer-${n}`, `old ${n}`))
        clock.move(1_000)
      }
      await writer.store(event('customer-new', 'new'))
      for (let turn = 0; turn < 2; turn += 1) {
        for (const claim of await shop.claimStreams(4)) await shop.runStream(claim)
      }
      expect(stage.handled).to.include.members(['old 0', 'new'])
    })

    it('holds a stream for one worker until its lease ends by the wall clock, however the product clock travels', async () => {
      await writer.store(event('customer-1', 'a'))
      let wallMs = 1_000_000
      const first = newWorkshop(30_000, () => wallMs)
      const second = newWorkshop(30_000, () => wallMs)
      expect(await first.claimStreams(1)).to.have.length(1)
      clock.move(90 * 86_400_000)
      expect(await second.claimStreams(1)).to.have.length(0)
      wallMs += 30_001
      expect(await second.claimStreams(1)).to.have.length(1)
    })

    it('lets a worker that lost its lease change nothing', async () => {
      await writer.store(event('customer-1', 'a'))
      let openGate: () => void = () => undefined
      stage.gates.set('a', new Promise((resolve) => (openGate = resolve)))
      const [claim] = await shop.claimStreams(1)
      const slow = shop.runStream(claim!)
      await db.transaction((tx) => tx.update(Stream, { streamKey: 'customer-1' }, { leaseUntil: 1 }))
      const other = newWorkshop()
      const [taken] = await other.claimStreams(1)
      stage.gates.clear()
      await other.runStream(taken!)
      openGate()
      await slow
      expect(stage.handled).to.deep.equal(['a'])
      expect(await db.read.findOneByOrFail(Stream, {})).to.include({ readyAt: null, leaseToken: null })
    })

    it('parks an event whose handling killed its worker twenty times, and goes on', async () => {
      await writer.store(event('customer-1', 'deadly'))
      await writer.store(event('customer-1', 'harmless'))
      let wallMs = 1_000_000
      const dying = newWorkshop(30_000, () => wallMs)
      for (let death = 0; death < 20; death += 1) {
        expect(await dying.claimStreams(1)).to.have.length(1)
        wallMs += 30_001
      }
      const [claim] = await dying.claimStreams(1)
      await dying.runStream(claim!)
      expect(stage.handled).to.deep.equal(['harmless'])
      expect(await db.read.findOneByOrFail(InboxEvent, { state: 'parked' })).to.include({ body: 'deadly' })
      expect(await db.read.findOneByOrFail(Stream, {})).to.include({ attempts: 0, readyAt: null })
    })

    it('gives a stream with very many events back after a turn, and still ends them all in order', async () => {
      const bodies = Array.from({ length: 120 }, (_, n) => `body ${n}`)
      for (const body of bodies) await writer.store(event('customer-1', body))
      const [claim] = await shop.claimStreams(1)
      await shop.runStream(claim!)
      expect(stage.handled.length).to.be.lessThan(120)
      await drain()
      expect(stage.handled).to.deep.equal(bodies)
    })
  }),
)
