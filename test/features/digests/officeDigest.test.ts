import { expect } from 'chai'
import { forEachDatabase } from '../../support/db.ts'
import { orderPath, sell } from '../creditCases/caseBench.ts'
import { type News, openNews, rowsOf } from './creditNews.ts'

forEachDatabase((kind) =>
  describe(`operators are told of what waits for them (${kind})`, function () {
    this.timeout(240_000)
    let news: News
    const DIGEST = '等运营处理的事'
    before(async () => {
      news = await openNews(kind)
    })
    after(() => news.app.stop())

    it('not a word on a morning on which nothing waits', async () => {
      await news.goTo('2026-11-23T09:20:00')
      for (const userid of ['gu', 'shen']) expect(news.cardsOf(userid)).to.deep.equal([])
    })

    it('of a correction above the limit: the second person, not who proposed it, and no amount', async () => {
      await sell(news.app, 'BIG', 900_000, 'guide.lin')
      const { correction } = await news.post(news.who.gu, orderPath('BIG', 'corrections'), {
        ...{ to: [{ guideUserId: 'guide.zhou', parts: 1 }], reason: '看了监控', clientKey: 'correction-BIG' },
      })
      expect(correction.state).to.equal('proposed')
      await news.goTo('2026-11-24T09:20:00')
      const [card] = news.titled('shen', DIGEST)
      expect(rowsOf(card)).to.deep.equal(['更正 1 条等你批准'])
      expect(card?.emphasis_content?.title).to.equal('1 件')
      expect(card?.jump_list).to.deep.equal([{ type: 1, title: '看更正', url: `${news.app.url}/board/#/corrections` }])
      expect(JSON.stringify(card)).to.not.match(/¥|900|林晓|周敏/)
      expect(news.titled('gu', DIGEST)).to.deep.equal([])
    })

    it('of objections and exceptions too, each with its page; nobody else gets it, and each once a day', async () => {
      await news.object('N1')
      await sell(news.app, 'N2', 19_900, 'nobody.here')
      await news.goTo('2026-11-25T09:20:00')
      const { deps } = news.app
      await deps.db.transaction((tx) => deps.enqueue(tx, { kind: 'digests.call', payload: {} }))
      await news.goTo('2026-11-25T09:40:00')
      expect(news.titled('shen', DIGEST).map(rowsOf)).to.deep.equal([
        ['更正 1 条等你批准'],
        ['更正 1 条等你批准', '业绩异议 1 条还没人处理', '例外 1 条'],
      ])
      expect(news.titled('gu', DIGEST).map(rowsOf)).to.deep.equal([['业绩异议 1 条还没人处理', '例外 1 条']])
      const pages = news
        .titled('shen', DIGEST)
        .at(-1)
        ?.jump_list.map(({ url }) => new URL(url).hash)
      expect(pages).to.deep.equal(['#/corrections', '#/disputes', '#/exceptions'])
      for (const userid of ['guide.lin', 'guide.zhou', 'boss', 'otherBoss'])
        expect(news.titled(userid, DIGEST), userid).to.deep.equal([])
    })

    it('on asking 待办 as well, but no manager; and not on a day off', async () => {
      for (const userid of ['shen', 'boss']) news.app.local.memberWrites({ userid, text: '待办' })
      await news.app.settle()
      expect(news.titled('shen', DIGEST)).to.have.length(3)
      expect(news.titled('boss', DIGEST)).to.deep.equal([])
      await news.takesOff('gu', '2026-11-26')
      await news.goTo('2026-11-26T09:20:00')
      expect(news.titled('gu', DIGEST)).to.have.length(1)
      expect(news.titled('shen', DIGEST)).to.have.length(4)
    })
  }),
)
