import { weimobEvent, weimobOrderBody } from '../../../support/malls/weimob.ts'
import { badEvent, deep, NAME, PHONE } from './badEvent.ts'

const WEIMOB_BAD: [string, string, number, string?][] = [
  ['no JSON', 'topic=order', 400],
  ['JSON cut short', weimobEvent('weimob_shop.order', 'create', weimobOrderBody('1')).slice(0, -3), 400],
  ['JSON 21 levels deep', deep(21), 400],
  ['a list', '[]', 400],
  ['nothing', '', 400],
  ...['id', 'topic', 'event', 'sign', 'msgBody'].map((name): [string, string, number, string] => [
    `no ${name}`,
    weimobEvent('weimob_shop.order', 'create', weimobOrderBody('1'), { [name]: undefined }),
    400,
    name,
  ]),
  [
    'a wrong signature',
    weimobEvent('weimob_shop.order', 'create', weimobOrderBody('1'), { sign: '0'.repeat(32) }),
    401,
  ],
  [
    'another body under a signature',
    weimobEvent('weimob_shop.order', 'create', '{}', { msgBody: weimobOrderBody('1') }),
    401,
  ],
  ['another id under a signature', weimobEvent('weimob_shop.order', 'create', '{}', { id: 'msg-0002' }), 401],
  ['a msgBody that is no JSON', weimobEvent('weimob_shop.order', 'create', PHONE + NAME), 400, 'msgBody'],
  ['a msgBody that is a list', weimobEvent('weimob_shop.order', 'create', '[]'), 400, 'msgBody'],
  [
    'a msgBody as an object',
    weimobEvent('weimob_shop.order', 'create', '{}', { msgBody: { orderNo: 1 } }),
    400,
    'msgBody',
  ],
  ['no order number', weimobEvent('weimob_shop.order', 'create', '{"paymentStatus":2}'), 400, 'msgBody.orderNo'],
  ['an order number of null', weimobEvent('weimob_shop.order', 'create', '{"orderNo":null}'), 400, 'msgBody.orderNo'],
  [
    'an order number in words',
    weimobEvent('weimob_shop.order', 'update', `{"orderNo":"${NAME}"}`),
    400,
    'msgBody.orderNo',
  ],
  ['half an order number', weimobEvent('weimob_shop.order', 'update', '{"orderNo":1.5}'), 400, 'msgBody.orderNo'],
  ['a negative order number', weimobEvent('weimob_shop.order', 'update', '{"orderNo":-1}'), 400, 'msgBody.orderNo'],
  [
    'an order number of 30 digits',
    weimobEvent('weimob_shop.order', 'update', `{"orderNo":${'9'.repeat(30)}}`),
    400,
    'msgBody.orderNo',
  ],
  [
    'an order number given twice',
    weimobEvent('weimob_shop.order', 'update', '{"orderNo":1,"orderNo":2}'),
    400,
    'msgBody',
  ],
  [
    'a case without its number',
    weimobEvent('weimob_shop.rights', 'statusUpdate', '{"orderNo":1}'),
    400,
    'msgBody.rightsId',
  ],
]

export const BAD_WEIMOB_EVENTS = WEIMOB_BAD.map(([what, body, status, names]) =>
  badEvent(what, { path: '/hooks/weimob', body }, status, names),
)
