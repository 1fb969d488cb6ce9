import { expect } from 'chai'
import { CreditObjection } from '../../../app/db/entities/creditCases.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import type { CaseOrder, ObjectionRow, ObjectionView } from '../../../app/features/creditCases/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { credit, holders, orderPath, plantPeople, refund, sell, type Who } from './caseBench.ts'

forEachDatabase((kind) =>
  describe(`a guide objects to whose sale it is (${kind})`, function () {
    this.timeout(240_000)
    let app: TestApp
    let who: Who
    let count = 0
    let orderNo = ''

    before(async () => {
      app = await startTestApp(kind)
      who = await plantPeople(app)
    })
    after(() => app.stop())
    beforeEach(async () => {
      orderNo = `N${++count}`
      await sell(app, orderNo, 19_900, 'guide.zhou')
      // 林晓 shared the link of it: the sale concerns her.
      await app.deps.db.transaction((tx) =>
        tx.query('UPDATE orders SET shared_by_guide = ? WHERE order_no = ?', ['guide.lin', orderNo]),
      )
    })

    const object = (browser: Browser, clientKey = `wish-key-${orderNo}`, reason = '客户是我接待的') =>
      browser.post(orderPath(orderNo, 'objections'), { clientKey, reason })
    const objected = async (browser = who['guide.lin'], clientKey?: string) =>
      ((await (await object(browser, clientKey)).json()) as { objection: ObjectionView }).objection
    const list = async (browser: Browser, query = 'state=open') =>
      ((await (await browser.get(`/api/credit-objections?${query}`)).json()) as { rows: ObjectionRow[] }).rows
    const about = async (browser: Browser, query?: string) =>
      (await list(browser, query)).filter(({ order }) => order.orderNo === orderNo)
    const uphold = (browser: Browser, id: number, over: object = {}) =>
      browser.post(`/api/credit-objections/${id}/settle`, {
        ...{ outcome: 'upheld', answer: '看了监控，是林晓接待的', clientKey: `uphold-${id}` },
        correction: { to: [{ guideUserId: 'guide.lin', parts: 1 }] },
        ...over,
      })
    const reject = (browser: Browser, id: number, answer = '小票是周敏开的') =>
      browser.post(`/api/credit-objections/${id}/settle`, { outcome: 'rejected', answer })

    it('finds the order by its number, where the sale concerns her; for others it does not exist', async () => {
      const find = async (browser: Browser, number = orderNo) =>
        ((await (await browser.get(`/api/credit-orders?orderNo=${number}`)).json()) as { orders: CaseOrder[] }).orders
      expect((await find(who['guide.lin'])).map(({ creditText }) => creditText)).to.deep.equal(['周敏 ¥199.00'])
      for (const browser of [who.boss, who.gu]) expect(await find(browser)).to.have.length(1)
      for (const browser of [who['guide.he'], who.otherBoss]) expect(await find(browser)).to.deep.equal([])
      expect(await find(who['guide.lin'], 'N-none')).to.deep.equal([])
    })

    it('with one tap, without a word if she likes, and sees what becomes of it', async () => {
      const answer = await who['guide.lin'].post(orderPath(orderNo, 'objections'), { clientKey: `bare-key-${orderNo}` })
      expect(answer.status).to.equal(200)
      const { cases } = await credit(who['guide.lin'], orderNo)
      expect(cases.mayObject).to.equal(false)
      expect(cases.objections).to.have.length(1)
      expect(cases.objections[0]).to.include({
        guideName: '林晓',
        isMine: true,
        state: 'open',
        stateText: '等店长处理',
      })
      const mine = await about(who['guide.lin'], 'state=all&mine=1')
      expect(mine[0]?.order).to.include({ orderNo, storeName: '徐汇店', creditText: '周敏 ¥199.00' })
    })

    it('once: a repeated request, and another tap while one is open, are the same objection', async () => {
      const first = await objected()
      expect((await objected()).id).to.equal(first.id)
      expect((await objected(who['guide.lin'], 'another-key')).id).to.equal(first.id)
      await sell(app, `X${orderNo}`, 19_900, 'guide.lin')
      const elsewhere = orderPath(`X${orderNo}`, 'objections')
      const reused = await who['guide.lin'].post(elsewhere, { clientKey: `wish-key-${orderNo}` })
      expect(reused.status, 'the key of another order').to.equal(422)
      const taps = await Promise.all([1, 2, 3].map((nth) => object(who['guide.zhou'], `tap-${orderNo}-${nth}`)))
      expect(taps.map(({ status }) => status)).to.deep.equal([200, 200, 200])
      expect(await about(who.boss)).to.have.length(2)
    })

    it('only to orders she may see, and only who sells', async () => {
      expect((await object(who['guide.he'])).status).to.equal(404)
      expect((await object(who.otherBoss)).status).to.equal(404)
      expect((await object(who.gu)).status).to.equal(403)
      expect((await credit(who.gu, orderNo)).cases.mayObject).to.equal(false)
      expect((await credit(who['guide.zhou'], orderNo)).cases.mayObject, 'it is hers already').to.equal(false)
    })

    it('is not offered where all the money went back: nobody could give her anything', async () => {
      expect((await credit(who['guide.lin'], orderNo)).cases.mayObject).to.equal(true)
      await refund(app, orderNo, 19_900)
      await app.settle()
      expect((await credit(who['guide.lin'], orderNo)).cases.mayObject).to.equal(false)
    })

    it('managers of the store and operators see it, other managers and colleagues do not', async () => {
      const { id } = await objected()
      expect(await about(who.boss)).to.have.length(1)
      expect((await about(who.gu))[0]).to.include({ maySettle: true, guideUserId: 'guide.lin' })
      for (const other of [who.otherBoss, who['guide.zhou'], who['guide.he']])
        expect(await about(other)).to.deep.equal([])
      expect((await reject(who.otherBoss, id)).status).to.equal(404)
      expect((await reject(who['guide.zhou'], id)).status).to.equal(403)
    })

    it('the manager of the objecting guide’s own store sees it too, and why, though the sale was elsewhere', async () => {
      await app.deps.db.transaction((tx) =>
        tx.query('UPDATE orders SET shared_by_guide = ? WHERE order_no = ?', ['guide.he', orderNo]),
      )
      expect((await who.otherBoss.get(orderPath(orderNo, 'credit'))).status).to.equal(404)
      await objected(who['guide.he'])
      expect(await about(who.otherBoss)).to.have.length(1)
      expect((await who.otherBoss.get(orderPath(orderNo, 'credit'))).status).to.equal(200)
    })

    it('rejected with an answer: it stays on record, nothing moves, and she may say it again later', async () => {
      const { id } = await objected()
      expect((await reject(who.boss, id, '')).status).to.equal(400)
      expect((await reject(who.boss, id)).status).to.equal(200)
      const { cases } = await credit(who['guide.lin'], orderNo)
      expect(cases).to.deep.include({ mayObject: true, corrections: [] })
      expect(cases.objections[0]).to.include({
        ...{ state: 'rejected', stateText: '没有支持', answer: '小票是周敏开的', settledByName: '店长沈' },
      })
      expect(await holders(who.boss, orderNo)).to.deep.equal({ 周敏: 19_900 })
      const again = await objected(who['guide.lin'], `later-key-${orderNo}`)
      expect(again.id).to.not.equal(id)
    })

    it('upheld by an operator it is corrected at once, and the why tells by whom and for what reason', async () => {
      const { id } = await objected()
      const answer = await uphold(who.gu, id)
      expect(answer.status).to.equal(200)
      expect(((await answer.json()) as { objection: ObjectionView }).objection.stateText).to.equal('已支持，业绩已更正')
      expect(await holders(who.gu, orderNo)).to.deep.equal({ 林晓: 19_900 })
      const { headline, story, cases } = await credit(who['guide.lin'], orderNo)
      expect(headline).to.equal('这单归林晓，¥199.00')
      const number = cases.corrections[0]?.number
      expect(story.at(-1)).to.deep.include({
        title: '人工更正',
        moves: [
          { name: '林晓', amountFen: 19_900 },
          { name: '周敏', amountFen: -19_900 },
        ],
        sentences: [`人工更正 ${number}（顾宁）：改计给林晓。理由：看了监控，是林晓接待的`],
      })
    })

    it('upheld by a store manager it waits for an operator: correcting is the head office’s', async () => {
      const { id } = await objected()
      expect((await uphold(who.boss, id)).status).to.equal(200)
      expect(await holders(who.boss, orderNo)).to.deep.equal({ 周敏: 19_900 })
      const { cases } = await credit(who['guide.lin'], orderNo)
      expect(cases.objections[0]?.stateText).to.equal('已支持，等总部批准更正')
      const correctionId = cases.corrections[0]?.id
      expect(
        (await who.gu.post(`/api/credit-corrections/${correctionId}/decide`, { outcome: 'approved' })).status,
      ).to.equal(200)
      expect(await holders(who.boss, orderNo)).to.deep.equal({ 林晓: 19_900 })
      expect((await about(who.boss, 'state=settled'))[0]?.stateText).to.equal('已支持，业绩已更正')
    })

    it('is settled once: a repeat changes nothing, another word is refused; of two at once one counts', async () => {
      const { id } = await objected()
      const both = await Promise.all([uphold(who.gu, id), reject(who.boss, id)])
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 422])
      const state = (await app.deps.db.read.findOneByOrFail(CreditObjection, { id })).state
      const [again, other] = state === 'upheld' ? [uphold, reject] : [reject, uphold]
      const winner = state === 'upheld' ? who.gu : who.boss
      expect((await again(winner, id)).status).to.equal(200)
      expect((await other(winner, id)).status).to.equal(422)
      const acts = await app.deps.db.read.findBy(AuditEntry, {
        subject: String(id),
        action: `credit.objection.${state}`,
      })
      expect(acts).to.have.length(1)
    })

    it('nobody settles an objection of their own, or gives a sale to themselves', async () => {
      const { id } = await objected(who.boss)
      expect((await reject(who.boss, id)).status).to.equal(422)
      const { id: hers } = await objected()
      const mine = { correction: { to: [{ guideUserId: 'boss', parts: 1 }] } }
      expect((await uphold(who.boss, hers, mine)).status).to.equal(422)
      expect((await about(who.boss, 'state=open')).map(({ maySettle }) => maySettle).sort()).to.deep.equal([
        false,
        true,
      ])
    })
  }),
)
