import { z } from 'zod'
import { postForJson, type TokenParts, withToken } from './api.ts'
import { readAs, VendorApiError } from './faults.ts'
import { int64, maybeText, quantity, unixTime, yuan } from './fields.ts'

export interface WeimobApiKeys {
  clientId: string
  clientSecret: string
  /** 商家操作系统 id. */
  bosId: string
  baseUrl: string
}

// 微盟's pages were not at hand: the fields are those of its public SDK of 2023. UNVERIFIED. Amounts are yuan as text.
const TOKEN = z.object({
  access_token: z.string().min(1),
  expires_in: z
    .string()
    .regex(/^\d{1,8}$/)
    .transform(Number),
})
const HEAD = z.object({ code: z.object({ errcode: z.string().min(1).max(32), errmsg: maybeText }) })

const ORDER = z.object({
  orderBaseInfo: z.object({
    orderNo: int64,
    /** 2 is paid in full. */
    payStatus: z.string(),
    payTime: unixTime,
    createTime: unixTime,
  }),
  orderBizExt: z.object({ saleChannelType: z.string().nullish() }).nullish(),
  merchantInfo: z
    .object({ vid: int64.nullish(), merchantExtInfo: z.object({ vidNumber: maybeText }).nullish() })
    .nullish(),
  payInfo: z.object({ payAmount: yuan }),
  items: z
    .array(
      z.object({
        itemId: int64,
        skuCode: maybeText,
        goodsCode: maybeText,
        goodsTitle: maybeText,
        skuNum: quantity.nullish(),
        payInfo: z.object({ payAmount: yuan }),
      }),
    )
    .min(1)
    .max(1000),
  orderFulfill: z.object({ receiverInfo: z.object({ phone: maybeText }).nullish() }).nullish(),
})
export type WeimobOrder = z.output<typeof ORDER>

const RIGHTS = z.object({
  rightsOrder: z.object({ rightsId: int64, rightsStatus: z.string(), updateTime: unixTime }),
  originOrder: z.object({ orderNo: int64 }),
  rightsItems: z
    .array(
      z.object({
        orderItemId: int64,
        returnNum: quantity.nullish(),
        refundDetail: z.object({ refundAmount: yuan }),
      }),
    )
    .min(1)
    .max(1000),
})
export type WeimobRights = z.output<typeof RIGHTS>

export interface WeimobApi {
  getOrder(orderNo: string): Promise<WeimobOrder>
  getRights(rightsId: string): Promise<WeimobRights>
}

export function createWeimobApi(keys: WeimobApiKeys, parts: Omit<TokenParts, 'fetchToken'>): WeimobApi {
  const use = withToken({ ...parts, fetchToken: () => fetchToken(keys, parts.wallMs) })
  const call = (path: string, name: string, id: string) =>
    use((token) => {
      const url = new URL(`${keys.baseUrl}/apigw/weimob_shop/v2.0/${path}`)
      url.searchParams.set('accesstoken', token)
      // The number is written as digits: as a JavaScript number it would be another one.
      return ask(path, url, `{"${name}":${id}}`)
    })
  return {
    getOrder: async (orderNo) =>
      readAs(z.object({ orderInfo: ORDER }), await call('order/detail/get', 'orderNo', orderNo), 'data').orderInfo,
    getRights: async (rightsId) =>
      readAs(z.object({ rightsInfo: RIGHTS }), await call('rights/detail/get', 'rightsId', rightsId), 'data')
        .rightsInfo,
  }
}

async function fetchToken({ clientId, clientSecret, bosId, baseUrl }: WeimobApiKeys, wallMs: () => number) {
  const url = new URL(`${baseUrl}/fuwu/b/oauth2/token`)
  const query = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  for (const [name, value] of Object.entries({ ...query, shop_id: bosId, shop_type: 'business_operation_system_id' }))
    url.searchParams.set(name, value)
  const { access_token, expires_in } = readAs(TOKEN, await postForJson('weimob oauth2/token', url), 'token')
  return { token: access_token, expiresAtMs: wallMs() + expires_in * 1000 }
}

async function ask(path: string, url: URL, body: string): Promise<unknown> {
  const answer = await postForJson(`weimob ${path}`, url, body)
  const { code } = readAs(HEAD, answer)
  if (code.errcode === '0') return readAs(z.object({ data: z.unknown().optional() }), answer).data
  // Its codes are many and unknown here; a refused token says so in words.
  throw new VendorApiError(`weimob ${path}: errcode ${code.errcode}`, 'never', /token/i.test(code.errmsg ?? ''))
}
