import { expect } from 'chai'
import { MassSendTarget } from '../../../app/db/entities/outreach.ts'
import { settleTargets } from '../../../app/features/massSends/commands/settleTargets.ts'
import { insertTargets } from '../../../app/features/massSends/store.ts'
import { forEachDatabase, openTestDatabase } from '../../support/db.ts'

forEachDatabase((kind) =>
  describe(`customers of whom the end is known (${kind})`, () => {
    it('are written in batches, alike ones together, and only where they still waited', async () => {
      const { db, drop } = await openTestDatabase(kind)
      const ids = Array.from({ length: 450 }, (_, nth) => `wm${String(nth).padStart(3, '0')}`)
      const row = { massSendId: 1, guideId: 1, msgId: 'm', why: '', at: 1 }
      const stateOf = (id: string) => (id === 'wm000' ? ('sent' as const) : ('offered' as const))
      await db.transaction((tx) =>
        insertTargets(
          tx,
          ids.map((externalUserId) => ({ ...row, externalUserId, state: stateOf(externalUserId) })),
        ),
      )
      let batches = 0
      const told: string[] = []
      const transaction: typeof db.transaction = (work) => {
        batches += 1
        return db.transaction(work)
      }
      const emit = (_: unknown, fact: object) => Promise.resolve(void told.push(JSON.stringify(fact)))
      const deps = { db: { ...db, transaction }, emit, clock: { nowMs: () => 5, wallMs: () => 5 } }
      const end = (nth: number) =>
        nth % 2 === 0 ? ({ state: 'sent', at: 5 } as const) : ({ state: 'not_sent', why: 'not_friend' } as const)
      const settled = ids.map((externalUserId, nth) => ({ externalUserId, to: end(nth) }))
      await settleTargets(deps, 1, 'offered', settled)
      expect([batches, told.length]).to.deep.equal([3, 450])
      const rows = await db.read.find(MassSendTarget, { order: { externalUserId: 'ASC' } })
      expect(rows.slice(0, 3).map(({ state, why, at }) => [state, why, at])).to.deep.equal([
        ['sent', '', 1],
        ['not_sent', 'not_friend', 1],
        ['sent', '', 5],
      ])
      expect(rows.filter(({ state }) => state === 'sent')).to.have.length(225)
      await drop()
    })
  }),
)
