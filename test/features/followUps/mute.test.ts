import { expect } from 'chai'
import type { FollowUp } from '../../../app/db/entities/followUps.ts'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import type { Mute } from '../../../app/features/followUps/contract.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, followUps, openShop, type Shop } from './shop.ts'

forEachDatabase((kind) =>
  describe(`a customer to be left in peace on ${kind}`, () => {
    let shop: Shop

    before(async () => {
      shop = await openShop(kind)
    })
    after(() => shop.app.stop())

    const mute = (id: string, until: string, who = shop.lin) => who.post(`/api/customers/${id}/mute`, { until })
    const muted = async (id: string, until: string) => (await (await mute(id, until)).json()) as Mute
    const panel = async (id: string) =>
      (await (await shop.lin.get(`/api/customers/${id}/panel`)).json()) as CustomerPanel
    const isOpen = ({ state }: FollowUp) => state === 'planned' || state === 'due'
    const openSteps = async (id: string) => (await followUps(shop, id)).filter(isOpen).map(({ stepId }) => stepId)

    it('for ever: nothing is planned until there may be prompts again', async () => {
      const id = await addCustomer(shop, '王芳芳')
      const planned = await openSteps(id)
      expect(planned).to.not.deep.equal([])
      expect(await muted(id, 'ever')).to.deep.equal({ isMuted: true, mutedUntilMs: null })
      expect(await muted(id, 'ever')).to.deep.equal({ isMuted: true, mutedUntilMs: null })
      const { isMuted, mutedUntilMs, followUps: shown } = await panel(id)
      expect([isMuted, mutedUntilMs, shown]).to.deep.equal([true, null, []])
      const rows = await followUps(shop, id)
      expect(rows.map(({ state, closeReason }) => `${state} ${closeReason}`)).to.deep.equal(
        rows.map(() => 'dropped muted'),
      )
      expect(await muted(id, 'off')).to.deep.equal({ isMuted: false, mutedUntilMs: null })
      expect(await openSteps(id)).to.deep.equal(planned)
    })

    it('until tomorrow: what comes later stays, and tomorrow nothing reminds of it', async () => {
      const id = await addCustomer(shop, '李雷')
      const planned = await openSteps(id)
      const { isMuted, mutedUntilMs } = await muted(id, 'tomorrow')
      expect([isMuted, new Date(mutedUntilMs ?? 0).toISOString()]).to.deep.equal([true, '2026-11-21T16:00:00.000Z'])
      expect(await openSteps(id)).to.deep.equal(planned)
      shop.app.clock.moveTo(Date.parse('2026-11-22T00:00:00+08:00'))
      expect(await panel(id)).to.deep.include({ isMuted: false, mutedUntilMs: null })
    })

    it('is not for others to say', async () => {
      const id = await addCustomer(shop, '韩梅梅')
      expect((await mute(id, 'ever', shop.zhou)).status).to.equal(404)
      expect((await mute('wm-nobody', 'ever')).status).to.equal(404)
      expect((await mute(id, 'monday')).status).to.equal(400)
      expect((await panel(id)).isMuted).to.equal(false)
    })
  }),
)
