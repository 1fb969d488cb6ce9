import { expect } from 'chai'
import { forEachDatabase } from '../../support/db.ts'
import { type News, openNews, rowsOf } from './creditNews.ts'

forEachDatabase((kind) =>
  describe(`a guide is told of the answer to an objection (${kind})`, function () {
    this.timeout(240_000)
    let news: News
    const ANSWER = '你的业绩异议有答复了'
    const answers = (userid = 'guide.lin') => news.titled(userid, ANSWER)
    before(async () => {
      news = await openNews(kind)
    })
    after(() => news.app.stop())

    it('at once in working hours, once, with the words of who answered and the way to them', async () => {
      const id = await news.object('O1')
      await news.reject(news.who.boss, id)
      await news.reject(news.who.boss, id)
      await news.app.settle()
      // Beyond what WeCom itself takes for the same card.
      news.app.clock.advance(5 * 3_600_000)
      const { deps } = news.app
      await deps.db.transaction((tx) => deps.enqueue(tx, { kind: 'digests.objection', payload: { objectionId: id } }))
      await news.app.settle()
      const [card, ...more] = answers()
      expect(more).to.deep.equal([])
      expect(rowsOf(card)).to.deep.equal(['订单 O1', '结果 没有支持'])
      expect(card?.quote_area?.quote_text).to.equal('店长沈：小票是周敏开的')
      expect(card?.jump_list[0]?.url).to.equal(`${news.app.url}/sidebar/#/objections`)
      expect(JSON.stringify(card)).to.not.include('¥')
      for (const other of ['guide.zhou', 'guide.he', 'boss']) expect(answers(other)).to.deep.equal([])
    })

    it('upheld: that it waits for the head office, and again when that has decided', async () => {
      const id = await news.object('O2')
      const { correction } = await news.uphold(news.who.boss, id)
      await news.app.settle()
      expect(rowsOf(answers().at(-1))).to.include('结果 已支持，等总部批准更正')
      await news.post(news.who.gu, `/api/credit-corrections/${correction.id}/decide`, { outcome: 'approved' })
      await news.app.settle()
      expect(rowsOf(answers().at(-1))).to.include('结果 已支持，业绩已更正')
      expect(answers()).to.have.length(3)
    })

    it('upheld by the head office itself: once, as it ended', async () => {
      await news.uphold(news.who.gu, await news.object('O3'))
      await news.app.settle()
      expect(answers().map(rowsOf).slice(3)).to.deep.equal([['订单 O3', '结果 已支持，业绩已更正']])
    })

    it('in the evening: next morning at work, only what came of it in the end', async () => {
      await news.goTo('2026-11-22T21:30:00')
      const { correction } = await news.uphold(news.who.boss, await news.object('O4'))
      await news.app.settle()
      expect(answers()).to.have.length(4)
      await news.post(news.who.gu, `/api/credit-corrections/${correction.id}/decide`, {
        outcome: 'rejected',
        note: '证据不足',
      })
      await news.takesOff('guide.lin', '2026-11-23')
      await news.goTo('2026-11-23T12:00:00')
      expect(answers()).to.have.length(4)
      await news.goTo('2026-11-24T09:20:00')
      const last = answers().slice(4)
      expect(last.map(rowsOf)).to.deep.equal([['订单 O4', '结果 已支持，但总部没有批准更正']])
      expect(last[0]?.quote_area?.quote_text).to.equal('顾宁：证据不足')
    })

    it('nobody is told who works here no more', async () => {
      const id = await news.object('O5')
      await news.app.deps.db.transaction((tx) =>
        tx.query("UPDATE guides SET state = 'left' WHERE user_key = 'guide.lin'"),
      )
      await news.reject(news.who.boss, id)
      await news.app.settle()
      expect(answers()).to.have.length(5)
    })
  }),
)
