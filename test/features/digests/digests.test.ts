import { expect } from 'chai'
import { GuideDayOff } from '../../../app/db/entities/followUps.ts'
import { Guide, GuideAssignment } from '../../../app/db/entities/org.ts'
import type { Browser } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { orderPath, sell } from '../creditCases/caseBench.ts'
import { addCustomer, type CardSeen, cardsOf, goTo, openShop, type Shop } from '../followUps/shop.ts'

const titleOf = ({ content }: CardSeen) => content.main_title.title
const digestsOf = (shop: Shop, userid?: string) =>
  cardsOf(shop, userid).filter((card) => titleOf(card) === '今天要跟进的客户')
const rowsOf = ({ content }: CardSeen) =>
  (content.horizontal_content_list ?? []).map(({ keyname, value }) => `${keyname} ${value}`)

async function addPost(shop: Shop, userId: string, role: 'store_manager' | 'region_manager', storeCode: string | null) {
  shop.app.local.addMember({ userid: userId, name: userId })
  await shop.app.deps.db.transaction(async (tx) => {
    await tx.insert(Guide, { userId, userKey: userId, name: userId, state: 'active', leftOn: null, createdAt: 0 })
    const { id } = await tx.findOneByOrFail(Guide, { userKey: userId })
    const regionCode = role === 'region_manager' ? 'EAST' : null
    const post = {
      guideId: id,
      role,
      level: 'skilled',
      storeCode,
      regionCode,
      fromDay: '2026-01-01',
      toDay: null,
    } as const
    await tx.insert(GuideAssignment, post)
  })
}

forEachDatabase((kind) => {
  describe(`the morning's digests on ${kind}`, function () {
    this.timeout(240_000)
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
      await addPost(shop, 'boss.qian', 'store_manager', 'SH001')
      for (const name of ['甲', '乙']) await addCustomer(shop, name)
    })
    after(() => shop.app.stop())

    it('come a few minutes past nine to who has somebody waiting today, and to nobody else', async () => {
      await goTo(shop, '2026-11-22T09:01:30')
      expect(digestsOf(shop)).to.have.length(0)
      await goTo(shop, '2026-11-22T09:13:00')
      expect(digestsOf(shop).map(({ content }) => content.emphasis_content?.title)).to.deep.equal(['2 位'])
      expect(digestsOf(shop, 'guide.zhou')).to.have.length(0)
    })

    it('come once a day, however often the schedule is asked', async () => {
      const { deps } = shop.app
      await deps.db.transaction((tx) => deps.enqueue(tx, { kind: 'digests.call', payload: {} }))
      await goTo(shop, '2026-11-22T09:20:00')
      await deps.db.transaction((tx) =>
        deps.enqueue(tx, { kind: 'digests.guide', payload: { guideId: shop.guideIds.lin, day: '2026-11-22' } }),
      )
      await shop.app.settle()
      expect(digestsOf(shop)).to.have.length(1)
    })

    it('tell a manager of yesterday, with one link to the board; none where nobody is answered for', async () => {
      const [card, ...more] = cardsOf(shop, 'boss.qian')
      expect(more).to.deep.equal([])
      expect(card && titleOf(card)).to.equal('11月21日经营情况')
      expect(card?.content.emphasis_content?.title).to.equal('¥0')
      expect(JSON.stringify(card?.content).split('/board/').length - 1).to.equal(2)
    })

    it('do not come on a day off; late ones of a store stand in the manager’s', async () => {
      await shop.app.deps.db.transaction(async (tx) => {
        for (const day of ['2026-11-23', '2026-11-24'])
          await tx.insert(GuideDayOff, { guideId: shop.guideIds.lin, day, setBy: 'guide.lin', at: 0 })
      })
      await goTo(shop, '2026-11-22T10:30:00')
      await goTo(shop, '2026-11-23T09:15:00')
      expect(digestsOf(shop)).to.have.length(1)
      await goTo(shop, '2026-11-23T10:40:00')
      await goTo(shop, '2026-11-24T09:01:30')
      await goTo(shop, '2026-11-24T09:15:00')
      const last = cardsOf(shop, 'boss.qian').at(-1)!
      expect(rowsOf(last)).to.include('待跟进 徐汇店 2 条')
    })
  })

  describe(`objections in the manager's digest on ${kind}`, function () {
    this.timeout(240_000)
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
      await addPost(shop, 'boss.qian', 'store_manager', 'SH001')
      await addPost(shop, 'boss.sun', 'region_manager', null)
    })
    after(() => shop.app.stop())

    const object = async (browser: Browser, orderNo: string) => {
      const answer = await browser.post(orderPath(orderNo, 'objections'), { clientKey: `objection-${orderNo}` })
      expect(answer.status).to.equal(200)
      return ((await answer.json()) as { objection: { id: number } }).objection.id
    }
    /** The card of the morning, asked for by its word. */
    const told = async (userid: string) => {
      shop.app.clock.advance(600_000)
      shop.app.local.memberWrites({ userid, text: '待办' })
      await shop.app.settle()
      return rowsOf(cardsOf(shop, userid).at(-1)!).filter((row) => row.startsWith('业绩异议'))
    }

    it('say how many wait for this manager: not those settled, and never their own', async () => {
      const { app, lin } = shop
      for (const orderNo of ['A1', 'A2', 'A3']) await sell(app, orderNo)
      expect(await told('boss.qian')).to.deep.equal([])
      const boss = await app.signIn('boss.qian')
      await object(lin, 'A1')
      const settled = await object(lin, 'A2')
      await boss.post(`/api/credit-objections/${settled}/settle`, { outcome: 'rejected', answer: '小票没有错' })
      await object(boss, 'A3')
      expect(await told('boss.qian')).to.deep.equal(['业绩异议 1 条等你处理'])
      expect(await told('boss.sun')).to.deep.equal(['业绩异议 2 条等你处理'])
    })
  })

  describe(`words to the bot on ${kind}`, function () {
    this.timeout(240_000)
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
      await addPost(shop, 'boss.qian', 'store_manager', 'SH001')
      await addPost(shop, 'boss.sun', 'region_manager', null)
      shop.app.local.addMember({ userid: 'office.wu', name: '吴' })
    })
    after(() => shop.app.stop())

    /** @returns the titles of the cards that came for it */
    async function say(text: string, userid = 'guide.lin'): Promise<string[]> {
      const had = cardsOf(shop, userid).length
      shop.app.local.memberWrites({ userid, text })
      await shop.app.settle()
      return cardsOf(shop, userid).slice(had).map(titleOf)
    }

    it('待办 says that nobody waits, and who does', async () => {
      expect(await say('待办')).to.deep.equal(['今天没有待跟进'])
      await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-22T10:30:00')
      expect(await say('　待 办。')).to.deep.equal(['今天要跟进的客户'])
    })

    it('排行 shows the own place among the guides of the region', async () => {
      expect(await say('排行')).to.deep.equal(['华东本月排行'])
      const card = cardsOf(shop).at(-1)!
      expect(card.content.emphasis_content?.title).to.equal('第 1 名')
      expect(rowsOf(card)).to.deep.equal(['第1名 林晓 ¥0', '第1名 周敏 ¥0', '本店 第 1 名，共 2 人'])
    })

    it('works for managers', async () => {
      expect(await say('待办', 'boss.sun')).to.deep.equal(['11月21日经营情况'])
      expect(await say('排行', 'boss.qian')).to.deep.equal(['负责门店本月排行'])
    })

    it('anything else is answered with what can be said, and not again at once', async () => {
      expect(await say('你好')).to.deep.equal(['我听得懂这几句'])
      expect(await say('<b>哈哈</b>')).to.deep.equal([])
      for (const text of ['在吗', 'constructor']) {
        shop.app.clock.advance(600_000)
        expect(await say(text)).to.deep.equal(['我听得懂这几句'])
      }
    })

    it('the same word twice in a minute is answered once; later it is answered again', async () => {
      shop.app.clock.advance(60_000)
      expect(await say('帮助')).to.have.length(1)
      expect(await say('帮助')).to.have.length(0)
      shop.app.clock.advance(60_000)
      expect(await say('帮助')).to.have.length(1)
    })

    it('strangers and leavers get nothing', async () => {
      expect(await say('待办', 'office.wu')).to.deep.equal([])
      await shop.app.deps.db.transaction(async (tx) => {
        await tx.update(Guide, { userKey: 'guide.zhou' }, { state: 'left', leftOn: '2026-11-21' })
      })
      expect(await say('待办', 'guide.zhou')).to.deep.equal([])
    })
  })
})
