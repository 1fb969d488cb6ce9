import { expect } from 'chai'
import { LedgerProof } from '../../../app/db/entities/ledgerProofs.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import type { ClosingView, LedgerView } from '../../../app/features/ledger/contract.ts'
import type { Health } from '../../../app/features/operations/contract.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { orderOf } from '../credits/ledgerBench.ts'

forEachDatabase((kind) =>
  describe(`the accountant's page (${kind})`, () => {
    let app: TestApp
    let operator: Browser

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'op', name: '运营', role: 'operator' }])
      operator = await app.signIn('op')
      await recordOrder(
        app.deps,
        orderOf({ paidAt: '2026-10-20T12:00:00+08:00', orderedAt: '2026-10-20T12:00:00+08:00' }),
      )
      await app.settle()
    })
    afterEach(() => app.stop())

    const look = async () => (await (await operator.get('/api/ledger')).json()) as LedgerView
    const close = (month: string) => operator.post(`/api/ledger/months/${month}/close`, {})
    const lineOf = async (name: string) => {
      const { lines } = (await (await operator.get('/api/health')).json()) as Health
      return lines.find((line) => line.name === name)
    }

    it('proves on asking, then closes the next month, and says all along what comes next', async () => {
      expect(await look()).to.deep.include({ nextMonth: '2026-10', lastProof: null, closings: [] })
      expect((await look()).refusal).to.include('要先核对账本')
      expect((await close('2026-10')).status).to.equal(422)
      expect(await (await operator.post('/api/ledger/proofs', {})).json()).to.deep.equal({ asked: true })
      await app.settle()
      const proven = await look()
      expect(proven).to.deep.include({ nextMonth: '2026-10', refusal: null })
      expect(proven.lastProof).to.deep.include({ isGood: true, faults: [] })
      expect(proven.chain).to.deep.include({ unsealed: 0 })
      const closed = await close('2026-10')
      expect((await closed.json()) as ClosingView).to.deep.include({
        month: '2026-10',
        closedBy: 'op',
        netSalesFen: 19900,
      })
      expect(await look()).to.deep.include({ nextMonth: '2026-11', refusal: '2026年11月还没有过完，不能结账' })
      expect((await close('2026-10')).status).to.equal(409)
      expect((await close('2026-13')).status).to.equal(400)
      expect(await app.deps.db.read.countBy(AuditEntry, { action: 'ledger.close', actor: 'op' })).to.equal(1)
    })

    it('tells a fault in words, as a metric and on the health page, and takes the product out of nothing', async () => {
      expect(await lineOf('ledger')).to.include({ state: 'warn' })
      expect(await (await app.anonymous.get('/metrics')).text()).to.not.match(/^huitouke_ledger_proof_good/m)
      await app.deps.db.source.query('UPDATE guide_months SET orders = orders + 1')
      await app.deps.db.source.query('UPDATE pool_days SET offline_fen = offline_fen + 100')
      await operator.post('/api/ledger/proofs', {})
      await app.settle()
      const { lastProof } = await look()
      expect(lastProof).to.include({ isGood: false })
      expect(lastProof?.faults.map((fault) => fault.text).join('\n')).to.match(
        /门店池日汇总与流水不符：2026-1\d-\d\d .*多出 ¥1.00/,
      )
      expect(await lineOf('ledger')).to.include({ state: 'fault' })
      const metrics = await (await app.anonymous.get('/metrics')).text()
      expect(metrics).to.match(/^huitouke_ledger_proof_good 0$/m)
      expect(metrics).to.match(/^huitouke_ledger_faults [1-9]\d*$/m)
      expect((await app.anonymous.get('/readyz')).status).to.equal(200)
    })

    it('proves once however often it is asked meanwhile, and again as soon as that proof is there', async () => {
      const proofs = () => app.deps.db.read.count(LedgerProof)
      await app.deps.db.source.query('UPDATE guide_months SET orders = orders + 1')
      await Promise.all([operator.post('/api/ledger/proofs', {}), operator.post('/api/ledger/proofs', {})])
      await app.settle()
      expect(await proofs()).to.equal(1)
      // Mended within the same minute: nobody should have to wait for the next one to see it.
      await app.deps.db.source.query('UPDATE guide_months SET orders = orders - 1')
      await operator.post('/api/ledger/proofs', {})
      await app.settle()
      expect(await proofs()).to.equal(2)
      expect((await look()).lastProof).to.include({ isGood: true })
    })

    it('proves every night by itself', async () => {
      app.clock.advance(86_400_000)
      await app.settle()
      expect((await look()).lastProof).to.deep.include({ isGood: true })
      expect(await lineOf('ledger')).to.include({ state: 'ok' })
      expect(await (await app.anonymous.get('/metrics')).text()).to.match(/^huitouke_ledger_proof_good 1$/m)
      expect((await lineOf('rules'))?.detail).to.match(/第 \d+ 版/)
    })
  }),
)
