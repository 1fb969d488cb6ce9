import type { Order } from '../../db/entities/orders.ts'

/** What is known of the buyer beside the steps. */
export interface BuyerWords {
  /** By which fact they were recognised; absent: not recognised as a customer. */
  by?: string
  /** What the order says of them fits more than one customer. */
  isConflict: boolean
  /** On the list of members, and no guide's contact yet. */
  isMember?: boolean
}

type BuyerKeys = Pick<
  Order,
  'buyerState' | 'buyerCustomerId' | 'buyerExternalUserId' | 'buyerUnionKey' | 'buyerMemberNo' | 'buyerPhoneKey'
>

/** @param typedBy who named the order by its number; absent: nobody did */
export function buyerInWords(order: BuyerKeys, typedBy?: string): BuyerWords {
  const isConflict = order.buyerState === 'conflict'
  if (order.buyerCustomerId === null) return { isConflict, isMember: order.buyerState === 'member' }
  if (typedBy !== undefined) return { isConflict, by: `${typedBy}在客户资料里填了这张单的订单号` }
  if (order.buyerExternalUserId !== null) return { isConflict, by: '下单时带着微信客户的身份' }
  const keys = [
    ...(order.buyerUnionKey === null ? [] : ['下单的微信']),
    ...(order.buyerMemberNo === null ? [] : ['单上的会员号']),
    ...(order.buyerPhoneKey === null ? [] : ['单上的手机号']),
  ]
  return keys.length === 0 ? { isConflict } : { isConflict, by: `${keys.join('、')}对上了` }
}
