import { expect } from 'chai'
import { Customer } from '../../../app/db/entities/customers.ts'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const TURNING = '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'

forEachDatabase((kind) =>
  describe(`names as people chose them (${kind})`, () => {
    let app: TestApp
    let lin: Browser

    before(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin', name: `林\u202e晓` }])
      lin = await app.signIn('guide.lin')
    })
    after(() => app.stop())

    async function panelOf(name: string): Promise<CustomerPanel> {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name })
      await app.settle()
      return (await (await lin.get(`/api/customers/${externalUserId}/panel`)).json()) as CustomerPanel
    }

    it('turn no text around: marks of direction are not kept, of customers, guides or anybody', async () => {
      const panel = await panelOf(`${TURNING}王\u202e芳${TURNING}芳`)
      expect(panel.customer.name).to.equal('王芳芳')
      expect(panel.binding?.guideName).to.equal('林晓')
    })

    it('nor when they change later', async () => {
      const { customer } = await panelOf('李静')
      const { externalUserId } = customer
      await app.deps.db.transaction((tx) => tx.update(Customer, { externalUserId }, { name: '\u2067李\u2069静静' }))
      expect((await app.deps.db.read.findOneByOrFail(Customer, { externalUserId })).name).to.equal('李静静')
    })

    it('are kept as they are otherwise: families of emoji, Arabic, Hebrew, quotes and angle brackets', async () => {
      for (const name of ['👩‍👩‍👧🏽 一家', 'محمد', 'דוד \u200fא', `<b>O'Neill</b> & "co"`])
        expect((await panelOf(name)).customer.name).to.equal(name)
    })
  }),
)
