import { expect } from 'chai'
import { CRASH_POINTS } from '../../app/jobs/crashPoints.ts'
import { countWork } from '../../app/jobs/quiet.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../support/db.ts'
import type { ChildOrders } from './child.ts'
import {
  dropEffectTables,
  expectNothingLostOrDoubled,
  expectSlotsKept,
  makeEffectTables,
  startVictim,
} from './support.ts'

const LEASE_MS = 30_000

forEachDatabase((kind) =>
  describe(`a process killed at every step (${kind})`, function () {
    this.timeout(300_000)
    let test: TestDatabase

    before(async () => {
      test = await openTestDatabase(kind)
      await makeEffectTables(test.db)
    })
    after(async () => {
      await dropEffectTables(test.db)
      await test.drop()
    })

    it('loses nothing acknowledged, does nothing twice, keeps the order', async () => {
      const acked: string[] = []
      const life = (index: number, extra: Partial<ChildOrders>): ChildOrders => ({
        url: test.url,
        skewMs: index * 2 * LEASE_MS,
        leaseMs: LEASE_MS,
        from: index * 3,
        to: index * 3 + 2,
        streams: 3,
        works: true,
        drains: false,
        ...extra,
      })
      // The first life only notes the slot of the schedule.
      const lives = ['stream.claimed', ...CRASH_POINTS]
      for (const [index, crashAt] of lives.entries()) {
        const victim = await startVictim(life(index, { crashAt }))
        expect(await victim.ended, crashAt).to.equal('SIGKILL')
        acked.push(...victim.acked)
      }
      const last = await startVictim(life(lives.length, { drains: true }))
      expect(await last.ended).to.equal('0')
      acked.push(...last.acked)
      expect(acked.length).to.be.greaterThan(9)
      expect(await countWork(test.db, Number.MAX_SAFE_INTEGER)).to.include({ waiting: 0, parked: 0 })
      await expectNothingLostOrDoubled(test.db, acked)
      await expectSlotsKept(test.db)
    })
  }),
)
