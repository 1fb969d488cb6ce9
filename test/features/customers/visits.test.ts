import { expect } from 'chai'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import { visitsOf } from '../../../app/features/customers/queries.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

forEachDatabase((kind) =>
  describe(`visits on ${kind}`, () => {
    let app: TestApp
    let lin: Browser
    let customer: string

    before(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin', name: '林晓' }, { userId: 'guide.zhou' }])
      customer = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' }).externalUserId
      await app.settle()
      lin = await app.signIn('guide.lin')
    })
    after(() => app.stop())

    const visit = (who = lin) => who.post(`/api/customers/${customer}/visits`)

    it('are noted once a day, however often they are said, and told in the time line', async () => {
      const firstMs = app.clock.nowMs()
      expect(await (await visit()).json()).to.deep.equal({ lastVisitAtMs: firstMs })
      app.clock.advance(3_600_000)
      const answers = await Promise.all([visit(), visit()])
      for (const answer of answers) expect(await answer.json()).to.deep.equal({ lastVisitAtMs: firstMs })
      app.clock.advance(86_400_000)
      await visit()
      expect(await visitsOf(app.deps.db.read, customer)).to.deep.equal([app.clock.nowMs(), firstMs])
      expect(await visitsOf(app.deps.db.read, customer, firstMs + 1)).to.deep.equal([app.clock.nowMs()])
      const panel = (await (await lin.get(`/api/customers/${customer}/panel`)).json()) as CustomerPanel
      expect(panel.events[0]).to.deep.equal({ kind: 'visit', text: '到徐汇店逛了逛', atMs: app.clock.nowMs() })
    })

    it('of a colleague’s customer are nobody’s to note', async () => {
      expect((await visit(await app.signIn('guide.zhou'))).status).to.equal(404)
      expect(await visitsOf(app.deps.db.read, customer)).to.have.length(2)
    })
  }),
)
