import { hash } from 'node:crypto'
import { type MallServer, startMallServer } from '../../../demo/malls/server.ts'

export const WEIMOB = { clientId: 'wm-client-0001', clientSecret: 'wm-canary-secret-0001', bosId: '4020505860894' }

export interface LocalWeimob extends MallServer {
  orders: Map<string, string>
  rights: Map<string, string>
  revoke(): void
  env: Record<string, string>
}

/** 微盟's open API, as far as it is asked. */
export async function startWeimob(): Promise<LocalWeimob> {
  const orders = new Map<string, string>()
  const rights = new Map<string, string>()
  let valid = 1
  const ok = (data: string) => `{"code":{"errcode":"0","errmsg":"success"},"data":${data}}`
  const fault = (errcode: string, errmsg: string) => JSON.stringify({ code: { errcode, errmsg } })
  const find = (found: string | undefined, name: string) =>
    found === undefined ? fault('1014006001', '单据不存在') : ok(`{"${name}":${found}}`)
  const server = await startMallServer('/fuwu/b/oauth2/token', ({ path, query, body }) => {
    if (path === '/fuwu/b/oauth2/token') {
      const isKnown = query.get('client_secret') === WEIMOB.clientSecret && query.get('shop_id') === WEIMOB.bosId
      return isKnown ? `{"access_token":"wm-canary-token-${valid}","expires_in":7200}` : undefined
    }
    if (query.get('accesstoken') !== `wm-canary-token-${valid}`) return fault('80001001000119', 'access_token 已过期')
    const id = /:(\d+)\}/.exec(body)?.[1] ?? ''
    if (path === '/apigw/weimob_shop/v2.0/order/detail/get') return find(orders.get(id), 'orderInfo')
    if (path !== '/apigw/weimob_shop/v2.0/rights/detail/get') return undefined
    return find(rights.get(id), 'rightsInfo')
  })
  const revoke = () => {
    valid += 1
  }
  const env = {
    WEIMOB_CLIENT_ID: WEIMOB.clientId,
    WEIMOB_CLIENT_SECRET: WEIMOB.clientSecret,
    WEIMOB_BOS_ID: WEIMOB.bosId,
    WEIMOB_API_BASE: server.baseUrl,
    WEIMOB_REFUNDED_STATUSES: '6',
  }
  return Object.assign(server, { orders, rights, env, revoke })
}

/** @param msgBody JSON text: ids in it may exceed 2^53 */
export function weimobEvent(topic: string, event: string, msgBody: string, over: Record<string, unknown> = {}): string {
  const id = 'msg-0001'
  const sign = hash('md5', WEIMOB.clientId + id + msgBody + WEIMOB.clientSecret, 'hex')
  return JSON.stringify({
    id,
    topic,
    event,
    bosId: WEIMOB.bosId,
    sign,
    test: false,
    msgBody,
    msgVersion: '2.0',
    ...over,
  })
}

export const weimobOrderBody = (orderNo: string, over = '') =>
  `{"orderNo":${orderNo},"parentOrderNo":${orderNo},"wid":20180012345678901,"vid":6015801234567,"bosId":${WEIMOB.bosId},"channelType":16,"saleChannelType":10001,"orderStatus":3,"paymentStatus":2,"createTime":1795222800000,"updateTime":1795222830000${over}}`

export function weimobOrder(orderNo: string, over: Record<string, unknown> = {}): string {
  const rest = {
    orderBizExt: { saleChannelType: 10_001 },
    merchantInfo: { vid: 6_015_801_234_567, merchantExtInfo: { vidNumber: 'SH001' } },
    payInfo: { payAmount: '108.00', totalAmount: '120.00' },
    items: [
      { itemId: 1, skuCode: 'TEA-01', goodsTitle: '红茶', skuNum: '1.00', payInfo: { payAmount: '60.00' } },
      { itemId: 2, goodsTitle: '茶巾', skuNum: '2.00', payInfo: { payAmount: '40.00' } },
    ],
    buyerInfo: { wid: 1, userNickName: '金丝雀昵称' },
    orderFulfill: { receiverInfo: { name: '金丝雀收货人', phone: '13800000003' } },
    ...over,
  }
  const base = `{"orderNo":${orderNo},"orderStatus":3,"payStatus":2,"payTime":1795222830000,"createTime":1795222800000}`
  return `{"orderBaseInfo":${base},${JSON.stringify(rest).slice(1)}`
}

export function weimobRights(rightsId: string, orderNo: string, over: Record<string, unknown> = {}): string {
  const rest = {
    rightsItems: [{ orderItemId: 2, returnNum: '1.00', refundDetail: { applyAmount: '20.00', refundAmount: '20.00' } }],
    returnOrder: { receiverName: '金丝雀收货人', receiverPhone: '13800000003' },
    ...over,
  }
  const order = `{"rightsId":${rightsId},"rightsStatus":6,"updateTime":1795224000000}`
  return `{"rightsOrder":${order},"originOrder":{"orderNo":${orderNo}},${JSON.stringify(rest).slice(1)}`
}
