import { expect } from 'chai'
import { CreditCorrection } from '../../../app/db/entities/creditCases.ts'
import { LedgerEntry, LedgerPosting } from '../../../app/db/entities/ledger.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import type { Choices, CorrectionRow, CorrectionView } from '../../../app/features/creditCases/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { credit, holders, ledgerOf, orderPath, plantPeople, refund, sell, type Who } from './caseBench.ts'

const LARGE = 80_000

forEachDatabase((kind) =>
  describe(`an operator corrects whose sale it is (${kind})`, function () {
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
    const sold = async (paidFen?: number) => {
      orderNo = `N${++count}`
      await sell(app, orderNo, paidFen)
    }

    const ZHOU = [{ guideUserId: 'guide.zhou', parts: 1 }]
    const correct = (over: object = {}, browser: Browser = who.gu) =>
      browser.post(orderPath(orderNo, 'corrections'), {
        ...{ clientKey: `wish-key-${orderNo}`, reason: '小票写错了人', to: ZHOU },
        ...over,
      })
    const corrected = async (over: object = {}, browser?: Browser) =>
      ((await (await correct(over, browser)).json()) as { correction: CorrectionView }).correction
    const decide = (id: number, browser: Browser, outcome = 'approved', note = '核对过') =>
      browser.post(`/api/credit-corrections/${id}/decide`, { outcome, note })
    const waiting = async (browser: Browser) =>
      ((await (await browser.get('/api/credit-corrections')).json()) as { rows: CorrectionRow[] }).rows.filter(
        ({ order }) => order.orderNo === orderNo,
      )

    it('up to the limit alone: new entries on the day of the decision, the old ones untouched', async () => {
      await sold()
      const before = await app.deps.db.read.find(LedgerEntry)
      const { state, movedFen, toText } = await corrected()
      expect({ state, movedFen, toText }).to.deep.equal({ state: 'approved', movedFen: 19_900, toText: '周敏' })
      expect(await holders(who.gu, orderNo)).to.deep.equal({ 周敏: 19_900 })
      const after = await app.deps.db.read.find(LedgerEntry)
      expect(after.slice(0, before.length)).to.deep.equal(before)
      expect(
        await app.deps.db.read.countBy(LedgerPosting, { causeKind: 'correction', occurredOn: '2026-11-21' }),
      ).to.equal(1)
      expect(await ledgerOf(app, orderNo)).to.deep.equal({ unbalanced: 0, heldFen: 19_900, netFen: 19_900 })
    })

    it('by parts, and with a part for the store, to the fen', async () => {
      await sold(10_001)
      const to = [
        { guideUserId: 'guide.lin', parts: 70 },
        { guideUserId: 'guide.zhou', parts: 20 },
        { storeCode: 'SH001', parts: 10 },
      ]
      expect((await corrected({ to })).toText).to.equal('林晓 70%、周敏 20%、徐汇店门店池 10%')
      expect(await holders(who.gu, orderNo)).to.deep.equal({ 林晓: 7001, 周敏: 2000, 徐汇店: 1000 })
    })

    it('above the limit it waits for another operator, and stands in their list', async () => {
      await sold(LARGE)
      const { id, state } = await corrected()
      expect(state).to.equal('proposed')
      expect(await holders(who.gu, orderNo)).to.deep.equal({ 林晓: LARGE })
      expect((await waiting(who.gu))[0]).to.include({ mayDecide: false, movedFen: LARGE })
      expect((await waiting(who.shen))[0]).to.include({ mayDecide: true, proposedByName: '顾宁' })
      expect((await decide(id, who.gu)).status).to.equal(422)
      expect((await decide(id, who.boss)).status).to.equal(403)
      expect((await decide(id, who.shen)).status).to.equal(200)
      expect(await holders(who.gu, orderNo)).to.deep.equal({ 周敏: LARGE })
      const { story } = await credit(who['guide.zhou'], orderNo)
      expect(story.at(-1)?.sentences).to.deep.equal([
        `人工更正 K${id}（顾宁提出，沈越批准）：改计给周敏。理由：小票写错了人`,
      ])
      const acts = await app.deps.db.read.find(AuditEntry, { where: { subject: String(id) }, order: { id: 'ASC' } })
      expect(acts.map(({ actor, action }) => `${actor} ${action}`)).to.deep.equal([
        'gu credit.correction.proposed',
        'shen credit.correction.approved',
      ])
    })

    it('many small ones by one person count as one large one', async () => {
      await sold(40_000)
      expect((await corrected()).state).to.equal('approved')
      const back = { clientKey: `back-key-${orderNo}`, to: [{ guideUserId: 'guide.lin', parts: 1 }] }
      expect((await corrected(back)).state).to.equal('proposed')
    })

    it('rejected with a note: nothing moves, and another may be proposed', async () => {
      await sold(LARGE)
      const { id } = await corrected()
      expect((await correct({ clientKey: `second-${orderNo}` })).status).to.equal(422)
      expect((await decide(id, who.shen, 'rejected', '')).status).to.equal(400)
      expect((await decide(id, who.shen, 'rejected', '监控里是林晓')).status).to.equal(200)
      expect(await holders(who.gu, orderNo)).to.deep.equal({ 林晓: LARGE })
      expect((await credit(who['guide.lin'], orderNo)).cases.corrections[0]).to.include({
        ...{ state: 'rejected', note: '监控里是林晓', decidedByName: '沈越' },
      })
      expect((await decide(id, who.shen)).status).to.equal(422)
      expect((await corrected({ clientKey: `third-key-${orderNo}` })).state).to.equal('proposed')
    })

    it('a refund afterwards is taken from whoever holds it now', async () => {
      await sold()
      await corrected()
      app.clock.advance(3_600_000)
      await refund(app, orderNo, 9_900)
      await app.settle()
      expect(await holders(who.gu, orderNo)).to.deep.equal({ 周敏: 10_000 })
    })

    it('the later of two counts, also within one millisecond', async () => {
      await sold()
      for (let nth = 0; nth < 12; nth++) {
        const to = [{ guideUserId: nth % 2 === 0 ? 'guide.zhou' : 'guide.lin', parts: 1 }]
        const { id, state } = await corrected({ clientKey: `turn-${orderNo}-${nth}`, to })
        if (state === 'proposed') await decide(id, who.shen)
        expect(await holders(who.gu, orderNo)).to.deep.equal({ [nth % 2 === 0 ? '周敏' : '林晓']: 19_900 })
      }
    })

    it('refuses what cannot be, in words', async () => {
      await sold()
      const faults: [object, string][] = [
        [{ to: [{ guideUserId: 'nobody', parts: 1 }] }, '没有这位导购'],
        [{ to: [{ storeCode: 'XX', parts: 1 }] }, '没有这家门店'],
        [{ to: [...ZHOU, { guideUserId: 'GUIDE.ZHOU', parts: 1 }] }, '只能写一次'],
        [{ to: [{ guideUserId: 'shen', parts: 1 }] }, '不是在岗导购'],
        [{ to: [{ guideUserId: 'guide.lin', parts: 1 }] }, '和现在一样'],
        [{ lineNo: '9' }, '没有这一行'],
      ]
      for (const [over, words] of faults) {
        const answer = await correct(over)
        expect(answer.status, words).to.equal(422)
        expect(((await answer.json()) as { error: { message: string } }).error.message).to.include(words)
      }
      expect((await correct({ to: [] })).status).to.equal(400)
      expect((await correct({ reason: ' ' })).status).to.equal(400)
      expect((await correct({}, who.boss)).status).to.equal(403)
      expect(await app.deps.db.read.countBy(CreditCorrection, { clientKey: `wish-key-${orderNo}` })).to.equal(0)
    })

    it('a repeated request is the same correction', async () => {
      await sold()
      const first = await corrected()
      expect((await corrected()).id).to.equal(first.id)
      const clientKey = `wish-key-${orderNo}`
      await sold()
      expect((await correct({ clientKey })).status, 'the key of another order').to.equal(422)
    })

    it('offers whom it may name: who it concerns first, others by name, each in one’s own reach', async () => {
      await sold()
      const ask = async (browser: Browser, words = '') =>
        (await (await browser.get(`${orderPath(orderNo, 'credit/choices')}?words=${words}`)).json()) as Choices
      const choices = await ask(who.gu)
      expect(choices.guides[0]).to.deep.equal({ guideUserId: 'guide.lin', name: '林晓', storeName: '徐汇店' })
      expect(choices.lines).to.deep.equal([{ lineNo: '1', name: '白茶 250g', paidFen: 19_900 }])
      expect(choices.stores).to.deep.equal([{ storeCode: 'SH001', name: '徐汇店' }])
      expect((await ask(who.gu, '何')).guides.map(({ name }) => name)).to.deep.equal(['何欢'])
      expect((await ask(who.boss, '何')).guides).to.deep.equal([])
      expect((await ask(who.gu, '静安')).stores).to.deep.equal([{ storeCode: 'SH002', name: '静安店' }])
      expect((await ask(who.boss, '静安')).stores).to.deep.equal([])
      expect((await ask(who.gu, '%25')).guides).to.deep.equal([])
    })
  }),
)
