import { expect } from 'chai'
import type { CampaignForecast } from '../../../app/features/campaigns/contract.ts'
import { forEachDatabase } from '../../support/db.ts'
import {
  addFriend,
  giveBack,
  goTo,
  openPromotion,
  PLAN,
  type Promotion,
  read,
  runPlan,
  runsOf,
  sell,
} from './promotion.ts'

const at = (time: string) => Date.parse(`${time}+08:00`)

forEachDatabase((kind) =>
  describe(`campaigns (${kind})`, function () {
    this.timeout(240_000)
    let promotion: Promotion
    beforeEach(async () => {
      promotion = await openPromotion(kind)
    })
    afterEach(() => promotion.app.stop())

    it('are planned by operators and read by managers', async () => {
      const { operator, eastManager, lin } = promotion
      expect((await eastManager.post('/api/campaigns', PLAN)).status).to.equal(403)
      const saved = await read(await operator.post('/api/campaigns', PLAN))
      expect(saved).to.include({ name: '双十二', state: 'draft', offer: '全场满 300 减 50' })
      expect(saved.phases.map(({ phase, progress }) => `${phase} ${progress}`)).to.deep.equal([
        'build_up ahead',
        'warm_up ahead',
        'sprint ahead',
        'afterglow ahead',
      ])
      expect(saved.phases[0]?.purposes).to.deep.equal({ moments: '晒老客的故事', chat: '问需要什么' })
      expect(saved).to.have.nested.property('forecast.lastYear.newFen')
      const { phases, ...shown } = await read(await eastManager.get(`/api/campaigns/${saved.id}`))
      // Figures of the whole chain are not a store manager's; their share stands in the progress.
      expect(shown).to.deep.include({ name: '双十二', forecast: null, targetNewFen: null, targetOldFen: null })
      expect(phases).to.deep.equal(saved.phases.map((phase) => ({ ...phase, targetFen: null })))
      expect((await lin.get('/api/campaigns')).status).to.equal(403)
      expect((await eastManager.get('/api/campaigns/999')).status).to.equal(404)
    })

    it('say in words what does not fit, and store nothing of it', async () => {
      const { operator } = promotion
      const overlap = PLAN.phases.map((each) => (each.phase === 'sprint' ? { ...each, fromDay: '2026-12-09' } : each))
      const refused = await operator.post('/api/campaigns', { ...PLAN, phases: overlap })
      expect(refused.status).to.equal(400)
      expect((await read(refused)).error.message).to.equal('冲刺期和预热期的日期重叠了')
      expect((await operator.post('/api/campaigns', { ...PLAN, fromDay: '2026-02-30' })).status).to.equal(400)
      const hostile = [{ ...PLAN.phases[0], filter: { stages: ["lead' OR 1=1"] } }]
      expect((await operator.post('/api/campaigns', { ...PLAN, phases: hostile })).status).to.equal(400)
      // What no talk track could print whole is refused where it is typed.
      expect((await operator.post('/api/campaigns', { ...PLAN, offer: '满'.repeat(61) })).status).to.equal(400)
      expect(await (await operator.get('/api/campaigns')).json()).to.deep.equal({ rows: [] })
      expect((await operator.post('/api/campaigns', PLAN)).status).to.equal(200)
      const again = await operator.post('/api/campaigns', PLAN)
      expect([again.status, (await read(again)).error.message]).to.deep.equal([409, '已经有同名的活动，换个名字吧'])
    })

    it('forecast from the same days a year ago: first purchases are new, the others old, refunds off', async () => {
      const { app, operator } = promotion
      const [ann, bob, cat] = ['安', '白', '曹'].map((name) => addFriend(promotion, 'guide.lin', name))
      await app.settle()
      await sell(promotion, { externalUserId: bob, day: '2025-06-01', fen: 50_000 })
      await sell(promotion, { externalUserId: ann, day: '2025-12-01', fen: 30_000 })
      await sell(promotion, { externalUserId: bob, day: '2025-12-02', fen: 70_000 })
      const taken = await sell(promotion, { externalUserId: cat, day: '2025-12-03', fen: 20_000 })
      await giveBack(promotion, { orderNo: taken, day: '2025-12-05', fen: 20_000, pieces: 1 })
      await sell(promotion, { day: '2025-12-06', fen: 9_900 })
      await sell(promotion, { externalUserId: ann, day: '2026-01-06', fen: 1_000 })
      await app.settle()
      const ask = {
        fromDay: PLAN.fromDay,
        toDay: PLAN.toDay,
        choice: { growth: { newPercent: 150 }, pricePercent: 110 },
      }
      const forecast = (await (await operator.post('/api/campaign-forecasts', ask)).json()) as CampaignForecast
      expect(forecast.lastYear).to.deep.equal({
        ...{ newCustomers: 1, newFen: 30_000, oldCustomers: 1, oldFen: 70_000 },
        ...{ fromDay: '2025-11-25', toDay: '2025-12-20' },
      })
      expect(forecast.learned).to.deep.equal({ newPercent: null, oldPercent: null })
      expect(forecast.used).to.deep.equal({ newPercent: 150, oldPercent: 100 })
      expect([forecast.new.fen, forecast.old.fen, forecast.fen]).to.deep.equal([49_500, 77_000, 126_500])
      const corrected = { ...ask.choice, corrections: { oldFen: 100_000 } }
      const saved = await read(await operator.post('/api/campaigns', { ...PLAN, forecast: corrected }))
      expect([saved.targetNewFen, saved.targetOldFen]).to.deep.equal([49_500, 100_000])
      expect(saved.forecast?.choice.corrections).to.deep.equal({ oldFen: 100_000 })
      expect(saved.forecast?.lastYear).to.include({ newFen: 30_000, oldFen: 70_000 })
    })

    it('begin each phase on its first morning, once, for whoever matches it', async () => {
      const { app, operator } = promotion
      const [ann, bob] = ['安', '白'].map((name) => addFriend(promotion, 'guide.lin', name))
      await app.settle()
      await sell(promotion, { externalUserId: bob, day: '2026-11-20', fen: 50_000 })
      await app.settle()
      const phases = PLAN.phases.map((each) =>
        each.phase === 'warm_up' ? { ...each, filter: { purchasesMin: 1 } } : each,
      )
      const id = await runPlan(promotion, { phases })
      await operator.post(`/api/campaigns/${id}/start`)
      const runs = async () =>
        (await runsOf(promotion, `campaign:${id}:`)).map(({ anchorKey, externalUserId }) =>
          [anchorKey.split(':')[2], { [ann!]: '安', [bob!]: '白' }[externalUserId]].join(' '),
        )
      expect(await runs()).to.deep.equal([])
      await goTo(promotion, '2026-11-25T08:50:00')
      expect(await runs()).to.deep.equal([])
      await goTo(promotion, '2026-11-25T09:06:00')
      expect((await runs()).sort()).to.deep.equal(['build_up 安', 'build_up 白'])
      const [first] = await runsOf(promotion, `campaign:${id}:`)
      expect(first).to.include({ playbookId: 'campaign_build_up', endsAt: at('2026-12-01T00:00:00') })
      expect(first?.anchorAt).to.be.within(at('2026-11-25T09:00:00'), at('2026-11-25T09:10:00'))
      await goTo(promotion, '2026-12-01T12:00:00')
      expect((await runs()).slice(2)).to.deep.equal(['warm_up 白'])
      await goTo(promotion, '2026-12-10T09:06:00')
      await goTo(promotion, '2026-12-13T09:06:00')
      await goTo(promotion, '2026-12-13T09:06:00')
      expect((await runs()).slice(3).sort()).to.deep.equal(['afterglow 安', 'afterglow 白', 'sprint 安', 'sprint 白'])
      await goTo(promotion, '2026-12-21T09:06:00')
      const over = await read(await operator.get(`/api/campaigns/${id}`))
      expect([over.state, ...over.phases.map(({ progress }) => progress)]).to.deep.equal([
        'ended',
        'over',
        'over',
        'over',
        'over',
      ])
      expect((await operator.post(`/api/campaigns/${id}/start`)).status).to.equal(422)
      expect((await operator.post(`/api/campaigns/${id}`, PLAN)).status).to.equal(422)
    })

    it('begin at once when they are started late, and leave out what is over', async () => {
      const { app, operator } = promotion
      addFriend(promotion, 'guide.lin', '安')
      await goTo(promotion, '2026-12-02T15:00:00')
      const id = await runPlan(promotion)
      const [run, ...more] = await runsOf(promotion, `campaign:${id}:`)
      expect(more).to.deep.equal([])
      expect(run).to.include({ anchorKey: `campaign:${id}:warm_up`, anchorAt: at('2026-12-02T15:00:00') })
      const shown = await read(await operator.get(`/api/campaigns/${id}`))
      expect(shown.phases.map(({ progress }) => progress)).to.deep.equal(['missed', 'running', 'ahead', 'ahead'])
      const moved = PLAN.phases.map((each) => (each.phase === 'warm_up' ? { ...each, toDay: '2026-12-08' } : each))
      const refused = await operator.post(`/api/campaigns/${id}`, { ...PLAN, phases: moved })
      expect([refused.status, (await read(refused)).error.message]).to.deep.equal([
        422,
        '已经开始的阶段不能改日期，也不能删掉',
      ])
      const later = PLAN.phases.map((each) => (each.phase === 'sprint' ? { ...each, fromDay: '2026-12-11' } : each))
      expect((await operator.post(`/api/campaigns/${id}`, { ...PLAN, phases: later })).status).to.equal(200)
      await app.settle()
      expect(await runsOf(promotion, `campaign:${id}:`)).to.have.length(1)
    })

    it('begin no phase any more once they are ended by hand', async () => {
      const { operator } = promotion
      addFriend(promotion, 'guide.lin', '安')
      const id = await runPlan(promotion)
      await goTo(promotion, '2026-11-25T09:06:00')
      await operator.post(`/api/campaigns/${id}/end`)
      await goTo(promotion, '2026-12-01T09:06:00')
      expect((await runsOf(promotion, `campaign:${id}:`)).map(({ anchorKey }) => anchorKey)).to.deep.equal([
        `campaign:${id}:build_up`,
      ])
    })
  }),
)
