import { expect } from 'chai'
import type { FollowUp } from '../../../app/db/entities/followUps.ts'
import { followUpsReactions } from '../../../app/features/followUps/reactions.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, followUps, goTo, openShop, type Shop, step } from './shop.ts'

const when = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16)
const placeOf = ({ state, dueAt, movedBecause, closeReason }: FollowUp) =>
  [state, when(dueAt), movedBecause ?? closeReason ?? 'as wished'].join(' ')

describe('an order that turns out to be somebody else’s', () => {
  it('asks for the calendar of both: what it started for the former buyer falls', () => {
    const jobs = followUpsReactions.CreditPosted?.({ name: 'CreditPosted', orderId: 7, formerBuyer: 'wm1', atMs: 1 })
    expect(jobs?.map(({ kind, payload }) => [kind, payload])).to.deep.equal([
      ['followUps.replanForOrder', { orderId: 7 }],
      ['followUps.replan', { externalUserId: 'wm1' }],
    ])
  })
})

forEachDatabase((kind) =>
  describe(`a stored calendar holds still while nothing happens (${kind})`, () => {
    let shop: Shop
    let customer: string
    beforeEach(async () => {
      shop = await openShop(kind)
      customer = await addCustomer(shop, '王芳芳')
    })
    afterEach(() => shop.app.stop())

    const replan = async () => {
      const { db, enqueue } = shop.app.deps
      const payload = { externalUserId: customer }
      await db.transaction((tx) => enqueue(tx, { kind: 'followUps.replan', payload }))
      await shop.app.settle()
      return followUps(shop, customer)
    }
    const dayOff = async (day: string, isOff: boolean) => {
      expect((await shop.lin.post('/api/days-off', { day, isOff })).status).to.equal(200)
      await shop.app.settle()
    }

    it('what a day off moved says so until it comes, also on the day itself', async () => {
      await dayOff('2026-11-22', true)
      await goTo(shop, '2026-11-23T08:00:00')
      await replan()
      expect(placeOf(await step(shop, customer, 'day_1'))).to.equal('planned 2026-11-23T09:50 day_off')
      await goTo(shop, '2026-11-23T10:00:00')
      expect(placeOf(await step(shop, customer, 'day_1'))).to.equal('due 2026-11-23T09:50 day_off')
    })

    it('what found no place for days off comes when one of them is given back', async () => {
      for (const day of ['2026-11-22', '2026-11-23', '2026-11-24']) await dayOff(day, true)
      expect(placeOf(await step(shop, customer, 'day_1'))).to.match(/^expired .* day_off$/)
      await dayOff('2026-11-23', false)
      expect(placeOf(await step(shop, customer, 'day_1'))).to.equal('planned 2026-11-23T09:50 day_off')
    })

    it('muted until tomorrow, what is shown goes from the desk in one step and comes tomorrow', async () => {
      await goTo(shop, '2026-11-22T10:00:00')
      const { id } = await step(shop, customer, 'day_1')
      const events = () => shop.app.deps.db.read.query(`SELECT kind FROM jobs WHERE kind = 'followUps.refreshCard'`)
      expect(await events()).to.have.length(0)
      await shop.lin.post(`/api/customers/${customer}/mute`, { until: 'tomorrow' })
      const inOneStep = placeOf(await step(shop, customer, 'day_1'))
      await shop.app.settle()
      expect(inOneStep).to.equal('planned 2026-11-23T09:50 as wished')
      expect(placeOf(await step(shop, customer, 'day_1'))).to.equal(inOneStep)
      expect(await events()).to.have.length(1)
      await goTo(shop, '2026-11-23T10:00:00')
      expect(await step(shop, customer, 'day_1')).to.include({ id, state: 'due' })
    })

    it('what a colleague handed over stays so, whatever else moves it', async () => {
      shop.app.local.customerAdds({ userid: 'guide.zhou', externalUserId: customer, name: '王芳芳' })
      await shop.app.settle()
      await shop.app.deps.db.transaction((tx) =>
        tx.query(`INSERT INTO guide_days_off (guide_id, day, set_by, at) VALUES (?, '2026-11-22', 'x', 1)`, [
          shop.guideIds.zhou,
        ]),
      )
      shop.app.local.guideDeletesCustomer({ userid: 'guide.lin', externalUserId: customer })
      await shop.app.settle()
      const first = placeOf(await step(shop, customer, 'day_1'))
      expect(first).to.equal('planned 2026-11-23T09:50 new_guide')
      await replan()
      expect(placeOf(await step(shop, customer, 'day_1'))).to.equal(first)
    })

    it('what waits behind a prompt nobody acts on comes back when that one expires', async () => {
      await goTo(shop, '2026-12-20T08:00:00')
      const call = async (playbookId: string, day: string) => {
        const startAtMs = Date.parse(`${day}T10:00:00+08:00`)
        const about = { playbookId, externalUserId: customer, anchorKey: `call:${day}`, startAtMs, atMs: 1 }
        const data = { name: '老客回访', campaignName: '年末活动' }
        const { db, emit } = shop.app.deps
        await db.transaction((tx) => emit(tx, { name: 'PlaybookCalled', ...about, data }))
        await shop.app.settle()
      }
      await call('segment_call', '2026-12-20')
      await call('campaign_sprint', '2026-12-24')
      expect(placeOf(await step(shop, customer, 'call'))).to.equal('dropped 2026-12-24T10:10 sale_after_sale')
      await goTo(shop, '2026-12-20T10:05:00')
      expect(await step(shop, customer, 'talk')).to.include({ state: 'due' })
      await goTo(shop, '2026-12-25T10:05:00')
      expect(await step(shop, customer, 'talk')).to.include({ state: 'expired' })
      expect(placeOf(await step(shop, customer, 'call'))).to.equal('planned 2026-12-25T10:10 as wished')
    })
  }),
)
