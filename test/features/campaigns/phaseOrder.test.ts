import { expect } from 'chai'
import type { CampaignProgress } from '../../../app/features/campaigns/contract.ts'
import { forEachDatabase } from '../../support/db.ts'
import { openPromotion, type Promotion } from './promotion.ts'

const phaseOf = (phase: string, fromDay: string, toDay: string) => ({
  ...{ phase, fromDay, toDay, filter: {}, purposes: {}, targetFen: 100 },
})
const PLAN = {
  ...{ name: '四段', fromDay: '2026-12-01', toDay: '2026-12-16', offer: '' },
  phases: [
    phaseOf('build_up', '2026-12-01', '2026-12-04'),
    phaseOf('warm_up', '2026-12-05', '2026-12-08'),
    phaseOf('sprint', '2026-12-09', '2026-12-12'),
    phaseOf('afterglow', '2026-12-13', '2026-12-16'),
  ],
}

forEachDatabase((kind) =>
  describe(`the progress of a campaign (${kind})`, () => {
    let shop: Promotion
    before(async () => {
      shop = await openPromotion(kind)
    })
    after(() => shop.app.stop())

    it('lists the phases in the order of the calendar', async () => {
      const made = (await (await shop.operator.post('/api/campaigns', PLAN)).json()) as { id: number }
      const answer = await shop.operator.get(`/api/campaigns/${made.id}/progress`)
      const progress = (await answer.json()) as CampaignProgress
      const order = ['build_up', 'warm_up', 'sprint', 'afterglow']
      expect(progress.phases.map(({ phase }) => phase)).to.deep.equal(order)
    })
  }),
)
