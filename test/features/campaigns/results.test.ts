import { expect } from 'chai'
import type { Leaderboard } from '../../../app/features/boards/contract.ts'
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

forEachDatabase((kind) =>
  describe(`how a campaign goes (${kind})`, function () {
    this.timeout(240_000)
    let promotion: Promotion
    let id: number
    let ann: string
    let bob: string
    let don: string
    // One season for all of them, in the order of its days: none asks for what another changed.
    before(async () => {
      promotion = await openPromotion(kind)
      const { app } = promotion
      ann = addFriend(promotion, 'guide.lin', '安')
      bob = addFriend(promotion, 'guide.lin', '白')
      don = addFriend(promotion, 'guide.wu', '丁')
      const eve = addFriend(promotion, 'guide.lin', '伊')
      await app.settle()
      await sell(promotion, { externalUserId: eve, day: '2025-12-01', fen: 10_000 })
      await sell(promotion, { externalUserId: eve, day: '2025-12-01', fen: 20_000, storeCode: 'GZ001' })
      await sell(promotion, { externalUserId: bob, day: '2026-11-20', fen: 50_000 })
      await app.settle()
      const corrections = { newFen: 40_000, oldFen: 80_000 }
      id = await runPlan(promotion, { forecast: { growth: {}, pricePercent: 100, corrections } })
      // The sprint's prompts lie before the guides from 10:10 on.
      for (const time of ['11-25T09:06', '12-10T09:06', '12-10T10:20', '12-11T18:00'])
        await goTo(promotion, `2026-${time}:00`)
      const first = await sell(promotion, { externalUserId: ann, day: '2026-12-10', fen: 20_000, pieces: 3 })
      await sell(promotion, { externalUserId: ann, day: '2026-12-11', fen: 5_000 })
      await sell(promotion, { externalUserId: bob, day: '2026-12-10', fen: 33_300, pieces: 2 })
      await sell(promotion, { externalUserId: don, day: '2026-12-10', fen: 700, storeCode: 'GZ001' })
      await sell(promotion, { day: '2026-12-10', fen: 1 })
      await giveBack(promotion, { orderNo: first, day: '2026-12-11', fen: 6_000, pieces: 1 })
      await app.settle()
    })
    after(() => promotion.app.stop())

    it('shows new and old buyers apart, and together what the leaderboard shows, to the fen', async () => {
      const { operator, eastManager } = promotion
      const board = async (browser: Promotion['operator']) =>
        (await (
          await browser.get(`/api/boards/leaderboard?from=${PLAN.fromDay}&to=${PLAN.toDay}`)
        ).json()) as Leaderboard
      const all = await read(await operator.get(`/api/campaigns/${id}/progress`))
      expect(all.totals).to.deep.equal({ newFen: 19_700, oldFen: 33_300, unknownFen: 1, netFen: 53_001 })
      expect(all.totals.netFen).to.equal((await board(operator)).totals.netSalesFen)
      expect(all.days).to.deep.equal([
        { day: '2026-12-10', newFen: 20_700, oldFen: 33_300, unknownFen: 1 },
        { day: '2026-12-11', newFen: -1_000, oldFen: 0, unknownFen: 0 },
      ])
      expect(all.target).to.deep.equal({ newFen: 40_000, oldFen: 80_000, isShare: false })
      const sprint = all.phases.find(({ phase }) => phase === 'sprint')
      expect(sprint).to.include({ netFen: 53_001, targetFen: 90_000 })
      const east = await read(await eastManager.get(`/api/campaigns/${id}/progress`))
      expect(east.totals).to.deep.equal({ newFen: 19_000, oldFen: 33_300, unknownFen: 0, netFen: 52_300 })
      expect(east.totals.netFen).to.equal((await board(eastManager)).totals.netSalesFen)
      expect(east.target, 'three quarters of the sales of the year before were theirs').to.deep.equal({
        ...{ newFen: 30_000, oldFen: 60_000, isShare: true },
      })
    })

    it('tells each guide’s work, and managers that of their own stores', async () => {
      const { operator, eastManager, southManager } = promotion
      const guidesOf = async (browser: Promotion['operator']) => {
        const { guides } = await read(await browser.get(`/api/campaigns/${id}/progress`))
        return [...new Set(guides.map(({ guideName, storeName }) => `${guideName} ${storeName}`))].sort()
      }
      expect(await guidesOf(operator)).to.deep.equal(['吴昊 天河店', '林晓 徐汇店'])
      expect(await guidesOf(eastManager)).to.deep.equal(['林晓 徐汇店'])
      expect(await guidesOf(southManager)).to.deep.equal(['吴昊 天河店'])
      const { phases, guides } = await read(await operator.get(`/api/campaigns/${id}/progress`))
      for (const { phase, ...sums } of phases)
        for (const key of ['planned', 'due', 'done', 'expired'] as const)
          expect(sums[key], `${phase} ${key}`).to.equal(
            guides.filter((row) => row.phase === phase).reduce((sum, row) => sum + row[key], 0),
          )
    })

    it('is reviewed: buyers, orders and pieces by kind, and what the talk tracks did', async () => {
      const { operator, lin, eastManager } = promotion
      const mine = (await (await lin.get('/api/follow-ups')).json()) as {
        rows: { id: number; externalUserId: string }[]
      }
      for (const row of mine.rows)
        await lin.post(`/api/follow-ups/${row.id}/sent`, { clientKey: `review-${row.id}`, text: '您好，活动开始了' })
      await sell(promotion, { externalUserId: bob, day: '2026-12-11T19:00:00', fen: 100 })
      await promotion.app.settle()
      const review = await read(await operator.get(`/api/campaigns/${id}/review`))
      expect(review.new).to.deep.equal({ customers: 2, orders: 3, pieces: 4, fen: 19_700, targetFen: 40_000 })
      expect(review.old).to.deep.equal({ customers: 1, orders: 2, pieces: 3, fen: 33_400, targetFen: 80_000 })
      expect(review.unknown).to.deep.equal({ orders: 1, pieces: 1, fen: 1 })
      expect(review.isFinal).to.equal(false)
      const sent = await promotion.app.deps.db.read.query(
        `SELECT m.external_user_id AS who FROM send_records m JOIN follow_ups f ON f.id = m.follow_up_id
         JOIN follow_up_tracks t ON t.id = f.track_id WHERE t.anchor_key LIKE 'campaign:%'`,
      )
      expect(sent.length, 'the campaign had something to say').to.be.greaterThan(0)
      expect(review.tracks.reduce((sum, track) => sum + track.sends, 0)).to.equal(sent.length)
      const buyers = sent.filter(({ who }: { who: string }) => who === bob).length > 0 ? 1 : 0
      expect(review.tracks.reduce((sum, track) => sum + track.buyers, 0)).to.equal(buyers)
      const east = await read(await eastManager.get(`/api/campaigns/${id}/review`))
      expect(east.new).to.include({ customers: 1, fen: 19_000, targetFen: 30_000 })
      expect(east.unknown).to.include({ orders: 0 })
    })

    it('puts new buyers into nurturing, each once', async () => {
      const { operator, app } = promotion
      await goTo(promotion, '2026-12-22T09:30:00')
      const before = (await read(await operator.get(`/api/campaigns/${id}/review`))).nurturing
      expect(before.newBuyers).to.equal(2)
      await app.deps.db.transaction((tx) => tx.query(`DELETE FROM follow_up_tracks WHERE external_user_id = ?`, [don]))
      const missing = (await read(await operator.get(`/api/campaigns/${id}/review`))).nurturing
      expect(missing).to.deep.equal({ newBuyers: 2, nurtured: 1, canStart: true })
      for (const _ of [1, 2]) await operator.post(`/api/campaigns/${id}/nurture`)
      await app.settle()
      const after = (await read(await operator.get(`/api/campaigns/${id}/review`))).nurturing
      expect(after).to.deep.equal({ newBuyers: 2, nurtured: 2, canStart: false })
      const runs = await runsOf(promotion, `campaign:${id}:nurture`)
      expect(runs.map(({ externalUserId }) => externalUserId)).to.deep.equal([don])
    })
  }),
)
