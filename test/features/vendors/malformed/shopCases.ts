import { payEvent, sealerOf } from '../../../../demo/malls/weixinShop.ts'
import { SHOP } from '../../../support/malls/weixinShop.ts'
import { badEvent, deep, NAME, PHONE } from './badEvent.ts'

const sealShopEvent = sealerOf(SHOP)
const event = (plain: string) => sealShopEvent(plain)
const pay = payEvent('1').replace('oCanaryOpen', NAME)
const SHOP_BAD: [string, { path: string; body: string }, number, string?][] = [
  ['no query', { ...event(pay), path: '/hooks/weixin-shop' }, 401],
  ['a wrong signature', sealShopEvent(pay, { query: { msg_signature: '0'.repeat(40) } }), 401],
  ['another nonce', sealShopEvent(pay, { query: { nonce: 'other' } }), 401],
  ['another time', sealShopEvent(pay, { query: { timestamp: '1795226401' } }), 401],
  ['a time in words', sealShopEvent(pay, { query: { timestamp: 'now' } }), 401],
  ['the plain form', { ...event(pay), body: pay }, 400, 'Encrypt'],
  ['XML', { ...event(pay), body: '<xml><Encrypt>x</Encrypt></xml>' }, 400],
  ['nothing', { ...event(pay), body: '' }, 400],
  ['a cipher that is no cipher', { ...event(pay), body: '{"Encrypt":"AAAA"}' }, 401],
  ['a cipher as a list', { ...event(pay), body: '{"Encrypt":[]}' }, 400, 'Encrypt'],
  ['inside, no JSON', event(`${NAME}${PHONE}`), 400],
  ['inside, JSON cut short', event(pay.slice(0, -2)), 400],
  ['inside, JSON 21 levels deep', event(deep(21)), 400],
  ['no Event', event('{"order_info":{"order_id":1}}'), 400, 'Event'],
  ['an Event as a number', event('{"Event":{}}'), 400, 'Event'],
  ['no order_info', event('{"Event":"channels_ec_order_pay"}'), 400, 'order_info'],
  ['no order_id', event('{"Event":"channels_ec_order_pay","order_info":{}}'), 400, 'order_info.order_id'],
  ['an order_id in words', event(payEvent(`"${NAME}"`)), 400, 'order_info.order_id'],
  ['half an order_id', event(payEvent('1.5')), 400, 'order_info.order_id'],
  ['a negative order_id', event(payEvent('-1')), 400, 'order_info.order_id'],
  ['an order_id of 30 digits', event(payEvent('9'.repeat(30))), 400, 'order_info.order_id'],
  ['two order_ids', event(payEvent('1').replace('"order_id":1', '"order_id":1,"order_id":2')), 400],
  ['a time of payment in words', event(payEvent('1').replace('1795222830', '"now"')), 400, 'order_info.pay_time'],
  [
    'an update of no case',
    event('{"Event":"channels_ec_aftersale_update"}'),
    400,
    'finder_shop_aftersale_status_update',
  ],
  [
    'an update without any number',
    event('{"Event":"channels_ec_aftersale_update","finder_shop_aftersale_status_update":{}}'),
    400,
    'after_sale_order_id',
  ],
]

export const BAD_SHOP_EVENTS = SHOP_BAD.map(([what, event, status, names]) => badEvent(what, event, status, names))
