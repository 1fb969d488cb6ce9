import { expect } from 'chai'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, cardsOf, followUpsOf, openShop, type Shop } from './shop.ts'

const OP = { userId: 'op', userKey: 'op', name: '运营', state: 'active', leftOn: null, createdAt: 0 } as const
const POST = { role: 'operator', level: 'gold', storeCode: null, regionCode: null, fromDay: '2026-01-01' } as const

forEachDatabase((kind) =>
  describe(`a call to a whole segment in the middle of the day (${kind})`, function () {
    this.timeout(240_000)
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
      shop.app.local.addMember({ userid: 'op', name: '运营' })
      await shop.app.deps.db.transaction(async (tx) => {
        await tx.insert('guides', OP)
        const [row]: { id: number }[] = await tx.query(`SELECT id FROM guides WHERE user_key = 'op'`)
        await tx.insert('guide_assignments', { guideId: row?.id, ...POST, toDay: null })
      })
    })
    after(() => shop.app.stop())

    it('comes to the guide as one digest, not as a card for every customer', async () => {
      const customers: string[] = []
      for (let nth = 0; nth < 8; nth += 1) customers.push(await addCustomer(shop, `客户${nth}`))
      const op = await shop.app.signIn('op')
      const action = { kind: 'follow_ups', playbookId: 'segment_call' }
      const body = { clientKey: 'flood-0001', name: '秋茶', filter: {}, action }
      expect((await op.post('/api/segments/runs', body)).status).to.equal(200)
      await shop.app.settle()
      shop.app.clock.advance(60_000)
      await shop.app.settle()
      for (const customer of customers) {
        expect((await followUpsOf(shop, customer, 'segment_call')).map(({ state }) => state)).to.deep.equal(['due'])
      }
      expect(cardsOf(shop)).to.have.length(1)
    })

    it('and handed on to a colleague all at once, one digest to the colleague', async () => {
      const { deps, local, clock } = shop.app
      const held = await deps.db.read.query(`SELECT external_user_id AS id FROM follow_ups WHERE state = 'due'`)
      const customers = held.map(({ id }: { id: string }) => id)
      for (const externalUserId of customers) local.customerAdds({ userid: 'guide.zhou', externalUserId, name: '客户' })
      await shop.app.settle()
      const [fromGuideId, guideId] = [shop.guideIds.lin, shop.guideIds.zhou]
      await deps.db.transaction(async (tx) => {
        for (const externalUserId of customers) {
          await tx.query('UPDATE bindings SET guide_id = ? WHERE open_key = ?', [guideId, externalUserId])
          const moved = { externalUserId, guideId, fromGuideId, atMs: clock.nowMs() }
          await deps.emit(tx, { name: 'BindingMoved', ...moved })
        }
      })
      await shop.app.settle()
      clock.advance(60_000)
      await shop.app.settle()
      const states = await deps.db.read.query(`SELECT state FROM follow_ups WHERE guide_id = ? AND state = 'due'`, [
        guideId,
      ])
      expect(states).to.have.length(8)
      expect(cardsOf(shop, 'guide.zhou')).to.have.length(1)
    })
  }),
)
