import { expect } from 'chai'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, cardsOf, goTo, openShop, readAnswer, type Shop, stateOf, step } from './shop.ts'

forEachDatabase((kind) => {
  describe(`cards and sidebar tell one truth on ${kind}`, () => {
    let shop: Shop
    let ids: number[]
    const names = ['王芳芳', '李梅', '赵强']
    before(async () => {
      shop = await openShop(kind)
      const customers = []
      for (const name of names) customers.push(await addCustomer(shop, name))
      await goTo(shop, '2026-11-22T10:00:00')
      ids = await Promise.all(customers.map(async (customer) => (await step(shop, customer, 'day_1')).id))
    })
    after(() => shop.app.stop())

    const cardOf = (id: number) => cardsOf(shop).find(({ taskId }) => taskId?.startsWith(`fu_${id}_`))!
    const click = async (id: number, key: string, selected?: Record<string, string[]>, userid = 'guide.lin') => {
      shop.app.local.clickCard({ userid, taskId: cardOf(id).taskId!, key, ...(selected ? { selected } : {}) })
      await shop.app.settle()
    }

    it('sends a card each while no more than three are due at once', () => {
      expect(cardsOf(shop).map(({ content }) => content.main_title.title)).to.have.members(
        names.map((name) => `${name} · 新朋友问候`),
      )
    })

    it('已跟进 on the card closes it everywhere', async () => {
      await click(ids[0]!, 'done')
      expect(await stateOf(shop, ids[0]!)).to.equal('done')
      expect(cardOf(ids[0]!).content.replace_text).to.equal('已跟进✓ 10:00')
      const view = await readAnswer(await shop.lin.get(`/api/follow-ups/${ids[0]}`))
      expect(view).to.include({ state: 'done', closedHow: 'offline' })
    })

    it('推迟 takes the chosen time, says so on the card, and comes again with a card of its own', async () => {
      await click(ids[1]!, 'snooze', { until: ['tonight'] })
      expect(await stateOf(shop, ids[1]!)).to.equal('planned')
      expect(cardOf(ids[1]!).content.replace_text).to.equal('已推迟')
      expect(cardOf(ids[1]!).content.main_title.desc).to.equal('已推迟到今天 20:00')
      await goTo(shop, '2026-11-22T20:00:30')
      expect(await stateOf(shop, ids[1]!)).to.equal('due')
      const cards = cardsOf(shop).filter(({ taskId }) => taskId?.startsWith(`fu_${ids[1]}_`))
      expect(cards).to.have.length(2)
      expect(cards[0]?.taskId).to.not.equal(cards[1]?.taskId)
    })

    it('a click on what the sidebar closed meanwhile changes nothing and shows how it ended', async () => {
      const { taskId } = cardOf(ids[2]!)
      await shop.lin.post(`/api/follow-ups/${ids[2]}/skip`, { reason: '客户出差了' })
      await shop.app.settle()
      expect(cardOf(ids[2]!).content.replace_text).to.equal('已跳过')
      const callback = { kind: 'card_clicked', userId: 'guide.lin', taskId, eventKey: 'done', selected: [] }
      await handle(shop, callback)
      expect(await stateOf(shop, ids[2]!)).to.equal('skipped')
    })

    it('somebody else clicking a card of this guide changes nothing', async () => {
      const { taskId } = cardOf(ids[1]!)
      await handle(shop, { kind: 'card_clicked', userId: 'guide.zhou', taskId, eventKey: 'done', selected: [] })
      expect(await stateOf(shop, ids[1]!)).to.equal('due')
    })

    it('a forged or foreign task id is settled without effect', async () => {
      for (const taskId of ['fu_999999_1', 'x', 'fu_1_1; DROP', undefined]) {
        await handle(shop, { kind: 'card_clicked', userId: 'guide.lin', taskId, eventKey: 'done', selected: [] })
      }
      expect(await stateOf(shop, ids[1]!)).to.equal('due')
    })
  })

  describe(`undoing what closed a card on ${kind}`, () => {
    let shop: Shop
    let id: number
    before(async () => {
      shop = await openShop(kind)
      const customer = await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-22T10:00:00')
      id = (await step(shop, customer, 'day_1')).id
    })
    after(() => shop.app.stop())
    const reopen = () => shop.lin.post(`/api/follow-ups/${id}/reopen`)
    const own = () => cardsOf(shop).filter(({ taskId }) => taskId?.startsWith(`fu_${id}_`))
    const openCards = () => own().filter(({ content }) => content.replace_text === undefined)

    it('brings a new card with buttons that work; the closed one stays closed', async () => {
      await shop.lin.post(`/api/follow-ups/${id}/done`)
      await shop.app.settle()
      expect(openCards()).to.have.length(0)
      expect((await reopen()).status).to.equal(200)
      await shop.app.settle()
      expect(own()).to.have.length(2)
      const [fresh] = openCards()
      expect(openCards()).to.have.length(1)
      shop.app.local.clickCard({ userid: 'guide.lin', taskId: fresh!.taskId!, key: 'skip' })
      await shop.app.settle()
      expect(await stateOf(shop, id)).to.equal('skipped')
      expect(openCards()).to.have.length(0)
    })

    it('said twice brings one card', async () => {
      await Promise.all([reopen(), reopen()])
      await shop.app.settle()
      expect(own()).to.have.length(3)
      expect(openCards()).to.have.length(1)
    })

    it('undone before the card was touched, exactly one card is open in the end', async () => {
      await shop.lin.post(`/api/follow-ups/${id}/done`)
      await reopen()
      await shop.app.settle()
      expect(openCards()).to.have.length(1)
    })
  })

  describe(`more than three at once on ${kind}`, () => {
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
      for (const name of ['甲', '乙', '丙', '丁']) await addCustomer(shop, name)
      await goTo(shop, '2026-11-22T10:00:00')
    })
    after(() => shop.app.stop())

    it('becomes one digest with the first three names, and all are in the list', async () => {
      const cards = cardsOf(shop)
      expect(cards).to.have.length(1)
      expect(cards[0]?.content).to.deep.include({ card_type: 'text_notice' })
      expect(cards[0]?.content.emphasis_content?.title).to.equal('4 位')
      expect(cards[0]?.content.horizontal_content_list).to.have.length(3)
      expect((await readAnswer(await shop.lin.get('/api/follow-ups'))).rows).to.have.length(4)
    })

    it('reminds once when nobody acted for four hours, then lets them expire with the reason', async () => {
      await goTo(shop, '2026-11-22T14:30:00')
      expect(cardsOf(shop)).to.have.length(2)
      expect(cardsOf(shop)[1]?.content.main_title.title).to.equal('还有客户在等你问候')
      await goTo(shop, '2026-11-22T19:00:00')
      expect(cardsOf(shop)).to.have.length(2)
      await goTo(shop, '2026-11-24T10:05:00')
      const rows = await shop.app.deps.db.read.query(
        `SELECT DISTINCT state, close_reason AS why FROM follow_ups WHERE step_id = 'day_1'`,
      )
      expect(rows.map((row: object) => ({ ...row }))).to.deep.equal([{ state: 'expired', why: 'too_late' }])
    })
  })
})

/** As the stream worker would, without the way through WeCom. */
async function handle(shop: Shop, callback: object): Promise<void> {
  const { followUpsInbox } = await import('../../../app/features/followUps/inbox.ts')
  const item = { id: 1, kind: 'card_clicked', body: '', receivedAtMs: 0, attempts: 0, settle: async () => undefined }
  await followUpsInbox.card_clicked?.(shop.app.deps, callback as never, item)
  await shop.app.settle()
}
