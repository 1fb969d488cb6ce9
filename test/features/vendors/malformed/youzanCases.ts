import { md5, type SignedBody, YOUZAN, youzanEvent, youzanOrder, youzanRefund } from '../../../support/malls/youzan.ts'
import { badEvent, deep, NAME, PHONE } from './badEvent.ts'

/** A whole order with one thing changed, deep inside. */
function orderWith(change: (whole: Record<string, Record<string, unknown>>) => void): string {
  const order = youzanOrder('E1', { address_info: { receiver_tel: PHONE, receiver_name: NAME } })
  change(order.full_order_info as unknown as Record<string, Record<string, unknown>>)
  return JSON.stringify(order)
}
const paid = (msg: unknown, over = {}) => youzanEvent('trade_TradePaid', msg, over)
const paidWith = (part: string, name: string, value: unknown) =>
  paid(orderWith((whole) => Object.assign(whole[part] ?? {}, { [name]: value })))
const lineWith = (name: string, value: unknown) =>
  paid(orderWith((whole) => Object.assign((whole.orders as unknown as object[])[0] ?? {}, { [name]: value })))
const refundWith = (name: string, value: unknown) =>
  youzanEvent('trade_refund_RefundSuccess', youzanRefund('R1', 'E1', { [name]: value }))
const good = paid(orderWith(() => undefined))
const goodBody = JSON.parse(good.body) as Record<string, unknown>

const YOUZAN_BAD: [string, SignedBody, number, string?][] = [
  ['no signature', { body: JSON.stringify({ ...goodBody, sign: '' }), headers: {} }, 401],
  ['a signature of another message', { body: JSON.stringify({ ...goodBody, msg: paid('{}').body }), headers: {} }, 401],
  ['a wrong header beside a right sign', { body: good.body, headers: { 'event-sign': '0'.repeat(32) } }, 401],
  [
    'a signature by another client',
    { body: good.body.replace(String(goodBody.sign), '0'.repeat(32)), headers: {} },
    401,
  ],
  ['no JSON', { body: 'type=trade_TradePaid', headers: {} }, 400],
  ['JSON cut short', { body: good.body.slice(0, -2), headers: {} }, 400],
  ['JSON 21 levels deep', { body: deep(21), headers: {} }, 400],
  ['a lone number', { body: '7', headers: {} }, 400],
  ['no msg', paid('x', { msg: undefined }), 401],
  [
    'a msg that is no URL encoding',
    paid('{}', { msg: '%E0%A4%A', sign: md5(`${YOUZAN.clientId}%E0%A4%A${YOUZAN.clientSecret}`) }),
    400,
    'msg',
  ],
  ['a msg that is no JSON', paid('hello'), 400, 'msg'],
  [
    'no type',
    paid(
      orderWith(() => undefined),
      { type: undefined },
    ),
    400,
    'type',
  ],
  [
    'a key given twice',
    paid(orderWith(() => undefined).replace('"payment":"209.00"', '"payment":"209.00","payment":"1.00"')),
    400,
    'msg',
  ],
  ['no order', paid('{}'), 400, 'msg.full_order_info'],
  ['no number', paidWith('order_info', 'tid', undefined), 400, 'order_info.tid'],
  ['a number with a line feed', paidWith('order_info', 'tid', 'E1\n'), 400, 'order_info.tid'],
  ['no payment', paidWith('pay_info', 'payment', undefined), 400, 'pay_info.payment'],
  ['a payment in words', paidWith('pay_info', 'payment', '二百'), 400, 'pay_info.payment'],
  ['a negative payment', paidWith('pay_info', 'payment', '-209.00'), 400, 'pay_info.payment'],
  ['three decimals', paidWith('pay_info', 'payment', '209.001'), 400, 'pay_info.payment'],
  ['an exponent', paidWith('pay_info', 'payment', '2.09e2'), 400, 'pay_info.payment'],
  ['an amount beyond 2^53', paidWith('pay_info', 'payment', '90071992547409930'), 400, 'pay_info.payment'],
  ['a line without its amount', lineWith('payment', null), 400, 'orders.0.payment'],
  ['lines that are not what was paid', lineWith('payment', '148.99'), 400, 'lines'],
  ['no lines', paid(orderWith((whole) => Object.assign(whole, { orders: [] }))), 400, 'orders'],
  ['one line twice', lineWith('oid', '3202'), 400, 'lines.1.lineNo'],
  ['a quantity of minus one', lineWith('num', -1), 400, 'orders.0.num'],
  ['no time of payment', paidWith('order_info', 'pay_time', ''), 400, 'order_info.pay_time'],
  ['no such day', paidWith('order_info', 'pay_time', '2026-02-30 10:00:00'), 400, 'order_info.pay_time'],
  ['a refund without a number', refundWith('refund_id', undefined), 400, 'msg.refund_id'],
  ['a refund without a sum', refundWith('refunded_fee', undefined), 400, 'msg.refunded_fee'],
  ['a refund of no order', refundWith('tid', ''), 400, 'msg.tid'],
]

export const BAD_YOUZAN_EVENTS = YOUZAN_BAD.map(([what, event, status, names]) =>
  badEvent(what, { path: '/hooks/youzan', ...event }, status, names),
)
