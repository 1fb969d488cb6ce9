import { expect } from 'chai'
import { FollowUpTrack } from '../../../app/db/entities/followUps.ts'
import { Order, OrderLine } from '../../../app/db/entities/orders.ts'
import { Product } from '../../../app/db/entities/org.ts'
import type { TalkTrackRow } from '../../../app/features/followUps/contract.ts'
import { speechFor } from '../../../app/features/talkTracks/queries.ts'
import type { Browser } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, openShop, type Shop } from '../followUps/shop.ts'

const PRODUCTS = [
  ['TEA', '明前龙井 250g', '茶叶'],
  ['KNIT', '羊毛针织衫', 'clothing'],
  ['CUP', '玻璃杯', '杂货'],
] as const

async function buy({ app }: Shop, buyer: string, code: string, paidAt: number, refundedFen = 0): Promise<void> {
  await app.deps.db.transaction(async (tx) => {
    const orderNo = `${buyer}-${code}`
    await tx.insert(Order, {
      source: 'mall',
      orderNo,
      channel: 'online',
      orderedAt: paidAt,
      paidAt,
      completedAt: null,
      storeCode: 'SH001',
      delivery: 'shipping',
      buyerExternalUserId: buyer,
      buyerState: 'known',
      buyerCustomerId: buyer,
      buyerKnownAt: paidAt,
      paidFen: 100,
      refundedFen,
      businessDay: '2026-11-11',
      contentHash: 'x',
      recordedAt: paidAt,
    })
    const { id } = await tx.findOneByOrFail(Order, { orderNo })
    const [, name = ''] = PRODUCTS.find(([known]) => known === code) ?? []
    await tx.insert(OrderLine, { orderId: id, lineNo: '1', productCode: code, name, quantity: 1, paidFen: 100 })
  })
}

async function track({ app, guideIds }: Shop, externalUserId: string, change: Partial<FollowUpTrack>): Promise<number> {
  const anchorKey = `test:${JSON.stringify(change)}`.slice(0, 60)
  return app.deps.db.transaction(async (tx) => {
    const row = { playbookId: 'test', externalUserId, subject: '', anchorKey, anchorAt: 0, createdAt: 0 }
    await tx.insert(FollowUpTrack, { ...row, guideId: guideIds.lin, state: 'ended', endedBecause: null, ...change })
    return (await tx.findOneByOrFail(FollowUpTrack, { externalUserId, anchorKey })).id
  })
}

async function search(guide: Browser, words: string, externalUserId: string): Promise<TalkTrackRow[]> {
  const query = new URLSearchParams({ q: words, externalUserId })
  return ((await (await guide.get(`/api/talk-tracks?${query}`)).json()) as { rows: TalkTrackRow[] }).rows
}

forEachDatabase((kind) => {
  describe(`what a sentence is chosen and filled by, on ${kind}`, () => {
    let shop: Shop
    let customer: string
    before(async () => {
      shop = await openShop(kind)
      await shop.app.deps.db.transaction(async (tx) => {
        for (const [code, name, category] of PRODUCTS) {
          await tx.insert(Product, { code, name, category, cycleDays: null, isSlowEffect: false })
        }
      })
      customer = await addCustomer(shop, '王芳芳')
      await buy(shop, customer, 'TEA', Date.parse('2026-11-11T09:00:00+08:00'))
    })
    after(() => shop.app.stop())
    const speech = (topic = {}, guideId = shop.guideIds.lin, to = customer) =>
      speechFor(shop.app.deps, guideId, to, topic)

    it('the trade of what was bought last, the stage, and the days since', async () => {
      const { trade, stage, facts } = await speech()
      expect([trade, stage]).to.deep.equal(['tea', 'lead'])
      expect(facts).to.include({ productName: '明前龙井', orderDay: '11月11日', daysSince: '10' })
      expect(facts.bundle).to.equal('1 件 9 折、3 件 8 折、5 件 7 折')
      expect(facts.offer).to.equal(undefined)
    })

    it('nothing of what was given back: nobody is asked how they like it', async () => {
      const returner = await addCustomer(shop, '还芳芳')
      await buy(shop, returner, 'KNIT', Date.parse('2026-11-12T09:00:00+08:00'), 100)
      expect(await speech({}, shop.guideIds.lin, returner)).to.not.have.nested.property('facts.productName')
      await buy(shop, returner, 'TEA', Date.parse('2026-11-11T09:00:00+08:00'), 40)
      const { trade, facts } = await speech({}, shop.guideIds.lin, returner)
      expect([trade, facts.productName, facts.daysSince]).to.deep.equal(['tea', '明前龙井', '10'])
    })

    it('the product and the words of the very start before what was bought last', async () => {
      const trackId = await track(shop, customer, {
        subject: 'KNIT',
        data: { campaignName: '双十一', phone: '13800000000' },
      })
      const { trade, facts } = await speech({ trackId, productName: '羊毛针织衫', anchorDay: '2026-11-20' })
      expect(trade).to.equal('clothing')
      expect(facts).to.include({ productName: '羊毛针织衫', orderDay: '11月20日', campaignName: '双十一' })
      expect(Object.keys(facts)).to.not.include('phone')
    })

    it('no trade for goods of a category nobody entered', async () => {
      const trackId = await track(shop, customer, { subject: 'CUP' })
      expect((await speech({ trackId })).trade).to.equal(undefined)
    })

    it('the words of a start as plain text of one line', async () => {
      const trackId = await track(shop, customer, { data: { liveName: '秋茶\n\u202e专场', holidayName: '' } })
      const { facts } = await speech({ trackId })
      expect([facts.liveName, facts.holidayName]).to.deep.equal(['秋茶 专场', undefined])
    })

    it('the benefit of the step with its last day, and none that is not in the file', async () => {
      expect((await speech({ offer: 'repurchase' })).facts).to.include({
        offer: '续购立减 20 元',
        offerUntil: '12月5日',
      })
      expect((await speech({ offer: 'constructor' })).facts.offer).to.equal(undefined)
    })

    it("a campaign's own benefit until its phase ends, and only where the step names a benefit", async () => {
      const data = { campaignName: '双十一', offer: '满 300 减 50 元' }
      const endsAt = Date.parse('2026-11-28T00:00:00+08:00')
      const trackId = await track(shop, customer, { data, endsAt })
      const { facts } = await speech({ trackId, offer: 'campaign' })
      expect(facts).to.include({ offer: '满 300 减 50 元', offerUntil: '11月27日' })
      expect((await speech({ trackId })).facts.offer).to.equal(undefined)
      // Cut in the middle, or another in its place, it would promise what nobody gives.
      const long = await track(shop, customer, { data: { ...data, offer: '满减'.repeat(60) } })
      expect((await speech({ trackId: long, offer: 'campaign' })).facts.offer).to.equal(undefined)
      const plain = await track(shop, customer, { data: { campaignName: '双十一' } })
      expect((await speech({ trackId: plain, offer: 'campaign' })).facts.offer).to.equal('活动价为您留着')
    })

    it('the live price until its window ends', async () => {
      const endsAt = Date.parse('2026-11-24T21:00:00+08:00')
      const trackId = await track(shop, customer, { data: { liveName: '秋茶专场' }, endsAt })
      expect((await speech({ trackId, offer: 'live' })).facts).to.include({ offerUntil: '11月24日' })
    })

    it('nothing of buying for a guide who did not bring the customer in', async () => {
      const { trade, stage, facts } = await speech({}, shop.guideIds.zhou)
      expect([trade, stage, facts.productName, facts.daysSince]).to.deep.equal(Array(4).fill(undefined))
    })

    it('a search finds by initials, what fits the trade before what does not', async () => {
      const rows = await search(shop.lin, 'xp', customer)
      const ids = rows.map(({ id }) => id)
      expect(ids).to.include.members(['general-new-arrivals', 'general-new-arrivals-skin'])
      expect(ids.indexOf('general-new-arrivals')).to.be.below(ids.indexOf('general-new-arrivals-skin'))
      const tea = (await search(shop.lin, '怎么', customer)).map(({ id }) => id)
      expect(tea.indexOf('general-tea-set')).to.be.below(tea.indexOf('general-clothing-size'))
      expect((await search(shop.lin, 'sghf', customer)).length).to.be.above(0)
    })

    it('a search never offers the words of another level, of groups or the automatic welcome', async () => {
      const { all } = shop.app.deps.talkTracks
      const found = new Set((await search(shop.lin, '您', customer)).map(({ id }) => id))
      for (const { id, set, level } of all())
        if (level === 'gold' || level === 'new' || set === 'welcome' || set.startsWith('group/'))
          expect(found.has(id), id).to.equal(false)
    })

    it('a nickname that is a template, a page or a gap comes out as its letters, or not at all', async () => {
      for (const name of ['{{points}}', '<b>王</b>', '【称呼】', '王'.repeat(200), '🌿🌿']) {
        const to = await addCustomer(shop, name)
        const [row] = await search(shop.lin, '日常问候', to)
        expect(row?.isReady, name).to.equal(true)
        expect(row?.text, name).to.match(/^((\{\{points\}\}|<b>王<\/b>|称呼)，)?您好，/)
      }
    })
  })
})
