import { hash } from 'node:crypto'

export const YOUZAN = { clientId: 'yz-client-0001', clientSecret: 'yz-canary-secret-0001' }
export const YOUZAN_ENV = { YOUZAN_CLIENT_ID: YOUZAN.clientId, YOUZAN_CLIENT_SECRET: YOUZAN.clientSecret }

export interface SignedBody {
  body: string
  headers: Record<string, string>
}

/** As Java's URLEncoder writes it: spaces are plus signs. */
export const encodeMsg = (msg: unknown) =>
  encodeURIComponent(typeof msg === 'string' ? msg : JSON.stringify(msg)).replaceAll('%20', '+')

export const md5 = (text: string) => hash('md5', text, 'hex')

/** An event as 有赞 pushes it: the body's own `sign` over the raw msg, and no header. */
export function youzanEvent(type: string, msg: unknown, over: Record<string, unknown> = {}): SignedBody {
  const raw = encodeMsg(msg)
  const sign = md5(YOUZAN.clientId + raw + YOUZAN.clientSecret)
  const body = {
    client_id: YOUZAN.clientId,
    kdt_id: 56232,
    id: 'E1',
    type,
    status: '',
    msg: raw,
    sign,
    mode: 1,
    ...over,
  }
  return { body: JSON.stringify(body), headers: {} }
}

/** The newer form: `Event-Sign` over the whole body, `msg` may be an object. */
export function youzanHeaderEvent(body: Record<string, unknown>): SignedBody {
  const text = JSON.stringify(body)
  return { body: text, headers: { 'event-sign': md5(YOUZAN.clientId + text + YOUZAN.clientSecret) } }
}

export function youzanOrder(tid: string, over: Record<string, unknown> = {}) {
  return {
    full_order_info: {
      order_info: {
        tid,
        status: 'WAIT_SELLER_SEND_GOODS',
        created: '2026-11-21 09:00:00',
        pay_time: '2026-11-21 09:00:30',
        pay_type: 10,
      },
      pay_info: { payment: '209.00', total_fee: '199.00', post_fee: '10.00' },
      orders: [
        { oid: '3201', title: '明前龙井 250g', payment: '149.00', num: 2, outer_item_id: 'TEA-01' },
        { oid: '3202', title: '白茶饼', payment: '50.00', num: 1, outer_item_id: 'TEA-02' },
      ],
      address_info: { receiver_tel: '13800000001', receiver_name: '金丝雀收货人', delivery_address: '金丝雀路 1 号' },
      source_info: { is_offline_order: false },
      ...over,
    },
  }
}

export function youzanRefund(refund_id: string, tid: string, over: Record<string, unknown> = {}) {
  return {
    ...{ tid, refund_id, refunded_fee: '50.00', oids: '3202', refund_type: 'REFUND_ONLY' },
    ...{ update_time: '2026-11-21 09:40:00', refund_reason: '金丝雀退款原因' },
    ...over,
  }
}
