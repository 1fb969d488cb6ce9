import { createCallbackCipher } from 'wecom-sdk'
import { type MallServer, startMallServer } from './server.ts'

export interface ShopKeys {
  appId: string
  secret: string
  token: string
  encodingAesKey: string
}

export interface LocalShop extends MallServer {
  /** JSON texts by number: ids beyond 2^53 are written as they are. */
  orders: Map<string, string>
  afterSales: Map<string, string>
  /** Makes every token so far invalid. */
  revoke(): void
  /** What an operator would set. */
  env: Record<string, string>
  /** An event as the shop pushes it. @param plain JSON text */
  seal(plain: string, over?: { query?: Record<string, string>; body?: string }): { path: string; body: string }
}

/** The server API of one 微信小店, as far as it is asked, and its pushes. */
export async function startWeixinShop(keys: ShopKeys): Promise<LocalShop> {
  const orders = new Map<string, string>()
  const afterSales = new Map<string, string>()
  let valid = 1
  const tokenNow = () => `shop-canary-token-${valid}`
  const server = await startMallServer('/cgi-bin/stable_token', ({ path, query, body }) => {
    if (path === '/cgi-bin/stable_token') return `{"access_token":"${tokenNow()}","expires_in":7200}`
    if (query.get('access_token') !== tokenNow()) return '{"errcode":40014,"errmsg":"invalid token"}'
    const asked = JSON.parse(body) as Record<string, string>
    if (path === '/channels/ec/order/get') return found(orders.get(asked.order_id ?? ''), 'order')
    if (path !== '/channels/ec/aftersale/getaftersaleorder') return undefined
    return found(afterSales.get(asked.after_sale_order_id ?? ''), 'after_sale_order')
  })
  const revoke = () => {
    valid += 1
  }
  const { appId, secret, token, encodingAesKey } = keys
  const env = {
    WEIXIN_SHOP_APP_ID: appId,
    WEIXIN_SHOP_SECRET: secret,
    WEIXIN_SHOP_TOKEN: token,
    WEIXIN_SHOP_ENCODING_AES_KEY: encodingAesKey,
    WEIXIN_SHOP_API_BASE: server.baseUrl,
  }
  return Object.assign(server, { orders, afterSales, env, revoke, seal: sealerOf(keys) })
}

function found(text: string | undefined, name: string): string {
  if (text === undefined) return '{"errcode":10020052,"errmsg":"no such number"}'
  return `{"errcode":0,"errmsg":"ok","${name}":${text}}`
}

/** Pushes of this shop, signed and encrypted. */
export function sealerOf({ token, encodingAesKey, appId }: ShopKeys): LocalShop['seal'] {
  const cipher = createCallbackCipher({ token, encodingAesKey, receiveId: appId })
  return (plain, over = {}) => {
    const [timestamp, nonce] = ['1795226400', 'n0nce']
    const { encrypt, msgSignature } = cipher.seal(plain, { timestamp, nonce })
    const query = new URLSearchParams({ msg_signature: msgSignature, timestamp, nonce, ...over.query })
    const body = over.body ?? JSON.stringify({ ToUserName: 'gh_shop', Encrypt: encrypt })
    return { path: `/hooks/weixin-shop?${query}`, body }
  }
}

/** @param orderId digits, or any other JSON */
export const payEvent = (orderId: string, createTime = 1_795_222_800) =>
  `{"ToUserName":"gh_shop","FromUserName":"oCanaryOpen","CreateTime":${createTime},"MsgType":"event","Event":"channels_ec_order_pay","order_info":{"order_id":${orderId},"pay_time":1795222830}}`
