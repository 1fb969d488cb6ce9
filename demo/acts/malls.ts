import { payEvent } from '../malls/weixinShop.ts'
import { MINUTE_MS } from '../seed/time.ts'
import { type Stage, settle } from '../stage.ts'
import { customerOf, StageError } from './customers.ts'

interface Paid {
  orderNo: string
  paidFen: number
}

/** Beyond 2^53, as the shop's own numbers are. */
const FIRST_SHOP_ORDER = 9_007_199_254_740_993_000n
const TEA = { sku_id: '9001', sku_code: 'TEA-01', title: '明前龙井 250g', sku_cnt: 1, real_price: 26_800 }
const SHOP_PRICE = { product_price: 26_800, order_price: 27_400, freight: 600 }

/** ¥274.00 of tea in the 微信小店: its event names the order only, the product fetches the rest. */
export async function orderInWeixinShop(stage: Stage, externalUserId: string): Promise<Paid> {
  const { unionid } = customerOf(stage, externalUserId)
  const seconds = Math.floor(stage.deps.clock.nowMs() / 1000)
  const orderNo = String(FIRST_SHOP_ORDER + BigInt(stage.shop.orders.size + 1))
  const order = { openid: 'oDemo', unionid, create_time: seconds - MINUTE_MS / 1000, status: 20 }
  const order_detail = { product_infos: [TEA], price_info: SHOP_PRICE, pay_info: { pay_time: seconds } }
  stage.shop.orders.set(orderNo, `{"order_id":${orderNo},${JSON.stringify({ ...order, order_detail }).slice(1)}`)
  const { path, body } = stage.shop.seal(payEvent(orderNo, seconds))
  const answer = await fetch(stage.baseUrl + path, { method: 'POST', body })
  if (answer.status !== 200) throw new StageError(`/hooks/weixin-shop 回答 ${answer.status}`)
  await settle(stage)
  return { orderNo, paidFen: SHOP_PRICE.order_price }
}

/** ¥99.00 paid in the chat: 对外收款 calls nobody, the bill is found at the next poll. */
export async function payInChat(stage: Stage, userid: string, externalUserId: string): Promise<Paid> {
  const commodities = [{ description: '茶点礼盒', amount: 1 }]
  const { outTradeNo, totalFeeFen } = stage.local.customerPays({
    userid,
    externalUserId,
    totalFeeFen: 9_900,
    commodities,
  })
  await settle(stage)
  return { orderNo: outTradeNo, paidFen: totalFeeFen }
}
