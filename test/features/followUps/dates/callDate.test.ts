import { expect } from 'chai'
import { Customer, CustomerRelation, Member } from '../../../../app/db/entities/customers.ts'
import type { DomainEvent } from '../../../../app/domain/events.ts'
import { callDate } from '../../../../app/features/followUps/dates/callDates.ts'
import { dateQuery } from '../../../../app/features/followUps/dates/queries.ts'
import { loadPlaybooks } from '../../../../app/features/followUps/loadPlaybooks.ts'
import type { JobRun, NewJob } from '../../../../app/jobs/types.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../../support/db.ts'

const DUE = { playbookId: 'birthday', date: 'birthday', day: '2027-02-02' } as const
const JOB = { settle: async () => undefined } as unknown as JobRun
const NOW = Date.parse('2027-01-31T01:47:00+08:00')

forEachDatabase((kind) => {
  describe(`calling a playbook for a day, in batches (${kind})`, () => {
    const playbooks = loadPlaybooks('templates/playbooks')
    const ids = Array.from({ length: 205 }, (_, at) => `wm${String(at).padStart(3, '0')}`)
    let test: TestDatabase
    before(async () => {
      test = await openTestDatabase(kind)
      await test.db.transaction(async (tx) => {
        const plain = {
          name: '',
          type: 1,
          unionKey: null,
          stage: 'lead',
          stageSinceAt: 0,
          nextStageCheckAt: null,
        } as const
        const friend = { guideId: 1, state: 'active', addedAt: 0, endedAt: null, addWay: 0, stateToken: null } as const
        const card = { phoneKey: null, phoneSealed: null, unionKey: null, name: '', tier: '', points: 0, updatedAt: 0 }
        for (const externalUserId of ids) {
          await tx.insert(Customer, { ...plain, externalUserId, firstAddedAt: 0, syncedAt: null })
          await tx.insert(CustomerRelation, { ...friend, externalUserId, remark: '', description: '', eventAt: 0 })
          const day = { birthday: '02-02', birthMonthDay: '02-02' }
          await tx.insert(Member, { ...card, ...day, memberNo: externalUserId, externalUserId })
        }
      })
    })
    after(() => test.drop())

    const call = async (after: string) => {
      const events: DomainEvent[] = []
      const jobs: NewJob[] = []
      const deps = {
        db: test.db,
        clock: { nowMs: () => NOW, wallMs: () => NOW },
        emit: async (_: unknown, event: DomainEvent) => void events.push(event),
        enqueue: async (_: unknown, job: NewJob) => void jobs.push(job),
        crashPoint: () => undefined,
      }
      await callDate(deps, playbooks, { ...DUE, after }, JOB)
      return {
        called: events.flatMap((event) => ('externalUserId' in event ? event.externalUserId : [])),
        jobs,
        events,
      }
    }

    it('takes 200 and hands the rest to the next job', async () => {
      const first = await call('')
      expect(first.called).to.deep.equal(ids.slice(0, 200))
      expect(first.jobs).to.deep.equal([{ kind: 'followUps.callDate', payload: { ...DUE, after: 'wm199' } }])
      const second = await call('wm199')
      expect(second.called).to.deep.equal(ids.slice(200))
      expect(second.jobs).to.deep.equal([])
    })

    it('says which day, until the end of the day after', async () => {
      const { events } = await call('wm203')
      expect(events).to.deep.equal([
        {
          name: 'PlaybookCalled',
          playbookId: 'birthday',
          externalUserId: 'wm204',
          anchorKey: 'birthday:2027',
          startAtMs: Date.parse('2027-02-02T00:00:00+08:00'),
          endsAtMs: Date.parse('2027-02-04T00:00:00+08:00'),
          data: {},
          atMs: NOW,
        },
      ])
    })

    it('is called for nobody once the operator took the playbook away', async () => {
      const deps = { db: test.db, clock: { nowMs: () => NOW, wallMs: () => NOW } }
      const silent = { ...deps, emit: fail, enqueue: fail, crashPoint: () => undefined }
      expect(await callDate(silent, [], { ...DUE, after: '' }, JOB)).to.equal('0 called')
    })

    it('finds those whose day it is by an index, however many there are', async () => {
      await test.db.transaction(async (tx) => {
        const card = { phoneKey: null, phoneSealed: null, unionKey: null, name: '', tier: '', points: 0, updatedAt: 0 }
        const others = Array.from({ length: 3000 }, (_, at) => {
          const birthMonthDay = `${String(3 + (at % 9)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`
          return { ...card, memberNo: `M${at}`, externalUserId: `wx${at}`, birthday: birthMonthDay, birthMonthDay }
        })
        for (let at = 0; at < others.length; at += 500) await tx.insert(Member, others.slice(at, at + 500))
      })
      if (kind === 'mysql') await test.db.source.query('ANALYZE TABLE members')
      const { sql, values } = dateQuery({ ...DUE, day: '2027-05-05' }, { after: '', limit: 200 })
      const explain = kind === 'mysql' ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN'
      const plan: { table?: string; rows?: number; detail?: string }[] = await test.db.read.query(
        `${explain} ${sql}`,
        values,
      )
      const ofMembers = plan.find(({ table, detail }) => table === 'm' || /\bm USING\b/.test(detail ?? ''))
      if (kind === 'sqlite') expect(ofMembers?.detail).to.include('birth_month_day=?')
      else expect(Number(ofMembers?.rows), JSON.stringify(plan)).to.be.below(100)
    })
  })
})

async function fail(): Promise<never> {
  throw new Error('nobody should be called')
}
