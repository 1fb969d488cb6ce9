import { expect } from 'chai'
import { Job } from '../../../app/db/entities/durable.ts'
import { FollowUp, SendRecord } from '../../../app/db/entities/followUps.ts'
import { GuideAssignment } from '../../../app/db/entities/org.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, cardsOf, followUps, goTo, openShop, readAnswer, type Shop, step } from './shop.ts'

forEachDatabase((kind) => {
  describe(`manners towards a customer on ${kind}`, () => {
    let shop: Shop
    beforeEach(async () => {
      shop = await openShop(kind)
    })
    afterEach(() => shop.app.stop())

    it('nothing leaves in quiet hours: it waits for the morning, and says that it moved', async () => {
      const customer = await addCustomer(shop, '王芳芳')
      // The product was down all day and comes back late in the evening.
      await goTo(shop, '2026-11-22T21:30:00')
      expect(cardsOf(shop)).to.have.length(0)
      const row = await step(shop, customer, 'day_1')
      expect([row.state, row.movedBecause, new Date(row.dueAt).toISOString()]).to.deep.equal([
        'planned',
        'quiet_hours',
        // The same time of day as it was meant for.
        '2026-11-23T01:50:00.000Z',
      ])
      await goTo(shop, '2026-11-23T09:00:00')
      expect(cardsOf(shop)).to.have.length(0)
      await goTo(shop, '2026-11-23T09:50:00')
      expect(cardsOf(shop)).to.have.length(1)
      const [view] = (await readAnswer(await shop.lin.get('/api/follow-ups'))).rows
      expect(view?.reason).to.include('避开了休息时间')
    })

    it('what is due to somebody who is not at work asks for nothing, minute by minute', async () => {
      await addCustomer(shop, '王芳芳')
      const guideId = shop.guideIds.lin
      await shop.app.deps.db.transaction((tx) => tx.update(GuideAssignment, { guideId }, { toDay: '2026-11-21' }))
      await goTo(shop, '2026-11-22T10:00:00')
      expect(await shop.app.deps.db.read.countBy(Job, { kind: 'followUps.deliverDue' })).to.be.greaterThan(0)
      expect(await shop.app.deps.db.read.countBy(Job, { kind: 'followUps.deliver' })).to.equal(0)
    })

    it('a customer spoken to today is not prompted again today', async () => {
      const customer = await addCustomer(shop, '王芳芳')
      // With days 3 and 7 out of the way the week has room for tomorrow.
      for (const stepId of ['day_3', 'day_7']) {
        const { id } = await step(shop, customer, stepId)
        expect((await shop.lin.post(`/api/follow-ups/${id}/skip`, { reason: '客户在外地' })).status).to.equal(200)
      }
      shop.app.clock.moveTo(Date.parse('2026-11-22T09:10:00+08:00'))
      const send = {
        clientKey: 'free-send-01',
        externalUserId: customer,
        text: '您好，到货了',
        talkTrackId: 'general-thanks',
      }
      expect((await shop.lin.post('/api/sends', send)).status).to.equal(200)
      await goTo(shop, '2026-11-22T10:00:00')
      expect(cardsOf(shop)).to.have.length(0)
      const row = await step(shop, customer, 'day_1')
      expect([row.state, row.movedBecause]).to.deep.equal(['planned', 'budget_day'])
    })

    it('a free send is kept once, with its words, and only towards somebody the guide knows', async () => {
      const customer = await addCustomer(shop, '王芳芳')
      const send = {
        clientKey: 'free-send-02',
        externalUserId: customer,
        text: '您好，到货了',
        talkTrackId: 'general-thanks',
      }
      for (const browser of [shop.lin, shop.lin]) expect((await browser.post('/api/sends', send)).status).to.equal(200)
      expect((await shop.zhou.post('/api/sends', send)).status).to.equal(404)
      expect((await shop.lin.post('/api/sends', { ...send, externalUserId: 'wmNobody' })).status).to.equal(404)
      expect((await shop.lin.post('/api/sends', { ...send, text: '【称呼】您好' })).status).to.equal(422)
      expect((await shop.lin.post('/api/sends', { ...send, externalUserId: undefined })).status).to.equal(400)
      const rows = await shop.app.deps.db.read.findBy(SendRecord, { externalUserId: customer, kind: 'chat' })
      expect(rows).to.have.length(1)
      expect(rows[0]).to.include({ body: '您好，到货了', talkTrackId: 'general-thanks', result: 'ok' })
    })

    it('a customer moved to another guide takes what is open along; the first guide is told on the card', async () => {
      const customer = await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-22T10:00:00')
      const { deps } = shop.app
      await shop.app.local.customerAdds({ userid: 'guide.zhou', name: '王芳芳', externalUserId: customer })
      await shop.app.settle()
      const holders = (await followUps(shop, customer)).map(({ guideId }) => guideId)
      expect([...new Set(holders)]).to.deep.equal([shop.guideIds.lin])
      await deps.db.transaction(async (tx) => {
        await tx.query('UPDATE bindings SET guide_id = ? WHERE open_key = ?', [shop.guideIds.zhou, customer])
        const moved = { externalUserId: customer, guideId: shop.guideIds.zhou, fromGuideId: shop.guideIds.lin }
        await deps.emit(tx, { name: 'BindingMoved', ...moved, atMs: shop.app.clock.nowMs() })
      })
      await goTo(shop, '2026-11-22T10:01:00')
      const rows = await followUps(shop, customer)
      expect(rows.map(({ guideId }) => guideId)).to.deep.equal(rows.map(() => shop.guideIds.zhou))
      // Greeted by the first guide: nobody greets them all over again.
      expect(rows.filter(({ playbookId }) => playbookId === 'new_friend')).to.have.length(3)
      expect(cardsOf(shop)[0]?.content.replace_text).to.equal('已转给同事')
      expect(cardsOf(shop, 'guide.zhou')).to.have.length(1)
    })

    it('a guide who is not at work gets no card, and what they had expires instead of waiting for ever', async () => {
      const customer = await addCustomer(shop, '王芳芳')
      await shop.app.deps.db.transaction((tx) =>
        tx.query('UPDATE guide_assignments SET to_day = ? WHERE guide_id = ?', ['2026-11-21', shop.guideIds.lin]),
      )
      await goTo(shop, '2026-11-22T10:00:00')
      expect((await step(shop, customer, 'day_1')).state).to.equal('planned')
      await goTo(shop, '2026-11-24T10:05:00')
      const row = await step(shop, customer, 'day_1')
      expect([row.state, row.closeReason]).to.deep.equal(['expired', 'too_late'])
      expect(cardsOf(shop)).to.have.length(0)
    })

    it('a card whose sending broke off is not sent twice', async () => {
      await addCustomer(shop, '王芳芳')
      shop.app.local.fault({ api: 'message/send', times: 1, errcode: 'half_body', afterEffect: true })
      await goTo(shop, '2026-11-22T10:00:00')
      for (let minute = 0; minute < 5; minute += 1) {
        shop.app.clock.advance(60_000)
        await shop.app.settle()
      }
      expect(shop.app.local.calls('message/send').length).to.be.at.least(2)
      expect(cardsOf(shop)).to.have.length(1)
      const parked = await shop.app.deps.db.read.query(`SELECT id FROM jobs WHERE state = 'parked'`)
      expect(parked).to.have.length(0)
      const [row] = await shop.app.deps.db.read.findBy(FollowUp, { state: 'due' })
      expect(row?.stepId).to.equal('day_1')
    })

    it('talk tracks are found by words and filled for the customer, for guides who know them', async () => {
      const customer = await addCustomer(shop, '王芳芳')
      const found = await readAnswer(await shop.lin.get(`/api/talk-tracks?q=新品&externalUserId=${customer}`))
      expect(found.rows.map((row) => (row as unknown as { text: string }).text)[0]).to.match(/^王芳芳，您好/)
      expect((await shop.zhou.get(`/api/talk-tracks?q=&externalUserId=${customer}`)).status).to.equal(404)
      expect((await shop.lin.get('/api/talk-tracks?q=100%25')).status).to.equal(200)
    })

    it('hostile nicknames come out as plain text on every road', async () => {
      for (const name of ['{{x}}', '<script>x', '\u202e王芳', '王'.repeat(500)]) await addCustomer(shop, name)
      await goTo(shop, '2026-11-22T10:00:00')
      const { rows } = await readAnswer(await shop.lin.get('/api/follow-ups'))
      // A name nobody could say is left out.
      expect(rows.map(({ talkTrack }) => talkTrack?.text.split('，我是')[0])).to.have.members([
        '{{x}}，您好',
        '<script>x，您好',
        '王芳，您好',
        '您好',
      ])
      expect(JSON.stringify(rows)).to.not.include('\u202e')
      for (const { customerName } of rows) expect(customerName.length).to.be.at.most(40)
    })
  })
})
