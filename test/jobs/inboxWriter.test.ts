import { expect } from 'chai'
import type { Pool } from 'mysql2'
import type { Database } from '../../app/db/database.ts'
import { InboxEvent, Stream } from '../../app/db/entities/durable.ts'
import { createInboxWriter, InboxTimeoutError } from '../../app/jobs/inboxWriter.ts'
import { forEachDatabase, openTestDatabase } from '../support/db.ts'
import { event, PATIENT_MS, testClock } from './support.ts'

const nameOf = (error: Error) => error.name

forEachDatabase((kind) =>
  describe(`inbox writer (${kind})`, () => {
    let db: Database
    let drop: () => Promise<void>
    const clock = testClock()

    beforeEach(async () => {
      ;({ db, drop } = await openTestDatabase(kind))
    })
    afterEach(() => drop())

    it('commits what arrives together in one transaction, and answers only afterwards', async () => {
      let commits = 0
      const crashPoint = (name: string) => {
        if (name === 'inbox.afterCommit') commits += 1
      }
      const writer = createInboxWriter({ db, clock, crashPoint, timeoutMs: PATIENT_MS })
      const answers = Array.from({ length: 100 }, async (_, n) => {
        await writer.store(event(`customer-${n % 7}`, `body ${n}`))
        return db.read.countBy(InboxEvent, { body: `body ${n}` })
      })
      expect(await Promise.all(answers)).to.deep.equal(Array(100).fill(1))
      expect(commits).to.equal(1)
      expect(await db.read.count(Stream)).to.equal(7)
      await writer.close()
    })

    it('keeps the order of arrival within a stream', async () => {
      const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      const bodies = Array.from({ length: 300 }, (_, n) => `body ${n}`)
      await Promise.all(bodies.map((body) => writer.store(event('customer-1', body))))
      const rows = await db.read.find(InboxEvent, { order: { id: 'ASC' } })
      expect(rows.map((row) => row.body)).to.deep.equal(bodies)
      await writer.close()
    })

    if (kind === 'mysql')
      it('keeps it also when the first connection is slower than the second', async () => {
        const { pool } = db.source.driver as unknown as { pool: Pool }
        const getConnection = pool.getConnection.bind(pool)
        let asked = 0
        pool.getConnection = (done) => {
          asked += 1
          if (asked > 1) getConnection(done)
          else setTimeout(() => getConnection(done), 100)
        }
        const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
        const bodies = Array.from({ length: 300 }, (_, n) => `body ${n}`)
        await Promise.all(bodies.map((body) => writer.store(event('customer-1', body))))
        pool.getConnection = getConnection
        const rows = await db.read.find(InboxEvent, { order: { id: 'ASC' } })
        expect(rows.map((row) => row.body)).to.deep.equal(bodies)
        await writer.close()
      })

    it('tells new from repeated in a mixed batch', async () => {
      const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      await writer.store(event('customer-1', 'old'))
      const mixed = ['old', 'new 1', 'new 1', 'old', 'new 2'].map((body) => writer.store(event('customer-1', body)))
      expect(await Promise.all(mixed)).to.deep.equal(['duplicate', 'new', 'duplicate', 'duplicate', 'new'])
      await writer.close()
    })

    it('stores any text whole, up to the 64 KiB a callback may have', async () => {
      const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      const body = `${'茶'.repeat(20_000)}👨‍👩‍👧\u202E\u{2070E}`
      await writer.store(event('customer-1', body))
      expect((await db.read.findOneByOrFail(InboxEvent, {})).body).to.equal(body)
      await writer.close()
    })

    it('never cuts a value: what is stored is whole, and after a refusal the next one is stored', async () => {
      const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      const dedupKey = 'k'.repeat(65)
      const answer = await writer.store({ ...event('customer-1', 'x'), dedupKey }).catch(() => 'refused')
      // SQLite has no length to refuse by; MariaDB refuses.
      expect(await db.read.countBy(InboxEvent, { dedupKey })).to.equal(answer === 'refused' ? 0 : 1)
      expect(await writer.store(event('customer-1', 'next'))).to.equal('new')
      expect(await db.read.countBy(InboxEvent, { dedupKey: 'k'.repeat(64) })).to.equal(0)
      await writer.close()
    })

    it('lets a stream that backs off keep its time when more arrives', async () => {
      const writer = createInboxWriter({ db, clock, timeoutMs: PATIENT_MS })
      await writer.store(event('customer-1', 'a'))
      await db.transaction((tx) => tx.update(Stream, { streamKey: 'customer-1' }, { readyAt: clock.nowMs() + 60_000 }))
      await writer.store(event('customer-1', 'b'))
      expect((await db.read.findOneByOrFail(Stream, {})).readyAt).to.equal(clock.nowMs() + 60_000)
      await db.transaction((tx) => tx.update(Stream, { streamKey: 'customer-1' }, { readyAt: null }))
      await writer.store(event('customer-1', 'c'))
      expect((await db.read.findOneByOrFail(Stream, {})).readyAt).to.equal(clock.nowMs())
      await writer.close()
    })

    it('rejects what is not on disk in time, and recovers once the database answers again', async () => {
      let wallMs = 0
      const writer = createInboxWriter({ db, clock: { ...clock, wallMs: () => wallMs } })
      const release = await holdTheTable(db)
      const late = writer.store(event('customer-1', 'late')).then(String, nameOf)
      wallMs = 3_500
      expect(await late).to.equal(InboxTimeoutError.name)
      await release()
      expect(await writer.store(event('customer-1', 'next'))).to.equal('new')
      await writer.close()
    })
  }),
)

/** Another transaction that keeps the writer waiting until released. */
async function holdTheTable(db: Database): Promise<() => Promise<void>> {
  let letGo: () => void = () => undefined
  const released = new Promise<void>((resolve) => (letGo = resolve))
  let markHeld: () => void = () => undefined
  const isHeld = new Promise<void>((resolve) => (markHeld = resolve))
  const holding = db.transaction(async (tx) => {
    if (db.kind === 'mysql') await tx.query(`INSERT INTO streams (stream_key, attempts) VALUES ('customer-1', 0)`)
    markHeld()
    await released
  })
  await isHeld
  return async () => {
    letGo()
    await holding
  }
}
