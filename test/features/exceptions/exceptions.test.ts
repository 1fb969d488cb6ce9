import { expect } from 'chai'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { Guide, GuideAssignment } from '../../../app/db/entities/org.ts'
import type { Exceptions } from '../../../app/features/exceptions/contract.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { ORDER_INPUT } from '../../../app/features/orders/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const order = (orderNo: string, paidFen: number, servedByGuide?: string) =>
  ORDER_INPUT.parse({
    ...{ source: 'pos-east', orderNo, channel: 'offline', storeCode: 'SH001' },
    ...{ orderedAt: '2026-11-03T10:00:00+08:00', paidAt: '2026-11-03T10:00:00+08:00' },
    lines: [{ lineNo: '1', paidFen, servedByGuide }],
  })

forEachDatabase((kind) =>
  describe(`exceptions of intake over HTTP (${kind})`, () => {
    let app: TestApp
    let operator: Browser

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'op.he', role: 'operator', storeCode: null }])
      operator = await app.signIn('op.he')
    })
    afterEach(() => app.stop())

    const addGuide = (userId: string) =>
      app.deps.db.transaction(async (tx) => {
        const guide = { userId, userKey: userId, name: userId, state: 'active' as const, leftOn: null, createdAt: 1 }
        const guideId = Number((await tx.insert(Guide, guide)).identifiers[0]?.id)
        const post = { guideId, role: 'guide' as const, level: 'new' as const, storeCode: 'SH001', regionCode: null }
        await tx.insert(GuideAssignment, { ...post, fromDay: '2026-01-01', toDay: null })
      })
    const list = async (query = ''): Promise<Exceptions> => {
      const answer = await operator.get(`/api/intake-exceptions${query}`)
      expect(answer.status).to.equal(200)
      return (await answer.json()) as Exceptions
    }

    it('says what differs when a number comes again, and keeps who settled it', async () => {
      await recordOrder(app.deps, order('N1', 19_900))
      await recordOrder(app.deps, order('N1', 18_900))
      const [row] = (await list()).rows
      expect(row).to.include({
        kind: 'order_conflict',
        kindText: '同号订单内容不同',
        number: 'N1',
        storeName: '徐汇店',
      })
      expect(row?.differences).to.deep.equal([{ field: '实付', stored: '¥199.00', received: '¥189.00' }])
      const settle = () => operator.post(`/api/intake-exceptions/${row?.id}/settle`, {})
      expect((await settle()).status).to.equal(200)
      expect((await settle()).status, 'again').to.equal(200)
      expect((await list()).rows).to.deep.equal([])
      expect((await list('?state=settled')).rows[0]).to.include({ settledBy: 'op.he' })
      expect(await app.deps.db.read.countBy(AuditEntry, { action: 'exception.settle' })).to.equal(1)
    })

    it('posts an order again on demand, and what is known by then closes its own matter', async () => {
      await recordOrder(app.deps, order('N2', 5000, 'guide.late'))
      await app.settle()
      const [row] = (await list('?kind=unknown_guide')).rows
      expect(row?.text).to.equal('N2 写的导购“guide.late”我们没有')
      await addGuide('guide.late')
      expect((await operator.post(`/api/intake-exceptions/${row?.id}/rerun`, {})).status).to.equal(200)
      await app.settle()
      expect((await list('?kind=unknown_guide')).rows).to.deep.equal([])
      const credit = await operator.get('/api/orders/pos-east/N2/credit')
      expect(await credit.text()).to.include('guide.late')
    })
  }),
)
