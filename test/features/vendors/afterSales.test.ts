import { expect } from 'chai'
import { type LocalShop, payEvent, startWeixinShop } from '../../../demo/malls/weixinShop.ts'
import { forEachDatabase } from '../../support/db.ts'
import {
  type LocalWeimob,
  startWeimob,
  weimobEvent,
  weimobOrder,
  weimobOrderBody,
  weimobRights,
} from '../../support/malls/weimob.ts'
import { afterSaleEvent, SHOP, shopAfterSale, shopOrder } from '../../support/malls/weixinShop.ts'
import { YOUZAN_ENV, youzanEvent, youzanOrder, youzanRefund } from '../../support/malls/youzan.ts'
import { traceOf } from '../imports/recordFiles.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

const [ORDER, CASE] = ['9007199254740993001', '9007199254740993777']
const DAY_MS = 86_400_000
const RETURNED = { refund_type: 'RETURN_AND_REFUND', oids: '3202' }

/** How one mall tells of a sale, of all that happens before money goes back, and of the money. */
interface Mall {
  name: string
  pay(): Promise<unknown>
  /** Opened, looked at, agreed to, sent back: no money yet. */
  open(): Promise<Response[]>
  refund(): Promise<unknown>
}

forEachDatabase((kind) =>
  describe(`an after-sales case without a refund (${kind})`, () => {
    let shop: LocalShop
    let weimob: LocalWeimob
    let bench: MallBench
    before(async () => {
      shop = await startWeixinShop(SHOP)
      weimob = await startWeimob()
    })
    after(async () => {
      await shop.close()
      await weimob.close()
    })
    beforeEach(async () => {
      bench = await startMallBench(kind, { env: { ...shop.env, ...weimob.env, ...YOUZAN_ENV } })
    })
    afterEach(() => bench.app.stop())

    const post = (path: string, body: string) => bench.post(path, { body })
    const toShop = (event: string) => {
      const { path, body } = shop.seal(event)
      return post(path, body)
    }
    const toYouzan = (type: string, msg: unknown) => bench.post('/hooks/youzan', youzanEvent(type, msg))
    const rights = (status: number, event = 'statusUpdate') => {
      const over = weimobRights(CASE, ORDER).replace('"rightsStatus":6', `"rightsStatus":${status}`)
      weimob.rights.set(CASE, over)
      const body = `{"rightsId":${CASE},"orderNo":${ORDER},"status":${status}}`
      return post('/hooks/weimob', weimobEvent('weimob_shop.rights', event, body))
    }

    const malls: Mall[] = [
      {
        name: '微信小店',
        pay() {
          const list = { aftersale_detail: { aftersale_order_list: [{ aftersale_order_id: CASE }] } }
          shop.orders.set(ORDER, shopOrder(ORDER, list))
          return toShop(payEvent(ORDER))
        },
        async open() {
          const steps = ['USER_WAIT_RETURN', 'MERCHANT_PROCESSING', 'MERCHANT_WAIT_RECEIPT', 'PLATFORM_REFUNDING']
          const answers = []
          for (const [index, status] of steps.entries()) {
            shop.afterSales.set(CASE, shopAfterSale(CASE, ORDER, { status }))
            answers.push(await toShop(afterSaleEvent(CASE, ORDER, status, 1_795_224_000 + index)))
            // Some deliveries name no status, some the order only.
            const bare = afterSaleEvent(CASE, ORDER, status, 1_795_225_000 + index).replace(`"status":"${status}",`, '')
            answers.push(await toShop(bare), await toShop(bare.replace(`"after_sale_order_id":"${CASE}",`, '')))
          }
          return answers
        },
        refund() {
          shop.afterSales.set(CASE, shopAfterSale(CASE, ORDER))
          return toShop(afterSaleEvent(CASE, ORDER, 'MERCHANT_REFUND_SUCCESS', 1_795_226_000))
        },
      },
      {
        name: '有赞',
        pay: () => toYouzan('trade_TradePaid', youzanOrder('E1')),
        open: async () => [
          await toYouzan('trade_refund_BuyerCreated', youzanRefund('R1', 'E1', RETURNED)),
          await toYouzan('trade_refund_RefundSellerAgree', youzanRefund('R1', 'E1', RETURNED)),
          await toYouzan('trade_refund_BuyerReturnGoods', youzanRefund('R1', 'E1', RETURNED)),
        ],
        refund: () => toYouzan('trade_refund_RefundSuccess', youzanRefund('R1', 'E1', RETURNED)),
      },
      {
        name: '微盟',
        pay() {
          weimob.orders.set(ORDER, weimobOrder(ORDER))
          return post('/hooks/weimob', weimobEvent('weimob_shop.order', 'statusUpdate', weimobOrderBody(ORDER)))
        },
        open: async () => [await rights(1, 'create'), await rights(1), await rights(2), await rights(3)],
        refund: () => rights(6),
      },
    ]

    for (const { name, pay, open, refund } of malls)
      it(`moves nothing, however far it goes, and the refund does: ${name}`, async () => {
        await pay()
        await bench.app.settle()
        const { db } = bench.app.deps
        const sold = await traceOf(db)
        expect(sold.entries).to.have.lengthOf.greaterThan(1)
        expect((await open()).map(({ status }) => status)).to.satisfy((all: number[]) =>
          all.every((one) => one === 200),
        )
        await bench.app.settle()
        await bench.later(DAY_MS)
        expect(await traceOf(db)).to.deep.equal(sold)
        expect(await bench.parkedJobs()).to.equal(0)
        await refund()
        await bench.app.settle()
        expect((await traceOf(db)).entries?.length).to.be.greaterThan(sold.entries?.length ?? 0)
        expect(await bench.refunds()).to.have.length(1)
      })
  }),
)
