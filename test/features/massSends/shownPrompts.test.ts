import { expect } from 'chai'
import { MassSendTarget } from '../../../app/db/entities/outreach.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, followUps, goTo, openShop, type Shop } from '../followUps/shop.ts'

const OP = { userId: 'op', userKey: 'op', name: '运营', state: 'active', leftOn: null, createdAt: 0 } as const
const POST = { role: 'operator', level: 'gold', storeCode: null, regionCode: null, fromDay: '2026-01-01' } as const

forEachDatabase((kind) =>
  describe(`a mass send while a follow-up lies before the guide (${kind})`, () => {
    let shop: Shop
    beforeEach(async () => {
      shop = await openShop(kind)
      shop.app.local.addMember({ userid: 'op', name: '运营' })
      await shop.app.deps.db.transaction(async (tx) => {
        await tx.insert('guides', OP)
        const [row]: { id: number }[] = await tx.query(`SELECT id FROM guides WHERE user_key = 'op'`)
        await tx.insert('guide_assignments', { guideId: row?.id, ...POST, toDay: null })
      })
    })
    afterEach(() => shop.app.stop())

    it('leaves the customer out: the prompt has the place of the day', async () => {
      const [prompted] = [await addCustomer(shop, '王芳')]
      await goTo(shop, '2026-11-22T09:55:00')
      const fresh = await addCustomer(shop, '李静')
      expect((await followUps(shop, prompted)).map(({ state }) => state)).to.include('due')
      const op = await shop.app.signIn('op')
      const body = { clientKey: 'mass-shown-1', name: '上新', filter: {}, text: '您好，到货了' }
      expect((await op.post('/api/mass-sends', body)).status).to.equal(200)
      await shop.app.settle()
      const targets = await shop.app.deps.db.read.find(MassSendTarget)
      expect(Object.fromEntries(targets.map((row) => [row.externalUserId, `${row.state} ${row.why}`]))).to.deep.equal({
        [prompted]: 'left_out budget_day',
        [fresh]: 'offered ',
      })
    })

    it('reaches them again once the prompt is skipped', async () => {
      const customer = await addCustomer(shop, '王芳')
      await goTo(shop, '2026-11-22T09:55:00')
      const shown = (await followUps(shop, customer)).find(({ state }) => state === 'due')
      const skipped = await shop.lin.post(`/api/follow-ups/${shown?.id}/skip`, { reason: '客户在外地' })
      expect(skipped.status).to.equal(200)
      const op = await shop.app.signIn('op')
      const check = await op.post('/api/mass-sends/check', { filter: {}, text: '您好' })
      expect(await check.json()).to.include({ total: 1, sendable: 1 })
    })
  }),
)
