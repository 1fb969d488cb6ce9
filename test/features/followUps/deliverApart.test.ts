import { expect } from 'chai'
import { Job } from '../../../app/db/entities/durable.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, followUpsOf, goTo, openShop, type Shop } from './shop.ts'

forEachDatabase((kind) =>
  describe(`one customer whose delivery fails (${kind})`, function () {
    this.timeout(240_000)
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
    })
    after(() => shop.app.stop())

    const broken = new Set(['坏数据'])
    let ids: string[]
    const stateNow = async (id: string | undefined) => (await followUpsOf(shop, id ?? '', 'new_friend'))[0]?.state
    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute += 1) {
        shop.app.clock.advance(60_000)
        await shop.app.settle()
      }
    }
    const deliveries = (where: { state?: Job['state'] } = {}) =>
      shop.app.deps.db.read.countBy(Job, { kind: 'followUps.deliver', ...where })

    it('holds up nobody else of the same guide', async () => {
      ids = []
      for (const name of ['王芳', '坏数据', '李婷']) ids.push(await addCustomer(shop, name))
      const { talkTracks } = shop.app.deps
      shop.app.deps.talkTracks = {
        ...talkTracks,
        render: (id, facts) => {
          if (broken.has(facts.customerName ?? '')) throw new Error('broken')
          return talkTracks.render(id, facts)
        },
      }
      await goTo(shop, '2026-11-22T09:51:00')
      await minutes(5)
      expect(await Promise.all(ids.map(stateNow))).to.deep.equal(['due', 'planned', 'due'])
    })

    it('backs off and ends parked, where a person sees it, instead of asking again every minute', async () => {
      await minutes(10)
      expect(await deliveries({ state: 'parked' })).to.equal(1)
      const asked = await deliveries()
      await minutes(5)
      expect(await deliveries()).to.equal(asked)
    })

    it('is tried afresh the next day', async () => {
      broken.clear()
      await goTo(shop, '2026-11-23T09:51:00')
      await minutes(1)
      expect(await stateNow(ids[1])).to.equal('due')
    })
  }),
)
