import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { CreditDryRunSum } from '../../../app/db/entities/creditCases.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { Guide } from '../../../app/db/entities/org.ts'
import { insertRows } from '../../../app/db/statements.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { recordRefund } from '../../../app/features/orders/commands/recordRefund.ts'
import { REFUND_INPUT } from '../../../app/features/orders/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { orderOf } from '../credits/ledgerBench.ts'

const IN_FORCE = readFileSync(join(import.meta.dirname, '../../../config/attribution/v1.yaml'), 'utf8')
/** 70 to who brought the customer, 30 to who served. */
const SPLIT = IN_FORCE.replace('brought: 100, served: 0', 'brought: 70, served: 30').replace('先到先得', '七三分')
const NOVEMBER = { from: '2026-11-01', to: '2026-11-21' }
const PEOPLE = [
  { userId: 'guide.lin', name: '林晓' },
  { userId: 'guide.zhou', name: '周敏', storeCode: 'GZ001' },
  { userId: 'op', name: '运营', role: 'operator' as const, storeCode: null },
]
/** Everything that a posting would touch. */
const LEDGER = ['ledger_postings', 'ledger_entries', 'guide_days', 'pool_days', 'guide_months', 'credit_explanations']
/** What an order must have, besides its number. */
const SAME = 'source, channel, ordered_at, paid_at, buyer_state, paid_fen, business_day, content_hash, recorded_at'

forEachDatabase((kind) =>
  describe(`the dry run of a rule file (${kind})`, function () {
    this.timeout(240_000)
    let app: TestApp
    let op: Browser
    let ids: Record<string, number>

    beforeEach(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, PEOPLE)
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳', addWay: 1 })
      await app.settle()
      app.clock.advance(3_600_000)
      const sell = (orderNo: string, paidFen: number, over: object, servedByGuide?: string) =>
        recordOrder(
          app.deps,
          orderOf({
            ...{ orderNo, orderedAt: '2026-11-21T10:30:00+08:00', paidAt: '2026-11-21T10:30:00+08:00' },
            ...{ lines: [{ lineNo: '1', paidFen, servedByGuide }], ...over },
          }),
        )
      // Bound to 林晓, served by 周敏 of another region: the one order that a split would change.
      await sell('A', 100_000, { buyer: { externalUserId } }, 'guide.zhou')
      await sell('B', 50_000, {}, 'guide.lin')
      await sell('C', 7_000, {})
      await refund('R1', 10_000)
      await app.settle()
      op = await app.signIn('op')
    })
    afterEach(() => app.stop())

    const refund = (refundNo: string, refundFen: number) =>
      recordRefund(
        app.deps,
        REFUND_INPUT.parse({
          ...{ source: 'pos-east', refundNo, orderNo: 'A', refundedAt: '2026-11-21T10:40:00+08:00' },
          lines: [{ lineNo: '1', refundFen, quantity: 1 }],
        }),
      )

    async function get<T>(path: string): Promise<T> {
      const answer = await op.get(path)
      expect(answer.status, path).to.equal(200)
      return (await answer.json()) as T
    }

    async function run(rules: string, clientKey = 'dry-run-0001') {
      const asked = await op.post('/api/dry-runs', { clientKey, rules, ...NOVEMBER })
      expect(asked.status, await asked.clone().text()).to.equal(200)
      const { id } = (await asked.json()) as { id: number }
      await app.settle()
      return get<Record<string, unknown> & { id: number }>(`/api/dry-runs/${id}`)
    }

    const sums = async (id: number, query = '') =>
      (await get<{ rows: Record<string, unknown>[] }>(`/api/dry-runs/${id}/sums${query}`)).rows

    it('says who gains and who loses, by region, store and guide, down to the order with both whys', async () => {
      const done = await run(SPLIT)
      expect(done).to.deep.include({ state: 'done', percent: 100, title: '七三分', orders: 3, changed: 1 })
      expect(done).to.deep.include({ netFen: 147_000, movedFen: 27_000 })
      const none = { storeCode: '', account: '' }
      expect(await sums(done.id)).to.deep.equal([
        {
          ...none,
          regionCode: 'SOUTH',
          name: '华南',
          orders: 1,
          beforeFen: 0,
          afterFen: 27_000,
          differenceFen: 27_000,
        },
        {
          ...none,
          regionCode: 'EAST',
          name: '华东',
          orders: 1,
          beforeFen: 140_000,
          afterFen: 113_000,
          differenceFen: -27_000,
        },
      ])
      expect(await sums(done.id, '?region=SOUTH')).to.have.nested.property('[0].name', '天河店')
      const [zhou] = await sums(done.id, '?region=SOUTH&store=GZ001')
      expect(zhou).to.deep.include({ name: '周敏', account: `guide:${ids['guide.zhou']}`, differenceFen: 27_000 })
      const behind = await get<{ path: string[]; rows: { orderId: number }[] }>(
        `/api/dry-runs/${done.id}/orders?region=EAST&store=SH001&account=guide:${ids['guide.lin']}`,
      )
      expect(behind.path).to.deep.equal(['华东', '徐汇店', '林晓'])
      expect(behind.rows).to.have.length(1)
      expect(behind.rows[0]).to.deep.include({ orderNo: 'A', beforeFen: 90_000, afterFen: 63_000 })
      const why = await get<{ before: string[]; after: string[]; parts: object[]; isOtherwiseNow: boolean }>(
        `/api/dry-runs/${done.id}/orders/${behind.rows[0]?.orderId}`,
      )
      expect(why.isOtherwiseNow).to.equal(false)
      expect(why.parts).to.deep.include.members([{ name: '周敏', beforeFen: 0, afterFen: 27_000 }])
      expect(why.before.join()).to.include('林晓').and.to.not.equal(why.after.join())
      expect(why.after.join()).to.include('周敏')
    })

    it('posts nothing: journal, roll-ups and explanations are as they were', async () => {
      const rowsOf = () => Promise.all(LEDGER.map((table) => app.deps.db.read.query(`SELECT * FROM ${table}`)))
      const before = await rowsOf()
      const { changed } = await run(SPLIT)
      expect(changed).to.equal(1)
      expect(await rowsOf()).to.deep.equal(before)
    })

    it('of the rules in force gives no difference at all', async () => {
      const { source } = await get<{ source: string }>('/api/dry-runs/in-force')
      expect(source).to.equal(IN_FORCE)
      const done = await run(source)
      expect(done).to.deep.include({ orders: 3, changed: 0, netFen: 147_000, movedFen: 0 })
      expect(await sums(done.id)).to.deep.equal([])
    })

    it('begins from what the ledger says, holder by holder and store by store', async () => {
      const { id } = await run(SPLIT)
      const before = await app.deps.db.read.query(
        `SELECT account, store_code AS storeCode, CAST(SUM(before_fen) AS SIGNED) AS fen FROM credit_dry_run_sums
         WHERE dry_run_id = ? AND level = 'holder' AND before_fen <> 0 GROUP BY account, store_code ORDER BY account`,
        [id],
      )
      const posted = await app.deps.db.read.query(
        `SELECT CASE WHEN guide_id IS NULL THEN account ELSE CONCAT('guide:', guide_id) END AS account,
           COALESCE(store_code, '') AS storeCode, CAST(SUM(amount_fen) AS SIGNED) AS fen
         FROM ledger_entries WHERE account NOT LIKE 'sales:%' GROUP BY 1, 2 ORDER BY 1`,
      )
      const plain = (rows: { fen: number }[]) => rows.map((row) => ({ ...row, fen: Number(row.fen) }))
      expect(plain(before)).to.deep.equal(plain(posted))
    })

    it('what nobody held stands outside of every region', async () => {
      const { id } = await run(IN_FORCE.replace('[served, shared, waiting, store]', '[served, shared, store]'))
      const rows = await sums(id)
      expect(rows.map(({ regionCode, differenceFen }) => [regionCode, differenceFen])).to.deep.equal([
        ['EAST', 7_000],
        ['', -7_000],
      ])
      const [nobody] = await sums(id, '?region=&store=')
      expect(nobody).to.deep.include({ account: 'unattributed', name: '待归属', beforeFen: 7_000, afterFen: 0 })
      const { rows: orders } = await get<{ rows: object[] }>(
        `/api/dry-runs/${id}/orders?region=&store=&account=unattributed`,
      )
      expect(orders).to.have.length(1)
    })

    it('asks once, however often it is sent, and not twice under one key for something else', async () => {
      const first = await run(SPLIT)
      expect((await run(SPLIT)).id).to.equal(first.id)
      const other = await op.post('/api/dry-runs', { clientKey: 'dry-run-0001', rules: IN_FORCE, ...NOVEMBER })
      expect(other.status).to.equal(409)
      expect((await get<{ runs: object[] }>('/api/dry-runs')).runs).to.have.length(1)
    })

    it('tells every fault of a file with its line, and begins nothing with it', async () => {
      const faulty = SPLIT.replace('mode: first_touch', 'mode: last_wish').replace('waitDays: 30', 'waitDay: 30')
      const checked = await op.post('/api/dry-runs/check', { rules: faulty })
      const { title, faults } = (await checked.json()) as { title: null; faults: { line: number; path: string }[] }
      expect(title).to.equal(null)
      const lineOf = (text: string) => faulty.split('\n').findIndex((line) => line.includes(text)) + 1
      expect(faults.map(({ line, path }) => [line, path])).to.deep.include.members([
        [lineOf('mode: last_wish'), 'claims.0.mode'],
        [lineOf('waitDay: 30'), 'waitDay'],
      ])
      const refused = await op.post('/api/dry-runs', { clientKey: 'dry-run-0002', rules: faulty, ...NOVEMBER })
      expect(refused.status).to.equal(422)
      expect((await get<{ runs: object[] }>('/api/dry-runs')).runs).to.deep.equal([])
    })

    for (const [what, period] of [
      ['a day that is none', { from: '2026-02-30', to: '2026-11-01' }],
      ['days out of order', { from: '2026-11-02', to: '2026-11-01' }],
      ['days to come', { from: '2026-11-01', to: '2026-11-22' }],
      ['more than 400 days', { from: '2025-10-17', to: '2026-11-21' }],
    ] as const)
      it(`refuses ${what}`, async () => {
        const answer = await op.post('/api/dry-runs', { clientKey: 'dry-run-0003', rules: SPLIT, ...period })
        expect(answer.status).to.equal(400)
      })

    it('says of an order that has changed since the run that it would come out otherwise today', async () => {
      const { id } = await run(SPLIT)
      const holder = `region=EAST&store=SH001&account=guide:${ids['guide.lin']}`
      const { rows } = await get<{ rows: { orderId: number }[] }>(`/api/dry-runs/${id}/orders?${holder}`)
      await refund('R2', 20_000)
      await app.settle()
      const why = await get<{ isOtherwiseNow: boolean; parts: object[] }>(
        `/api/dry-runs/${id}/orders/${rows[0]?.orderId}`,
      )
      expect(why.isOtherwiseNow).to.equal(true)
      expect(why.parts).to.deep.include.members([{ name: '周敏', beforeFen: 0, afterFen: 21_000 }])
    })

    it('leaves as a file, noted', async () => {
      const { id } = await run(SPLIT)
      const holders = await op.get(`/api/exports/dry-run.csv?id=${id}&of=holders`)
      expect(holders.headers.get('content-disposition')).to.include(encodeURIComponent('规则试算_七三分'))
      expect((await holders.text()).replace('\uFEFF', '').trim().split('\r\n')).to.deep.equal([
        '区域,门店编码,门店,归谁,导购账号,现行规则（元）,新规则（元）,差额（元）,变化的订单',
        '华南,GZ001,天河店,周敏,guide.zhou,0.00,270.00,270.00,1',
        '华东,SH001,徐汇店,林晓,guide.lin,1400.00,1130.00,-270.00,1',
      ])
      const orders = await op.get(`/api/exports/dry-run.csv?id=${id}&of=orders`)
      expect(await orders.text()).to.include(
        '华东,SH001,徐汇店,林晓,guide.lin,2026-11-21,pos-east,A,900.00,630.00,-270.00',
      )
      expect((await op.get(`/api/exports/dry-run.xlsx?id=${id}&of=orders`)).status).to.equal(200)
      expect(await app.deps.db.read.countBy(AuditEntry, { action: 'export.dry-run' })).to.equal(3)
    })

    it('leaves as CSV however many orders are behind, and as a sheet only while a sheet holds them', async () => {
      const { id } = await run(SPLIT)
      const lin = `guide:${ids['guide.lin']}`
      const more = Array.from({ length: 4_500 }, (_, n) => [id, 'EAST', 'SH001', lin, 9 + n, 0, 1])
      const columns = ['dry_run_id', 'region_code', 'store_code', 'account', 'order_id', 'before_fen', 'after_fen']
      const counts = { dryRunId: id, level: 'holder' as const, account: lin }
      await app.deps.db.transaction(async (tx) => {
        await insertRows(tx, 'credit_dry_run_orders', columns, more)
        await tx.increment(CreditDryRunSum, counts, 'orders', more.length)
        await tx.query(`INSERT INTO orders (id, order_no, ${SAME}) SELECT n.order_id, n.order_id, ${SAME}
          FROM orders JOIN credit_dry_run_orders n ON n.order_id >= 9 WHERE orders.order_no = 'A'`)
      })
      expect(await get(`/api/dry-runs/${id}`)).to.include({ orderRows: 4_502, fitsSheet: true })
      const csv = await (await op.get(`/api/exports/dry-run.csv?id=${id}&of=orders`)).text()
      const lines = csv.trimEnd().split('\r\n')
      expect([lines.length, new Set(lines).size]).to.deep.equal([4_503, 4_503])
      const [note] = await app.deps.db.read.find(AuditEntry, { where: { action: 'export.dry-run' } })
      expect(note?.detail).to.deep.include({ of: 'orders', rows: 4_502 })

      await app.deps.db.transaction((tx) => tx.increment(CreditDryRunSum, counts, 'orders', 50_000))
      expect(await get(`/api/dry-runs/${id}`)).to.include({ fitsSheet: false })
      const sheet = await op.get(`/api/exports/dry-run.xlsx?id=${id}&of=orders`)
      expect(sheet.status).to.equal(422)
      expect(await sheet.text()).to.include('CSV')
    })

    it('masks a phone that stands in the name of a guide', async () => {
      await app.deps.db.transaction((tx) => tx.update(Guide, { userId: 'guide.zhou' }, { name: '周敏13800000001' }))
      const { id } = await run(SPLIT)
      for (const of of ['holders', 'orders']) {
        const text = await (await op.get(`/api/exports/dry-run.csv?id=${id}&of=${of}`)).text()
        expect(text).to.include('周敏138****0001').and.to.not.include('13800000001')
      }
    })

    it('answers 404 for a run or an order there is not', async () => {
      const { id } = await run(IN_FORCE)
      for (const path of ['/api/dry-runs/99', '/api/dry-runs/99/sums', `/api/dry-runs/${id}/orders/999`])
        expect((await op.get(path)).status, path).to.equal(404)
    })
  }),
)
