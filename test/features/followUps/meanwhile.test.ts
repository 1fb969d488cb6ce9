import { expect } from 'chai'
import { FollowUp, FollowUpTrack } from '../../../app/db/entities/followUps.ts'
import { Order, Refund } from '../../../app/db/entities/orders.ts'
import type { Deps } from '../../../app/deps.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import { replanCustomer } from '../../../app/features/followUps/commands/replanCustomer.ts'
import { loadFollowUpContent } from '../../../app/features/followUps/loadPlaybooks.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { recordRefund } from '../../../app/features/orders/commands/recordRefund.ts'
import { ORDER_INPUT, REFUND_INPUT } from '../../../app/features/orders/contract.ts'
import type { JobRun } from '../../../app/jobs/types.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, followUpsOf, openShop, type Shop } from './shop.ts'

const job = { settle: async () => undefined } as unknown as JobRun

/** The product as a job finds it that is overtaken between its first look and its transaction. */
function overtaken(deps: Deps, meanwhile: () => Promise<void>): Deps {
  const transaction: Deps['db']['transaction'] = async (work) => {
    await meanwhile()
    return deps.db.transaction(work)
  }
  return { ...deps, db: { ...deps.db, transaction } }
}

forEachDatabase((kind) =>
  describe(`what happens while follow-ups are planned (${kind})`, () => {
    let shop: Shop
    let buyer: string

    beforeEach(async () => {
      shop = await openShop(kind)
      buyer = await addCustomer(shop, '王芳芳')
    })
    afterEach(() => shop.app.stop())

    const isoNow = () => new Date(shop.app.clock.nowMs()).toISOString()

    /** Recorded and told to nobody: each test runs the work it is about by hand. */
    const quiet = () => ({ ...shop.app.deps, emit: async () => undefined })
    const content = () => loadFollowUpContent('templates', shop.app.deps.talkTracks, shop.app.deps.rules.offers)

    async function buys(): Promise<number> {
      const lines = [{ lineNo: '1', productCode: 'CREAM', name: '面霜', paidFen: 100 }]
      const head = { source: 'mall', orderNo: 'N1', channel: 'online', orderedAt: isoNow(), paidAt: isoNow() }
      await recordOrder(quiet(), ORDER_INPUT.parse({ ...head, buyer: { externalUserId: buyer }, lines }))
      const { id: orderId } = await shop.app.deps.db.read.findOneByOrFail(Order, { orderNo: 'N1' })
      await postCredit(quiet(), { orderId })
      return orderId
    }

    async function givesBack(orderId: number): Promise<void> {
      const lines = [{ lineNo: '1', refundFen: 100 }]
      const refund = { source: 'mall', refundNo: 'R1', orderNo: 'N1', refundedAt: isoNow(), lines }
      await recordRefund(quiet(), REFUND_INPUT.parse(refund))
      expect(await shop.app.deps.db.read.countBy(Refund, { orderId })).to.equal(1)
    }

    async function forgetPlans(): Promise<void> {
      await shop.app.deps.db.transaction(async (tx) => {
        await tx.delete(FollowUp, { externalUserId: buyer })
        await tx.delete(FollowUpTrack, { externalUserId: buyer })
      })
    }

    const replan = (deps: Deps) => replanCustomer(deps, content().playbooks, buyer, job)
    const openOf = async (playbookId: string) =>
      (await followUpsOf(shop, buyer, playbookId)).filter(({ state }) => state === 'planned' || state === 'due')

    it('a refund is seen, and what was given back is not followed up', async () => {
      const orderId = await buys()
      await replan(overtaken(shop.app.deps, () => givesBack(orderId)))
      expect(await openOf('first_purchase')).to.deep.equal([])
      // Somebody who gave it back is no stranger who never bought either.
      expect(await openOf('new_friend')).to.deep.equal([])
    })

    it('a first purchase is seen, and its buyer is not spoken to as one who never bought', async () => {
      await forgetPlans()
      await replan(overtaken(shop.app.deps, async () => void (await buys())))
      expect(await openOf('new_friend')).to.deep.equal([])
      expect((await openOf('first_purchase')).map(({ stepId }) => stepId)).to.deep.equal(['day_1', 'day_3', 'day_7'])
    })

    it('two workers at once plan the same customer as one does', async () => {
      await forgetPlans()
      await buys()
      const workers = Array.from({ length: 4 }, () => replan(shop.app.deps))
      const outcomes = await Promise.all(workers)
      expect(outcomes.filter((outcome) => outcome !== '0 written')).to.have.length(1)
      const steps = (await openOf('first_purchase')).map(({ stepId }) => stepId)
      expect(steps).to.deep.equal(['day_1', 'day_3', 'day_7'])
    })
  }),
)
