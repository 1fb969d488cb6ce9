import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { CustomerEvent, CustomerRelation } from '../../../app/db/entities/customers.ts'
import { FollowUpAnswer, SendRecord } from '../../../app/db/entities/followUps.ts'
import { Order } from '../../../app/db/entities/orders.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import { readAttribution } from '../../../config/attributionRules.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, at, type Bench, balances, bind, createBench, seedChain } from './ledgerBench.ts'

const RULES = join(import.meta.dirname, '../../../docs/attribution-rules')

forEachDatabase((kind) =>
  describe(`rules that count touches (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let guides: { lin: number; zhou: number; wu: number }

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db)
      guides = await seedChain(test.db)
      await addCustomer(test.db, 'wm1', '2026-09-01')
    })
    afterEach(() => test.drop())

    /** The rule file of the documentation, in force for all orders of the test. */
    const ruledBy = (file: string) => {
      const [rules = ''] = readFileSync(join(RULES, `${file}.yaml`), 'utf8').split('\n---\n')
      bench.deps.rules.attribution.push(readAttribution(rules))
    }
    const sold = async (orderNo = 'N1') => {
      await bench.order({ orderNo, buyer: { externalUserId: 'wm1' } })
      await bench.settle()
      return holders()
    }
    const holders = async () => Object.keys(await balances(test.db)).filter((account) => !account.startsWith('sales:'))
    const pending = (guideId: number) => `guide:${guideId}:pending`

    async function befriend(guideId: number, day: string) {
      const pair = { externalUserId: 'wm1', guideId }
      const event = { ...pair, kind: 'added', at: at(day), data: {}, onceKey: `added:wm1:${guideId}:${day}` }
      const begun = { state: 'active', addedAt: at(day), endedAt: null, eventAt: at(day) } as const
      const texts = { addWay: 0, stateToken: null, remark: '', description: '', lastContactAt: null }
      await test.db.transaction(async (tx) => {
        await tx.insert(CustomerEvent, event)
        await tx.delete(CustomerRelation, pair)
        await tx.insert(CustomerRelation, { ...pair, ...begun, ...texts })
      })
    }

    const send = (guideId: number, day: string, result: 'ok' | 'cancel' = 'ok') =>
      test.db.transaction((tx) =>
        tx.insert(SendRecord, {
          ...{ clientKey: `${guideId} ${day}`, kind: 'chat', followUpId: null, externalUserId: 'wm1', chatId: null },
          ...{ guideId, talkTrackId: null, templateHash: null, body: '', isEdited: false, result, failure: '' },
          ...{ jobId: null, storeCode: 'SH001', outcomeOrderId: null, outcomeAnswer: null, at: at(day) },
        }),
      )

    const answer = (guideId: number, day: string) =>
      test.db.transaction((tx) =>
        tx.insert(FollowUpAnswer, {
          ...{ followUpId: 1, trackId: 1, externalUserId: 'wm1', stepId: 's', ask: 'a', answer: 'b' },
          ...{ guideId, at: at(day) },
        }),
      )

    it('first friend per store: wu of BJ001 was first of all, zhou first in SH001 where it is sold', async () => {
      ruledBy('first-friend-per-store')
      await befriend(guides.wu, '2026-10-01')
      await befriend(guides.zhou, '2026-10-02')
      await befriend(guides.lin, '2026-10-03')
      expect(await sold()).to.deep.equal([pending(guides.zhou)])
    })

    it('a friend who left and came back is a friend since the first time: past credit stays where it was', async () => {
      ruledBy('first-friend-overall')
      await befriend(guides.lin, '2026-10-01')
      await befriend(guides.zhou, '2026-10-02')
      expect(await sold()).to.deep.equal([pending(guides.lin)])
      await befriend(guides.lin, '2026-12-01')
      const { id: orderId } = await test.db.read.findOneByOrFail(Order, { orderNo: 'N1' })
      expect(await postCredit(bench.deps, { orderId })).to.equal(0)
      expect(await sold('N2')).to.deep.equal([pending(guides.lin)])
    })

    it('an end whose beginning nobody told is no friendship of old', async () => {
      ruledBy('first-friend-overall')
      await befriend(guides.zhou, '2026-10-02')
      const ended = {
        state: 'customer_deleted',
        addedAt: 0,
        endedAt: at('2026-10-05'),
        eventAt: at('2026-10-05'),
      } as const
      const texts = { addWay: 0, stateToken: null, remark: '', description: '', lastContactAt: null }
      const row = { externalUserId: 'wm1', guideId: guides.lin, ...ended, ...texts }
      await test.db.transaction((tx) => tx.insert(CustomerRelation, row))
      expect(await sold()).to.deep.equal([pending(guides.zhou)])
    })

    it('equal split among all who wrote in 14 days; what was not sent does not count', async () => {
      ruledBy('equal-split-among-messengers')
      await send(guides.lin, '2026-11-10')
      await send(guides.zhou, '2026-11-12')
      await send(guides.wu, '2026-11-13', 'cancel')
      await sold()
      expect(await balances(test.db)).to.include({ [pending(guides.lin)]: 9950, [pending(guides.zhou)]: 9950 })
    })

    it('a reply that was written down beats a later message', async () => {
      ruledBy('strongest-touch')
      await answer(guides.lin, '2026-11-01')
      await send(guides.zhou, '2026-11-20')
      expect(await sold()).to.deep.equal([pending(guides.lin)])
    })

    it('a binding by the guide’s own QR is a scan, and holds its own days', async () => {
      ruledBy('taken-over-never')
      await bind(test.db, 'wm1', guides.lin, '2026-09-10')
      await befriend(guides.zhou, '2026-11-01')
      expect(await sold()).to.deep.equal([pending(guides.lin)])
    })
  }),
)
