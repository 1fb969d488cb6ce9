import { z } from 'zod'
import { postForJson, type TokenParts, withToken } from './api.ts'
import { readAs, VendorApiError } from './faults.ts'
import { fen, int64, maybeText, number, quantity, unixTime } from './fields.ts'

export interface WeixinShopApiKeys {
  appId: string
  secret: string
  baseUrl: string
}

// 微信小店's pages were not at hand: the fields are those that several public SDKs agree on. UNVERIFIED.
const HEAD = z.object({ errcode: z.string().nullish(), errmsg: z.unknown().optional() })
const TOKEN = z.object({
  access_token: z.string().min(1),
  expires_in: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
})

const SHOP_ORDER = z.object({
  order_id: int64,
  /** Only where the shop is bound to an open platform account. */
  unionid: maybeText,
  create_time: unixTime,
  order_detail: z.object({
    product_infos: z
      .array(
        z.object({
          sku_id: number,
          sku_code: maybeText,
          title: maybeText,
          sku_cnt: quantity,
          /** What was paid for the line, all pieces together. */
          real_price: fen,
        }),
      )
      .min(1)
      .max(1000),
    price_info: z.object({ order_price: fen, freight: fen.nullish() }),
    pay_info: z.object({ pay_time: unixTime.nullish() }).nullish(),
    aftersale_detail: z
      .object({ aftersale_order_list: z.array(z.object({ aftersale_order_id: int64 })).nullish() })
      .nullish(),
  }),
})
export type ShopOrder = z.output<typeof SHOP_ORDER>

const AFTER_SALE = z.object({
  after_sale_order_id: int64,
  order_id: int64,
  status: z.string().min(1).max(64),
  update_time: unixTime,
  product_info: z.object({ sku_id: number, count: quantity.nullish() }),
  refund_info: z.object({ amount: fen }).nullish(),
})
export type AfterSale = z.output<typeof AFTER_SALE>

export interface WeixinShopApi {
  getOrder(orderId: string): Promise<ShopOrder>
  getAfterSale(afterSaleId: string): Promise<AfterSale>
}

/** The server API of one shop. `stable_token` gives every process the same token. */
export function createWeixinShopApi(keys: WeixinShopApiKeys, parts: Omit<TokenParts, 'fetchToken'>): WeixinShopApi {
  const fetchToken = async () => {
    const body = { grant_type: 'client_credential', appid: keys.appId, secret: keys.secret }
    const answer = await ask('cgi-bin/stable_token', new URL(`${keys.baseUrl}/cgi-bin/stable_token`), body)
    const { access_token, expires_in } = readAs(TOKEN, answer, 'token')
    return { token: access_token, expiresAtMs: parts.wallMs() + expires_in * 1000 }
  }
  const use = withToken({ ...parts, fetchToken })
  const call = (path: string, body: Record<string, string>) =>
    use((token) => {
      const url = new URL(`${keys.baseUrl}/${path}`)
      url.searchParams.set('access_token', token)
      return ask(path, url, body)
    })
  return {
    getOrder: async (order_id) =>
      readAs(z.object({ order: SHOP_ORDER }), await call('channels/ec/order/get', { order_id })).order,
    getAfterSale: async (after_sale_order_id) =>
      readAs(
        z.object({ after_sale_order: AFTER_SALE }),
        await call('channels/ec/aftersale/getaftersaleorder', { after_sale_order_id }),
      ).after_sale_order,
  }
}

const TOKEN_FAULTS = new Set(['40001', '40014', '41001', '42001'])
/** Busy, and the several limits. */
const PASSING_FAULTS = new Set(['-1', '45009', '45011', '45033'])

async function ask(path: string, url: URL, body: Record<string, string>): Promise<unknown> {
  const answer = await postForJson(`weixin-shop ${path}`, url, JSON.stringify(body))
  const { errcode } = readAs(HEAD, answer)
  if (!errcode || errcode === '0') return answer
  const retry = PASSING_FAULTS.has(errcode) ? 'later' : 'never'
  throw new VendorApiError(`weixin-shop ${path}: errcode ${errcode}`, retry, TOKEN_FAULTS.has(errcode))
}
