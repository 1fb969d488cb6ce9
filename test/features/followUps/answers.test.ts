import { expect } from 'chai'
import { Job } from '../../../app/db/entities/durable.ts'
import { Complaint, type FollowUp, FollowUpAnswer } from '../../../app/db/entities/followUps.ts'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import type { FollowUpAnswered, FollowUpView, TalkTrackRow } from '../../../app/features/followUps/contract.ts'
import { orderOf, postSigned } from '../../rights/chain.ts'
import type { Browser } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, followUps, openShop, type Shop } from './shop.ts'

const DAY_MS = 86_400_000
let orders = 0

/** A step of the first purchase. */
async function firstPurchase(shop: Shop, customer: string, stepId: string): Promise<FollowUp> {
  const rows = await followUps(shop, customer)
  const row = rows.find((one) => one.playbookId === 'first_purchase' && one.stepId === stepId)
  if (!row) throw new Error(`no step ${stepId}`)
  return row
}

/** A parcel for a new customer, and the follow-up of its third day, which asks whether it is whole. */
async function shipTo(shop: Shop, name: string): Promise<{ customer: string; day3: FollowUp }> {
  const { app } = shop
  const customer = await addCustomer(shop, name)
  const at = new Date(app.clock.nowMs()).toISOString()
  orders += 1
  const order = orderOf({ orderNo: `ASK-${orders}`, storeCode: 'SH001', buyer: { externalUserId: customer } })
  const taken = await postSigned(app, '/hooks/orders', { ...order, orderedAt: at, paidAt: at, delivery: 'shipping' })
  expect(taken.status).to.equal(200)
  await app.settle()
  return { customer, day3: await firstPurchase(shop, customer, 'day_3') }
}

forEachDatabase((kind) =>
  describe(`what the customer answered on ${kind}`, () => {
    let shop: Shop

    before(async () => {
      shop = await openShop(kind)
    })
    after(() => shop.app.stop())

    const tap = (id: number, answer: string, ask = 'damage', who: Browser = shop.lin) =>
      who.post(`/api/follow-ups/${id}/answers`, { ask, answer })
    const tapped = async (id: number, answer: string, ask = 'damage') =>
      (await (await tap(id, answer, ask)).json()) as FollowUpAnswered
    const chosen = (view: FollowUpView) =>
      view.asks.flatMap(({ id, answers }) => answers.filter((one) => one.isChosen).map((one) => `${id}: ${one.id}`))
    const viewOf = async (id: number) => (await (await shop.lin.get(`/api/follow-ups/${id}`)).json()) as FollowUpView
    const panel = async (id: string) =>
      (await (await shop.lin.get(`/api/customers/${id}/panel`)).json()) as CustomerPanel
    const answersTo = (followUpId: number) => shop.app.deps.db.read.findBy(FollowUpAnswer, { followUpId })
    const complaintsOf = (externalUserId: string) => shop.app.deps.db.read.findBy(Complaint, { externalUserId })
    const send = (id: number) =>
      shop.lin.post(`/api/follow-ups/${id}/sent`, { clientKey: `send-key-${id}`, text: '您好' })

    it('is asked with the follow-up, and told with it once it is tapped', async () => {
      const { day3 } = await shipTo(shop, '王芳芳')
      const view = await viewOf(day3.id)
      expect(view.channel).to.equal('chat')
      expect(view.asks.map(({ id, answers }) => [id, ...answers.map((one) => one.id)])).to.deep.equal([
        ['damage', 'intact', 'damaged', 'not_arrived'],
      ])
      expect(chosen(view)).to.deep.equal([])
      const { followUp, complaint } = await tapped(day3.id, 'not_arrived')
      expect([chosen(followUp), complaint]).to.deep.equal([['damage: not_arrived'], null])
    })

    it('is planned in the same breath: neither an answer nor a mute asks for the same plan once more', async () => {
      const { customer, day3 } = await shipTo(shop, '韩梅')
      const replans = () => shop.app.deps.db.read.countBy(Job, { kind: 'followUps.replan' })
      const before = await replans()
      await tapped(day3.id, 'not_arrived')
      for (const until of ['ever', 'off']) await shop.lin.post(`/api/customers/${customer}/mute`, { until })
      expect(await replans()).to.equal(before)
    })

    it('is the last word: tapped again the same nothing changes, another answer replaces it', async () => {
      const { day3 } = await shipTo(shop, '李雷')
      await tapped(day3.id, 'not_arrived')
      const firstMs = shop.app.clock.nowMs()
      shop.app.clock.advance(60_000)
      await Promise.all([tap(day3.id, 'not_arrived'), tap(day3.id, 'not_arrived')])
      expect((await answersTo(day3.id)).map(({ answer, at }) => [answer, at])).to.deep.equal([['not_arrived', firstMs]])
      expect(chosen((await tapped(day3.id, 'intact')).followUp)).to.deep.equal(['damage: intact'])
      expect(await answersTo(day3.id)).to.have.length(1)
    })

    it('goes unheard when it is nobody’s question, no answer to it, or somebody else’s follow-up', async () => {
      const { day3 } = await shipTo(shop, '韩梅梅')
      expect((await tap(day3.id, 'fine')).status).to.equal(422)
      expect((await tap(day3.id, 'intact', 'weather')).status).to.equal(422)
      expect((await tap(day3.id, 'intact', '__proto__')).status).to.equal(422)
      expect((await tap(day3.id, 'damaged', 'damage', shop.zhou)).status).to.equal(404)
      expect((await tap(999_999, 'intact')).status).to.equal(404)
      expect((await shop.lin.post(`/api/follow-ups/${day3.id}/answers`, { ask: 'damage' })).status).to.equal(400)
      expect((await shop.app.anonymous.post(`/api/follow-ups/${day3.id}/answers`, {})).status).to.equal(401)
      expect(await answersTo(day3.id)).to.deep.equal([])
      expect(await complaintsOf(day3.externalUserId)).to.deep.equal([])
    })

    it('waits on the panel for a week after the sentence went, until it is tapped', async () => {
      const { customer, day3 } = await shipTo(shop, '赵六')
      expect((await panel(customer)).openAsks).to.deep.equal([])
      expect((await send(day3.id)).status).to.equal(200)
      const sentAtMs = shop.app.clock.nowMs()
      shop.app.clock.advance(3_600_000)
      const { openAsks } = await panel(customer)
      expect(openAsks).to.deep.equal([
        { followUpId: day3.id, title: '开箱与用法', sentAtMs, asks: (await viewOf(day3.id)).asks },
      ])
      expect((await (await shop.zhou.get(`/api/customers/${customer}/panel`)).json()) as object).to.have.property(
        'error',
      )
      await tapped(day3.id, 'intact')
      expect((await panel(customer)).openAsks).to.deep.equal([])
    })

    it('comes up to 14 days after the follow-up was closed, and not later', async () => {
      const { customer, day3 } = await shipTo(shop, '钱七')
      await send(day3.id)
      shop.app.clock.advance(8 * DAY_MS)
      expect((await panel(customer)).openAsks).to.deep.equal([])
      expect((await tap(day3.id, 'intact')).status).to.equal(200)
      shop.app.clock.advance(7 * DAY_MS)
      const late = await tap(day3.id, 'not_arrived')
      expect([late.status, ((await late.json()) as { error: { code: string } }).error.code]).to.deep.equal([
        409,
        'FOLLOW_UP_CLOSED',
      ])
      expect((await answersTo(day3.id)).map(({ answer }) => answer)).to.deep.equal(['intact'])
    })

    it('leads on in the same talk: no difficulties asks for feedback at once, and good feedback invites to share', async () => {
      const { customer } = await shipTo(shop, '孙八')
      const day7 = await firstPurchase(shop, customer, 'day_7')
      await send(day7.id)
      const { next } = await tapped(day7.id, 'no_difficulties', 'difficulties')
      expect(next?.title).to.equal('请客户评价')
      expect((await tapped(next!.id, 'good_feedback', 'feedback')).next?.title).to.equal('邀请分享')
      // A slip, corrected after the guide was shown where it leads.
      await shop.app.settle()
      const plain = await tapped(next!.id, 'plain_feedback', 'feedback')
      expect(plain.next?.title).to.equal('听听建议')
      expect((await panel(customer)).followUps.map(({ title }) => title)).to.not.include('邀请分享')
    })

    it('that something is wrong opens one complaint, however often it is tapped', async () => {
      const { customer, day3 } = await shipTo(shop, '周九')
      const answers = await Promise.all([tap(day3.id, 'damaged'), tap(day3.id, 'damaged')])
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200])
      const { complaint } = await tapped(day3.id, 'damaged')
      expect(complaint).to.deep.include({ kind: 'damaged', body: '收到的东西：有破损少件', openedByName: '林晓' })
      const [stored, ...more] = await complaintsOf(customer)
      expect(more).to.deep.equal([])
      expect(stored).to.deep.include({ followUpId: day3.id, productCode: 'P1', storeCode: 'SH001' })
      // A slip, corrected: the complaint stays until somebody settles it, and tapped again it is another one.
      expect((await tapped(day3.id, 'intact')).complaint?.id).to.equal(complaint?.id)
      await shop.lin.post(`/api/complaints/${complaint!.id}/close`, { outcome: '点错了' })
      shop.app.clock.advance(60_000)
      expect((await tapped(day3.id, 'damaged')).complaint?.id).to.be.greaterThan(complaint!.id)
    })

    it('that something is wrong stops everything but the complaint’s own follow-through; settled, it is asked after', async () => {
      const { customer, day3 } = await shipTo(shop, '吴十')
      shop.app.clock.advance(3_600_000)
      const before = await followUps(shop, customer)
      const { next, complaint } = await tapped(day3.id, 'damaged')
      expect(next).to.deep.include({ title: '道歉问清楚', channel: 'call' })
      await shop.app.settle()
      const after = await followUps(shop, customer)
      const isOpen = ({ state }: FollowUp) => state === 'planned' || state === 'due'
      expect(before.filter(isOpen).map(({ playbookId }) => playbookId)).to.include('first_purchase')
      expect(new Set(after.filter(isOpen).map(({ playbookId }) => playbookId))).to.deep.equal(new Set(['complaint']))
      for (const row of before.filter(isOpen)) {
        const now = after.find(({ id }) => id === row.id)
        expect([now?.state, now?.closeReason], row.stepId).to.deep.equal(['dropped', 'exit:complaint_opened'])
      }
      shop.app.clock.advance(3_600_000)
      await shop.lin.post(`/api/complaints/${complaint!.id}/close`, { outcome: '补发了一罐' })
      await shop.app.settle()
      const settled = (await followUps(shop, customer)).filter(isOpen)
      expect(settled.map(({ playbookId, stepId }) => `${playbookId} ${stepId}`)).to.deep.equal([
        'complaint_return visit',
      ])
    })

    it('may be followed by another sentence of the same set, filled in, the guide’s own follow-up only', async () => {
      const { day3 } = await shipTo(shop, '郑一')
      const { rows } = (await (await shop.lin.get(`/api/follow-ups/${day3.id}/tracks`)).json()) as {
        rows: TalkTrackRow[]
      }
      const { talkTrack } = await viewOf(day3.id)
      expect(rows[0]?.id).to.equal(talkTrack?.id)
      const sets = rows.map(({ id }) => shop.app.deps.talkTracks.find(id)?.set)
      expect([...new Set(sets)]).to.deep.equal(['first-purchase/day-3'])
      expect(rows.some(({ text }) => text.includes('{{'))).to.equal(false)
      expect((await shop.zhou.get(`/api/follow-ups/${day3.id}/tracks`)).status).to.equal(404)
    })
  }),
)
