import { expect } from 'chai'
import { SendRecord } from '../../../app/db/entities/followUps.ts'
import { forEachDatabase } from '../../support/db.ts'
import {
  addCustomer,
  cardsOf,
  figures,
  followUpsOf,
  goTo,
  openShop,
  readAnswer,
  type Shop,
  stateOf,
  step,
} from './shop.ts'

forEachDatabase((kind) => {
  describe(`from a new friend to a sent sentence on ${kind}`, () => {
    let shop: Shop
    let customer: string
    before(async () => {
      shop = await openShop(kind)
      customer = await addCustomer(shop, '王芳芳')
    })
    after(() => shop.app.stop())

    it('plans day 1, 3 and 7 for the guide who was added', async () => {
      const rows = await followUpsOf(shop, customer, 'new_friend')
      expect(rows.map((row) => [row.stepId, row.state, row.guideId])).to.deep.equal([
        ['day_1', 'planned', shop.guideIds.lin],
        ['day_3', 'planned', shop.guideIds.lin],
        ['day_7', 'planned', shop.guideIds.lin],
      ])
      expect(new Date(rows[0]!.dueAt).toISOString()).to.equal('2026-11-22T01:50:00.000Z')
    })

    it('says nothing before the day, and brings one card when it is due', async () => {
      expect(cardsOf(shop)).to.have.length(0)
      await goTo(shop, '2026-11-22T10:00:00')
      const cards = cardsOf(shop)
      expect(cards).to.have.length(1)
      const { content } = cards[0]!
      expect(content.main_title.title).to.equal('王芳芳 · 新朋友问候')
      expect(content.main_title.desc).to.equal('今天 20:00前跟进')
      expect(content.quote_area?.quote_text).to.include('王芳芳，您好，我是徐汇店的林晓')
      const { id } = await step(shop, customer, 'day_1')
      expect(content.button_list?.map(({ text }) => text)).to.deep.equal(['去发送', '已跟进', '推迟', '跳过'])
      expect(content.button_list?.[0]?.url).to.match(new RegExp(`/sidebar/\\?t=${id}#/t/${id}$`))
      expect(await figures(shop, shop.guideIds.lin, '2026-11-22')).to.deep.equal({ due: 1, done: 0, onTime: 0 })
    })

    it('sends no second card, however often the sweep runs', async () => {
      await shop.app.settle()
      shop.app.clock.advance(120_000)
      await shop.app.settle()
      expect(cardsOf(shop)).to.have.length(1)
    })

    it('shows it in the list and on its page, with the whole sentence, to its guide only', async () => {
      const mine = await readAnswer(await shop.lin.get('/api/follow-ups'))
      expect(mine.rows).to.have.length(1)
      const row = mine.rows[0]!
      expect(row).to.include({ customerName: '王芳芳', title: '新朋友问候', state: 'due', purpose: 'service' })
      expect(row.reason).to.equal('11月21日刚加的好友，趁热打个招呼')
      expect(row.talkTrack).to.include({ isReady: true, id: 'nf-day-1' })
      expect((await shop.lin.get(`/api/follow-ups/${row.id}`)).status).to.equal(200)
      expect((await shop.zhou.get(`/api/follow-ups/${row.id}`)).status).to.equal(404)
      expect((await shop.zhou.post(`/api/follow-ups/${row.id}/done`)).status).to.equal(404)
      expect((await shop.app.anonymous.get(`/api/follow-ups/${row.id}`)).status).to.equal(401)
      expect((await readAnswer(await shop.zhou.get('/api/follow-ups'))).rows).to.deep.equal([])
    })

    it('stays open when the guide cancels or sending fails', async () => {
      const { id } = await step(shop, customer, 'day_1')
      for (const result of ['cancel', 'fail']) {
        const answer = await shop.lin.post(`/api/follow-ups/${id}/sent`, { clientKey: `tap-${result}-1`, result })
        expect(answer.status).to.equal(200)
        expect((await readAnswer(answer)).followUp.state).to.equal('due')
      }
      expect(await stateOf(shop, id)).to.equal('due')
    })

    it('refuses a sentence that still holds a gap', async () => {
      const { id } = await step(shop, customer, 'day_1')
      const answer = await shop.lin.post(`/api/follow-ups/${id}/sent`, {
        clientKey: 'tap-gap-01',
        text: '【称呼】您好',
      })
      expect(answer.status).to.equal(422)
      expect((await readAnswer(answer)).error.code).to.equal('TALK_TRACK_UNFILLED')
      expect(await stateOf(shop, id)).to.equal('due')
    })

    it('is done once the sentence was sent, with the exact words and their template kept', async () => {
      const { id } = await step(shop, customer, 'day_1')
      const report = { clientKey: 'tap-ok-0001', result: 'ok', text: '王女士您好，改过的一句', isEdited: true }
      for (let repeat = 0; repeat < 2; repeat += 1) {
        const answer = await shop.lin.post(`/api/follow-ups/${id}/sent`, report)
        expect(answer.status).to.equal(200)
        const { followUp } = await readAnswer(answer)
        expect(followUp).to.include({ state: 'done', closedHow: 'sent' })
      }
      const sends = await shop.app.deps.db.read.findBy(SendRecord, { followUpId: id, result: 'ok' })
      expect(sends).to.have.length(1)
      expect(sends[0]).to.include({
        body: '王女士您好，改过的一句',
        isEdited: true,
        talkTrackId: 'nf-day-1',
        kind: 'chat',
      })
      expect(sends[0]?.templateHash).to.equal(shop.app.deps.talkTracks.find('nf-day-1')?.hash)
      expect(await figures(shop, shop.guideIds.lin, '2026-11-22')).to.deep.equal({ due: 1, done: 1, onTime: 1 })
    })

    it('shows the same truth on the card', async () => {
      await shop.app.settle()
      expect(cardsOf(shop)[0]?.content.replace_text).to.match(/^已跟进✓ 10:/)
    })

    it('keeps what really left even when it comes too late to close anything', async () => {
      const { id } = await step(shop, customer, 'day_3')
      expect((await shop.lin.post(`/api/follow-ups/${id}/skip`, { reason: '已经到店聊过' })).status).to.equal(200)
      const late = { clientKey: 'tap-late-001', result: 'ok', text: '您好，补发一句' }
      expect((await shop.lin.post(`/api/follow-ups/${id}/sent`, late)).status).to.equal(409)
      expect(await shop.app.deps.db.read.countBy(SendRecord, { followUpId: id, result: 'ok' })).to.equal(1)
    })

    it('counts once what ten taps report at the same time', async () => {
      const { id } = await step(shop, customer, 'day_7')
      const tap = { clientKey: 'tap-many-001', result: 'ok' }
      const taps = Array.from({ length: 10 }, () => shop.lin.post(`/api/follow-ups/${id}/sent`, tap))
      expect((await Promise.all(taps)).map(({ status }) => status)).to.deep.equal(Array(10).fill(200))
      expect(await shop.app.deps.db.read.countBy(SendRecord, { followUpId: id })).to.equal(1)
      // Three follow-ups with one customer on one day are one point.
      expect(await figures(shop, shop.guideIds.lin, '2026-11-22')).to.deep.equal({ due: 1, done: 1, onTime: 1 })
    })

    it('refuses another act on what is closed', async () => {
      const { id } = await step(shop, customer, 'day_1')
      for (const [path, body] of [
        ['done', undefined],
        ['skip', { reason: '不合适' }],
        ['snooze', { until: 'tonight' }],
      ] as const) {
        const answer = await shop.lin.post(`/api/follow-ups/${id}/${path}`, body)
        expect(answer.status, path).to.equal(409)
        expect((await readAnswer(answer)).error.code).to.equal('FOLLOW_UP_CLOSED')
      }
    })

    it('can be undone for ten seconds, and not a second longer', async () => {
      const { id } = await step(shop, customer, 'day_1')
      const reopened = await shop.lin.post(`/api/follow-ups/${id}/reopen`)
      expect((await readAnswer(reopened)).followUp.state).to.equal('due')
      expect((await shop.lin.post(`/api/follow-ups/${id}/done`)).status).to.equal(200)
      shop.app.clock.advance(10_001)
      expect((await shop.lin.post(`/api/follow-ups/${id}/reopen`)).status).to.equal(409)
    })
  })

  describe(`the day figures of a guide on ${kind}`, () => {
    let shop: Shop
    let id: number
    before(async () => {
      shop = await openShop(kind)
      const customer = await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-22T10:00:00')
      id = (await step(shop, customer, 'day_1')).id
    })
    after(() => shop.app.stop())
    const today = () => figures(shop, shop.guideIds.lin, '2026-11-22')

    it('take back what is undone', async () => {
      await shop.lin.post(`/api/follow-ups/${id}/done`, { note: '电话聊过' })
      expect(await today()).to.deep.equal({ due: 1, done: 1, onTime: 1 })
      await shop.lin.post(`/api/follow-ups/${id}/reopen`)
      expect(await today()).to.deep.equal({ due: 1, done: 0, onTime: 0 })
    })

    it('count as late what is done after 20:00', async () => {
      shop.app.clock.moveTo(Date.parse('2026-11-22T20:00:01+08:00'))
      await shop.lin.post(`/api/follow-ups/${id}/done`)
      expect(await today()).to.deep.equal({ due: 1, done: 1, onTime: 0 })
    })
  })
})
