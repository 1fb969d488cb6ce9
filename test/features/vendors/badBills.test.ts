import { expect } from 'chai'
import type { BillListInput } from 'wecom-sdk'
import { createLog } from '../../../app/boot/log.ts'
import { billListSchema } from '../../../wecom-sdk/src/client/api/bills.ts'
import { rowsOf } from '../../rights/rowsOf.ts'
import { START_MS } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { NAME, PHONE } from './malformed/badEvent.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

const AT = Math.floor(START_MS / 1000)
const RECEIPT = {
  ...{ transaction_id: 't1', bill_type: 0, trade_state: 1, pay_time: AT, out_trade_no: 'T1', total_fee: 100 },
  ...{ payee_userid: 'guide.lin', contact_info: { name: NAME, phone: PHONE } },
}
const REFUND = { ...RECEIPT, bill_type: 1, out_trade_no: 'T1', out_refund_no: 'R1', total_fee: 40 }
const returned = (over: object) => ({
  ...RECEIPT,
  refund_list: [{ out_refund_no: 'R1', refund_status: 2, refund_reqtime: AT, refund_fee: 40, ...over }],
})

/** A row of the list, and a path that must be named. */
const BAD: [string, unknown, string][] = [
  ['nothing', null, ''],
  ['a text', NAME, ''],
  ['a list', [RECEIPT], ''],
  ['no sum', { ...RECEIPT, total_fee: undefined }, 'total_fee'],
  ['a sum as text', { ...RECEIPT, total_fee: '100' }, 'total_fee'],
  ['half a fen', { ...RECEIPT, total_fee: 0.5 }, 'total_fee'],
  ['a negative sum', { ...RECEIPT, total_fee: -100 }, 'total_fee|paidFen'],
  ['a sum beyond 2^53', { ...RECEIPT, total_fee: 2 ** 60 }, 'total_fee'],
  ['no number', { ...RECEIPT, out_trade_no: undefined }, 'out_trade_no'],
  ['an empty number', { ...RECEIPT, out_trade_no: '' }, 'orderNo'],
  ['a number with a line feed', { ...RECEIPT, out_trade_no: 'T\n1' }, 'orderNo'],
  ['a number of 65 characters', { ...RECEIPT, out_trade_no: 'x'.repeat(65) }, 'orderNo'],
  ['a number as a number', { ...RECEIPT, out_trade_no: 2 ** 60 }, 'out_trade_no'],
  ['no time', { ...RECEIPT, pay_time: undefined }, 'pay_time'],
  ['a time in words', { ...RECEIPT, pay_time: 'now' }, 'pay_time'],
  ['a time of no calendar', { ...RECEIPT, pay_time: 1e15 }, 'pay_time'],
  ['a negative time', { ...RECEIPT, pay_time: -1 }, 'pay_time'],
  ['a type nobody knows', { ...RECEIPT, bill_type: 7 }, 'bill_type'],
  ['half a piece', { ...RECEIPT, commodity_list: [{ description: '茶', amount: 0.5 }] }, 'quantity'],
  ['a payee as an object', { ...RECEIPT, payee_userid: { name: NAME } }, 'payee_userid'],
  ['a refund without its number', { ...REFUND, out_refund_no: undefined }, 'out_refund_no'],
  ['a refund with a negative sum', { ...REFUND, total_fee: -40 }, 'refundFen'],
  ['a refund with a number too long', { ...REFUND, out_refund_no: 'x'.repeat(65) }, 'refundNo'],
  ['a receipt whose refund has no sum', returned({ refund_fee: undefined }), 'refund_list.0.refund_fee'],
  ['a receipt whose refund has no status', returned({ refund_status: null }), 'refund_list.0.refund_status'],
]

forEachDatabase((kind) =>
  describe(`malformed bills of 对外收款 (${kind})`, function () {
    this.timeout(240_000)
    const lines: string[] = []
    let bench: MallBench
    let bills: unknown[] = []
    before(async () => {
      const log = createLog('trace', { write: (line: string) => void lines.push(line) })
      bench = await startMallBench(kind, { log })
      bench.app.deps.wecom.getBillList = async (_window: BillListInput) => billListSchema.parse({ bill_list: bills })
    })
    after(() => bench.app.stop())

    /** @returns what is listed about bills, as `number: paths` */
    async function poll(...rows: unknown[]): Promise<string[]> {
      bills = rows
      await bench.app.deps.db.transaction((tx) =>
        bench.app.deps.enqueue(tx, { kind: 'vendors.pollBills', payload: { isTrail: true } }),
      )
      await bench.app.settle()
      const sql = `SELECT id, number, detail FROM intake_exceptions WHERE kind = 'vendor_unreadable' AND state = 'open' ORDER BY id`
      const listed: { number: string; detail: string | object }[] = await bench.app.deps.db.read.query(sql)
      return listed.map(({ number, detail }) => {
        const { faults } = (typeof detail === 'string' ? JSON.parse(detail) : detail) as { faults: { path: string }[] }
        return `${number}: ${faults.map(({ path }) => path).join()}`
      })
    }
    /** All that money could have gone into. */
    async function books() {
      const { orders, order_lines, order_line_guides, refunds, refund_lines, ...rest } = await rowsOf(bench.app.deps.db)
      const { ledger_postings, ledger_entries, vendor_events } = rest
      return {
        orders,
        order_lines,
        order_line_guides,
        refunds,
        refund_lines,
        ledger_postings,
        ledger_entries,
        vendor_events,
      }
    }

    for (const [what, row, path] of BAD)
      it(`${what}: told to a person by its path, and nothing of it is stored`, async () => {
        const before = await books()
        const listed = await poll(row)
        expect(listed.join(' ')).to.match(new RegExp(path))
        expect(listed).to.have.length(1)
        expect(await books()).to.deep.equal(before)
        expect(await bench.parkedJobs()).to.equal(0)
        await bench.app.deps.db.transaction((tx) =>
          tx.query("DELETE FROM intake_exceptions WHERE kind = 'vendor_unreadable'"),
        )
      })

    it('hide none of the others, and leave the list when they come readable', async () => {
      const cut = { ...RECEIPT, out_trade_no: 'T8', total_fee: undefined }
      expect(await poll(cut, { ...RECEIPT, out_trade_no: 'T9' }, null)).to.deep.equal(['T8: total_fee', '没有单号: '])
      expect(await bench.orders()).to.deep.equal(['T9 100: 1=100'])
      expect(await poll({ ...cut, total_fee: 7 })).to.deep.equal(['没有单号: '])
      expect(await bench.orders()).to.deep.equal(['T8 7: 1=7', 'T9 100: 1=100'])
    })

    it('say why in the log, and nothing of a customer; the list neither', async () => {
      const rows = JSON.stringify(await bench.app.deps.db.read.query('SELECT * FROM intake_exceptions'))
      expect(lines.join('\n')).to.include('a bill cannot be read')
      for (const canary of [PHONE, NAME]) expect(lines.join('\n') + rows).to.not.include(canary)
    })
  }),
)
