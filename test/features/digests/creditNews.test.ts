import { expect } from 'chai'
import { GuideDayOff } from '../../../app/db/entities/followUps.ts'
import { Product } from '../../../app/db/entities/org.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { orderPath, plantPeople, sell, type Who } from '../creditCases/caseBench.ts'

interface CardSeen {
  main_title: { title: string; desc: string }
  emphasis_content?: { title: string }
  quote_area?: { quote_text: string }
  horizontal_content_list?: { keyname: string; value: string }[]
  jump_list: { title: string; url: string }[]
}

forEachDatabase((kind) => {
  let app: TestApp
  let who: Who

  const start = async () => {
    app = await startTestApp(kind)
    who = await plantPeople(app)
    const product = { code: 'P1', name: '护手霜', category: 'care', cycleDays: null, isSlowEffect: false }
    await app.deps.db.transaction((tx) => tx.insert(Product, product))
  }
  const goTo = async (time: string) => {
    app.clock.moveTo(Date.parse(`${time}+08:00`))
    await app.settle()
  }
  const cardsOf = (userid: string) =>
    app.local
      .messagesOf(userid)
      .filter(({ msgtype }) => msgtype === 'template_card')
      .map(({ content }) => content as unknown as CardSeen)
  const titled = (userid: string, title: string) =>
    cardsOf(userid).filter(({ main_title }) => main_title.title === title)
  const rowsOf = (card: CardSeen | undefined) =>
    (card?.horizontal_content_list ?? []).map(({ keyname, value }) => `${keyname} ${value}`)
  const post = async (browser: Browser, path: string, body: object) => {
    const answer = await browser.post(path, body)
    expect(answer.status, await answer.clone().text()).to.equal(200)
    return (await answer.json()) as { objection: { id: number }; correction: { id: number; state: string } }
  }
  const object = async (orderNo: string, browser = who['guide.lin']) => {
    await sell(app, orderNo, 19_900, 'guide.zhou')
    await app.deps.db.transaction((tx) =>
      tx.query('UPDATE orders SET shared_by_guide = ? WHERE order_no = ?', ['guide.lin', orderNo]),
    )
    return (await post(browser, orderPath(orderNo, 'objections'), { clientKey: `objection-${orderNo}` })).objection.id
  }
  const settle = (browser: Browser, id: number, body: object) =>
    post(browser, `/api/credit-objections/${id}/settle`, body)
  const reject = (browser: Browser, id: number) =>
    settle(browser, id, { outcome: 'rejected', answer: '小票是周敏开的' })
  const uphold = (browser: Browser, id: number) =>
    settle(browser, id, {
      ...{ outcome: 'upheld', answer: '看了监控', clientKey: `uphold-${id}` },
      correction: { to: [{ guideUserId: 'guide.lin', parts: 1 }] },
    })

  describe(`operators are told of what waits for them (${kind})`, function () {
    this.timeout(60_000)
    const DIGEST = '等运营处理的事'
    before(start)
    after(() => app.stop())

    it('not a word on a morning on which nothing waits', async () => {
      await goTo('2026-11-23T09:20:00')
      for (const userid of ['gu', 'shen']) expect(cardsOf(userid)).to.deep.equal([])
    })

    it('of a correction above the limit: the second person, not who proposed it, and no amount', async () => {
      await sell(app, 'BIG', 900_000, 'guide.lin')
      const { correction } = await post(who.gu, orderPath('BIG', 'corrections'), {
        ...{ to: [{ guideUserId: 'guide.zhou', parts: 1 }], reason: '看了监控', clientKey: 'correction-BIG' },
      })
      expect(correction.state).to.equal('proposed')
      await goTo('2026-11-24T09:20:00')
      const [card] = titled('shen', DIGEST)
      expect(rowsOf(card)).to.deep.equal(['更正 1 条等你批准'])
      expect(card?.emphasis_content?.title).to.equal('1 件')
      expect(card?.jump_list).to.deep.equal([{ type: 1, title: '看更正', url: `${app.url}/board/#/corrections` }])
      expect(JSON.stringify(card)).to.not.match(/¥|900|林晓|周敏/)
      expect(titled('gu', DIGEST)).to.deep.equal([])
    })

    it('of objections and exceptions too, each with its page; nobody else gets it, and each once a day', async () => {
      await object('N1')
      await sell(app, 'N2', 19_900, 'nobody.here')
      await goTo('2026-11-25T09:20:00')
      const { deps } = app
      await deps.db.transaction((tx) => deps.enqueue(tx, { kind: 'digests.call', payload: {} }))
      await goTo('2026-11-25T09:40:00')
      expect(titled('shen', DIGEST).map(rowsOf)).to.deep.equal([
        ['更正 1 条等你批准'],
        ['更正 1 条等你批准', '业绩异议 1 条还没人处理', '例外 1 条'],
      ])
      expect(titled('gu', DIGEST).map(rowsOf)).to.deep.equal([['业绩异议 1 条还没人处理', '例外 1 条']])
      const pages = titled('shen', DIGEST)
        .at(-1)
        ?.jump_list.map(({ url }) => new URL(url).hash)
      expect(pages).to.deep.equal(['#/corrections', '#/disputes', '#/exceptions'])
      for (const userid of ['guide.lin', 'guide.zhou', 'boss', 'otherBoss'])
        expect(titled(userid, DIGEST), userid).to.deep.equal([])
    })

    it('on asking 待办 as well, but no manager; and not on a day off', async () => {
      for (const userid of ['shen', 'boss']) app.local.memberWrites({ userid, text: '待办' })
      await app.settle()
      expect(titled('shen', DIGEST)).to.have.length(3)
      expect(titled('boss', DIGEST)).to.deep.equal([])
      await app.deps.db.transaction(async (tx) => {
        const [row]: { id: number }[] = await tx.query('SELECT id FROM guides WHERE user_key = ?', ['gu'])
        await tx.insert(GuideDayOff, { guideId: Number(row?.id), day: '2026-11-26', setBy: 'gu', at: 0 })
      })
      await goTo('2026-11-26T09:20:00')
      expect(titled('gu', DIGEST)).to.have.length(1)
      expect(titled('shen', DIGEST)).to.have.length(4)
    })
  })

  describe(`a guide is told of the answer to an objection (${kind})`, function () {
    this.timeout(60_000)
    const ANSWER = '你的业绩异议有答复了'
    const answers = (userid = 'guide.lin') => titled(userid, ANSWER)
    before(start)
    after(() => app.stop())

    it('at once in working hours, once, with the words of who answered and the way to them', async () => {
      const id = await object('O1')
      await reject(who.boss, id)
      await reject(who.boss, id)
      await app.settle()
      const [card, ...more] = answers()
      expect(more).to.deep.equal([])
      expect(rowsOf(card)).to.deep.equal(['订单 O1', '结果 没有支持'])
      expect(card?.quote_area?.quote_text).to.equal('店长沈：小票是周敏开的')
      expect(card?.jump_list[0]?.url).to.equal(`${app.url}/sidebar/#/objections`)
      expect(JSON.stringify(card)).to.not.include('¥')
      for (const other of ['guide.zhou', 'guide.he', 'boss']) expect(answers(other)).to.deep.equal([])
    })

    it('upheld: that it waits for the head office, and again when that has decided', async () => {
      const id = await object('O2')
      const { correction } = await uphold(who.boss, id)
      await app.settle()
      expect(rowsOf(answers().at(-1))).to.include('结果 已支持，等总部批准更正')
      await post(who.gu, `/api/credit-corrections/${correction.id}/decide`, { outcome: 'approved' })
      await app.settle()
      expect(rowsOf(answers().at(-1))).to.include('结果 已支持，业绩已更正')
      expect(answers()).to.have.length(3)
    })

    it('upheld by the head office itself: once, as it ended', async () => {
      await uphold(who.gu, await object('O3'))
      await app.settle()
      expect(answers().map(rowsOf).slice(3)).to.deep.equal([['订单 O3', '结果 已支持，业绩已更正']])
    })

    it('in the evening: next morning at work, only what came of it in the end', async () => {
      await goTo('2026-11-22T21:30:00')
      const { correction } = await uphold(who.boss, await object('O4'))
      await app.settle()
      expect(answers()).to.have.length(4)
      await post(who.gu, `/api/credit-corrections/${correction.id}/decide`, { outcome: 'rejected', note: '证据不足' })
      await app.deps.db.transaction(async (tx) => {
        const [row]: { id: number }[] = await tx.query('SELECT id FROM guides WHERE user_key = ?', ['guide.lin'])
        await tx.insert(GuideDayOff, { guideId: Number(row?.id), day: '2026-11-23', setBy: 'guide.lin', at: 0 })
      })
      await goTo('2026-11-23T12:00:00')
      expect(answers()).to.have.length(4)
      await goTo('2026-11-24T09:20:00')
      const last = answers().slice(4)
      expect(last.map(rowsOf)).to.deep.equal([['订单 O4', '结果 已支持，但总部没有批准更正']])
      expect(last[0]?.quote_area?.quote_text).to.equal('顾宁：证据不足')
    })

    it('nobody is told who works here no more', async () => {
      const id = await object('O5')
      await app.deps.db.transaction((tx) => tx.query("UPDATE guides SET state = 'left' WHERE user_key = 'guide.lin'"))
      await reject(who.boss, id)
      await app.settle()
      expect(answers()).to.have.length(5)
    })
  })
})
