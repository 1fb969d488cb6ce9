import { expect } from 'chai'
import { createLog } from '../../../app/boot/log.ts'
import { payEvent, sealerOf, startWeixinShop } from '../../../demo/malls/weixinShop.ts'
import { rowsOf } from '../../rights/rowsOf.ts'
import { forEachDatabase } from '../../support/db.ts'
import { startWeimob, weimobEvent, weimobOrder, weimobOrderBody } from '../../support/malls/weimob.ts'
import { SHOP, shopOrder } from '../../support/malls/weixinShop.ts'
import { NAME } from './malformed/badEvent.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

type Change = (order: Record<string, never>) => void
/** What is wrong with the fetched order, and the path that must be named. */
type BadAnswer = [string, string | Change, string]

const set =
  (path: string, value: unknown): Change =>
  (order) => {
    const steps = path.split('.')
    const last = steps.pop() ?? ''
    let at: Record<string, unknown> = order
    for (const step of steps) at = at[step] as Record<string, unknown>
    at[last] = value
  }
const SUMS = ['-1', '1.005', '1e3', '1,000', '', null, '二百', '90071992547409930.00']

const SHOP_BAD: BadAnswer[] = [
  ['null', 'null', 'order'],
  ['a text', `"${NAME}"`, 'order'],
  ['a list', '[]', 'order'],
  ...['order_id', 'create_time', 'order_detail'].map((name): BadAnswer => [`no ${name}`, set(name, undefined), name]),
  ['an id in words', set('order_id', NAME), 'order_id'],
  ['no lines', set('order_detail.product_infos', []), 'product_infos'],
  ['lines as one', set('order_detail.product_infos', { sku_id: 1 }), 'product_infos'],
  ['no sum of prices', set('order_detail.price_info', undefined), 'price_info'],
  ...['-1', 1.5, null, '一', 2 ** 60].map(
    (value): BadAnswer => [`a line of ${value}`, set('order_detail.product_infos.0.real_price', value), 'real_price'],
  ),
  ['no quantity', set('order_detail.product_infos.0.sku_cnt', undefined), 'sku_cnt'],
  ['half a piece', set('order_detail.product_infos.0.sku_cnt', 0.5), 'sku_cnt'],
  ['a sku with a line feed', set('order_detail.product_infos.0.sku_id', 'a\nb'), 'sku_id'],
  ['a time in words', set('order_detail.pay_info.pay_time', 'now'), 'pay_time'],
  ['one fen too little', set('order_detail.price_info.order_price', 25_399), 'lines'],
  ['one fen too much', set('order_detail.price_info.order_price', 25_401), 'lines'],
  ['a negative freight', set('order_detail.price_info.freight', -600), 'freight'],
]

const WEIMOB_BAD: BadAnswer[] = [
  ['null', 'null', 'orderInfo'],
  ['a text', `"${NAME}"`, 'orderInfo'],
  ['a list', '[]', 'orderInfo'],
  ...['orderBaseInfo', 'payInfo', 'items'].map((name): BadAnswer => [`no ${name}`, set(name, undefined), name]),
  ['an id in words', set('orderBaseInfo.orderNo', NAME), 'orderNo'],
  ['no time of payment', set('orderBaseInfo.payTime', 0), 'payTime'],
  ['a time in words', set('orderBaseInfo.payTime', 'now'), 'payTime'],
  ['a channel nobody knows', set('orderBizExt.saleChannelType', 7), 'saleChannelType'],
  ['no lines', set('items', []), 'items'],
  ['half a piece', set('items.0.skuNum', '0.5'), 'skuNum'],
  ...SUMS.map((value): BadAnswer => [`a sum of ${value}`, set('payInfo.payAmount', value), 'payInfo.payAmount']),
  ...SUMS.map((value): BadAnswer => [`a line of ${value}`, set('items.0.payInfo.payAmount', value), 'items.0.payInfo']),
  ['goods dearer than what was paid', set('payInfo.payAmount', '99.99'), 'lines'],
]

const changed = (order: string, change: string | Change): string => {
  if (typeof change === 'string') return change
  const parsed = JSON.parse(order) as Record<string, never>
  change(parsed)
  return JSON.stringify(parsed)
}

forEachDatabase((kind) =>
  describe(`malformed answers of malls are listed for a person, and leave no order (${kind})`, function () {
    this.timeout(240_000)
    const lines: string[] = []
    let bench: MallBench
    let shop: Awaited<ReturnType<typeof startWeixinShop>>
    let mall: Awaited<ReturnType<typeof startWeimob>>
    before(async () => {
      shop = await startWeixinShop(SHOP)
      mall = await startWeimob()
      const log = createLog('trace', { write: (line: string) => void lines.push(line) })
      bench = await startMallBench(kind, { log, env: { ...shop.env, ...mall.env } })
    })
    after(async () => {
      await bench.app.stop()
      await Promise.all([shop.close(), mall.close()])
    })

    async function books() {
      const { orders, order_lines, refunds, refund_lines, ledger_postings, ledger_entries } = await rowsOf(
        bench.app.deps.db,
      )
      return { orders, order_lines, refunds, refund_lines, ledger_postings, ledger_entries }
    }

    async function check(cases: BadAnswer[], push: (number: string, change: string | Change) => Promise<Response>) {
      expect(cases).to.have.length.of.at.least(20)
      const before = await books()
      for (const [index, [what, change]] of cases.entries())
        expect((await push(String(index + 1), change)).status, what).to.equal(200)
      await bench.app.settle()
      const sql = 'SELECT number, detail FROM intake_exceptions WHERE kind = ? AND state = ?'
      const listed: { number: string; detail: unknown }[] = await bench.app.deps.db.read.query(sql, [
        'vendor_unreadable',
        'open',
      ])
      const found = new Map(listed.map(({ number, detail }) => [number, JSON.stringify(detail)]))
      for (const [index, [what, , path]] of cases.entries())
        expect(found.get(String(index + 1)) ?? 'not listed', what).to.include(path)
      expect(await books()).to.deep.equal(before)
      for (const canary of ['13800000002', '13800000003', NAME])
        expect(JSON.stringify(listed) + lines.join('\n')).to.not.include(canary)
      await bench.app.deps.db.transaction((tx) => tx.query('DELETE FROM intake_exceptions'))
    }

    it(`微信小店: ${SHOP_BAD.length} ways`, () =>
      check(SHOP_BAD, (number, change) => {
        shop.orders.set(number, changed(shopOrder(number), change))
        return bench.post(...eventOf(sealerOf(SHOP)(payEvent(number))))
      }))

    it(`微盟: ${WEIMOB_BAD.length} ways`, () =>
      check(WEIMOB_BAD, (number, change) => {
        mall.orders.set(number, changed(weimobOrder(number), change))
        return bench.post('/hooks/weimob', {
          body: weimobEvent('weimob_shop.order', 'create', weimobOrderBody(number)),
        })
      }))
  }),
)

function eventOf({ path, body }: { path: string; body: string }): [string, { body: string }] {
  return [path, { body }]
}
