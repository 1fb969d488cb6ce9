import { expect } from 'chai'
import { type Database, openDatabase } from '../../app/db/database.ts'
import { Job, ScheduleRun } from '../../app/db/entities/durable.ts'
import { fireDueSchedules, newestSlotMs } from '../../app/jobs/schedules.ts'
import type { Schedule } from '../../app/jobs/types.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../support/db.ts'

const NIGHTLY: Schedule = { name: 'nightly', cron: '30 3 * * *', job: { kind: 'note', payload: { label: 'nightly' } } }
const inShanghai = (text: string) => Date.parse(`${text}+08:00`)

describe('the newest slot of a cron line', () => {
  const slot = (cron: string, now: string) => newestSlotMs(cron, inShanghai(now))

  it('is read in Shanghai, whatever the zone of the host', () => {
    expect(slot('30 3 * * *', '2026-11-21T03:31:00')).to.equal(inShanghai('2026-11-21T03:30:00'))
    expect(slot('30 3 * * *', '2026-11-21T03:29:59.999')).to.equal(inShanghai('2026-11-20T03:30:00'))
  })

  it('is now at the very moment of the slot', () => {
    expect(slot('30 3 * * *', '2026-11-21T03:30:00')).to.equal(inShanghai('2026-11-21T03:30:00'))
    expect(slot('*/5 * * * *', '2026-11-21T03:35:00')).to.equal(inShanghai('2026-11-21T03:35:00'))
  })

  it('is the same whatever was asked before, to the millisecond', () => {
    const edges = ['2026-11-20T03:30:00', '2026-11-21T03:30:00', '2026-11-22T03:30:00'].map(inShanghai)
    const moments = edges.flatMap((edge) => [edge - 1, edge, edge + 1])
    const expected = moments.map(
      (nowMs) => edges.findLast((edge) => edge <= nowMs) ?? inShanghai('2026-11-19T03:30:00'),
    )
    const asked = (order: number[]) => order.map((index) => newestSlotMs('30 3 * * *', moments[index] ?? 0))
    const forwards = moments.map((_, index) => index)
    const jumping = [4, 0, 8, 3, 5, 2, 7, 1, 6]
    expect(asked(forwards)).to.deep.equal(expected)
    expect(asked(forwards.toReversed())).to.deep.equal(expected.toReversed())
    expect(asked(jumping)).to.deep.equal(jumping.map((index) => expected[index]))
  })

  it('knows month ends and 29 February', () => {
    expect(slot('0 0 1 * *', '2028-03-01T00:00:00')).to.equal(inShanghai('2028-03-01T00:00:00'))
    expect(slot('0 9 29 2 *', '2030-01-01T00:00:00')).to.equal(inShanghai('2028-02-29T09:00:00'))
  })
})

forEachDatabase((kind) =>
  describe(`schedules (${kind})`, () => {
    let test: TestDatabase
    let db: Database
    beforeEach(async () => {
      test = await openTestDatabase(kind)
      db = test.db
    })
    afterEach(() => test.drop())

    const fire = (now: string, on = db) => fireDueSchedules(on, [NIGHTLY], inShanghai(now))
    const countJobs = () => db.read.countBy(Job, { kind: 'note' })

    it('does not run last night on a fresh install, but runs from now on', async () => {
      expect(await fire('2026-11-21T10:00:00')).to.deep.equal([])
      expect(await fire('2026-11-22T03:29:00')).to.deep.equal([])
      expect(await countJobs()).to.equal(0)
      expect(await fire('2026-11-22T03:30:00')).to.deep.equal(['nightly'])
      expect(await countJobs()).to.equal(1)
    })

    it('fires a slot once, however often it is asked', async () => {
      await fire('2026-11-21T10:00:00')
      for (const minute of ['30', '31', '32']) await fire(`2026-11-22T03:${minute}:00`)
      expect(await countJobs()).to.equal(1)
    })

    it('makes up for a week away with one run, the newest', async () => {
      await fire('2026-11-21T10:00:00')
      expect(await fire('2026-11-28T10:00:00')).to.deep.equal(['nightly'])
      expect((await db.read.findOneByOrFail(ScheduleRun, {})).lastSlotAt).to.equal(inShanghai('2026-11-28T03:30:00'))
      expect(await countJobs()).to.equal(1)
    })

    it('fires once when many ask at the same moment from two processes', async () => {
      // Two connections to SQLite in one process would wait for each other; SQLite serves one process.
      const other = kind === 'mysql' ? await openDatabase(test.url) : db
      try {
        await Promise.all([fire('2026-11-21T10:00:00'), fire('2026-11-21T10:00:00', other)])
        const asked = Array.from({ length: 8 }, (_, n) => fire('2026-11-22T04:00:00', n % 2 === 0 ? db : other))
        expect((await Promise.all(asked)).flat()).to.deep.equal(['nightly'])
        expect(await countJobs()).to.equal(1)
      } finally {
        if (other !== db) await other.close()
      }
    })
  }),
)
