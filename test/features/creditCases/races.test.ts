import { expect } from 'chai'
import { LedgerPosting } from '../../../app/db/entities/ledger.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { Order } from '../../../app/db/entities/orders.ts'
import type { CorrectionView } from '../../../app/features/creditCases/contract.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { holders, ledgerOf, orderPath, plantPeople, refund, sell, type Who } from './caseBench.ts'

const ROUNDS = 12
const PAID = 80_000

forEachDatabase((kind) =>
  describe(`corrections, refunds and approvals at the same moment (${kind})`, function () {
    this.timeout(240_000)
    let app: TestApp
    let who: Who
    before(async () => {
      app = await startTestApp(kind)
      who = await plantPeople(app)
    })
    after(() => app.stop())

    async function proposed(orderNo: string): Promise<number> {
      await sell(app, orderNo, PAID)
      const answer = await who.gu.post(orderPath(orderNo, 'corrections'), {
        ...{ clientKey: `wish-key-${orderNo}`, reason: '小票写错了人', to: [{ guideUserId: 'guide.zhou', parts: 1 }] },
      })
      return ((await answer.json()) as { correction: CorrectionView }).correction.id
    }
    const approve = (id: number) => who.shen.post(`/api/credit-corrections/${id}/decide`, { outcome: 'approved' })

    it('two approvals at once are one: one decision, one posting', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const orderNo = `A${round}`
        const id = await proposed(orderNo)
        const answers = await Promise.all([approve(id), approve(id), approve(id)])
        expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200])
        expect(await app.deps.db.read.countBy(LedgerPosting, { causeId: `K${id}` })).to.equal(1)
        const act = { subject: String(id), action: 'credit.correction.approved' }
        expect(await app.deps.db.read.countBy(AuditEntry, act)).to.equal(1)
        expect(await holders(who.gu, orderNo)).to.deep.equal({ 周敏: PAID })
      }
    })

    it('an approval and a rejection at once: the first counts, the other is told', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const orderNo = `B${round}`
        const id = await proposed(orderNo)
        const reject = who.shen.post(`/api/credit-corrections/${id}/decide`, { outcome: 'rejected', note: '不对' })
        const [yes, no] = await Promise.all([approve(id), reject])
        expect([yes.status, no.status].sort()).to.deep.equal([200, 422])
        expect(await holders(who.gu, orderNo)).to.deep.equal({ [yes.status === 200 ? '周敏' : '林晓']: PAID })
      }
    })

    it('an approval, a refund and its postings at once equal some order of them, to the fen', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const orderNo = `C${round}`
        const id = await proposed(orderNo)
        const { id: orderId } = await app.deps.db.read.findOneByOrFail(Order, { orderNo })
        const [yes, back] = await Promise.all([
          approve(id),
          refund(app, orderNo, 30_001),
          postCredit(app.deps, { orderId }),
          postCredit(app.deps, { orderId }),
        ])
        expect([yes.status, back.status]).to.deep.equal([200, 200])
        await app.settle()
        expect(await holders(who.gu, orderNo)).to.deep.equal({ 周敏: PAID - 30_001 })
        expect(await ledgerOf(app, orderNo)).to.deep.equal({
          unbalanced: 0,
          heldFen: PAID - 30_001,
          netFen: PAID - 30_001,
        })
      }
    })
  }),
)
