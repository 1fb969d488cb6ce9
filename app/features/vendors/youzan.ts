import { hash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../http/errors.ts'
import type { OrderInput } from '../orders/contract.ts'
import type { HookRequest, Vendor, VendorNews, VendorRefund, VendorStores } from './contract.ts'
import { readAs, tellingAbout, UnreadableError } from './faults.ts'
import { int64, maybeText, number, phoneOf, quantity, wallTime, yuan } from './fields.ts'
import { readLossless } from './losslessJson.ts'
import { orderOf } from './orderOf.ts'
import { isSameText } from './sameText.ts'

/** 有赞. Its events carry the whole order; amounts are yuan as text, `msg` is URL-encoded JSON. */
export interface YouzanKeys {
  clientId: string
  clientSecret: string
}

// The fields are those that public code agrees on; UNVERIFIED against a shop of one's own. What is not named is not read.
const ENVELOPE = z.object({
  type: z.string().min(1).max(64),
  /** Text in the older events, an object in the newer refund events. */
  msg: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  sign: maybeText,
  kdt_id: int64.nullish(),
  test: z.unknown().optional(),
})

const HEAD = z.object({ order_info: z.object({ tid: number, status: maybeText }) })

const ORDER = z.object({
  order_info: z.object({ tid: number, created: wallTime, pay_time: wallTime }),
  pay_info: z.object({ payment: yuan, post_fee: yuan.nullish() }),
  orders: z
    .array(
      z.object({
        oid: number.nullish(),
        title: maybeText,
        payment: yuan,
        num: quantity.nullish(),
        outer_sku_id: maybeText,
        outer_item_id: maybeText,
      }),
    )
    .min(1)
    .max(1000),
  address_info: z.object({ receiver_tel: maybeText }).nullish(),
  buyer_info: z.object({ buyer_phone: maybeText }).nullish(),
})

const REFUND = z.object({
  tid: number,
  refund_id: number,
  refunded_fee: yuan,
  update_time: wallTime,
  oids: z.union([z.string(), z.array(z.string())]).nullish(),
})

/** Any of these carries a paid order; whichever comes first tells it. */
const ORDER_KINDS = new Set(['trade_TradePaid', 'trade_TradeBuyerPay', 'trade_TradeSuccess'])
/** Ends a case in which nothing is sent back; where something is, it only lets the buyer send it. */
const AGREED = 'trade_refund_RefundSellerAgree'
/** The ends of an after-sales case in which money went back. Everything before moves nothing. */
const REFUND_KINDS = new Set(['trade_refund_RefundSuccess', AGREED, 'youzan_trade_RefundSuccess'])

export function createYouzan(keys: YouzanKeys, stores: VendorStores): Vendor {
  return {
    name: 'youzan',
    accepted: { type: 'application/json', body: '{"code":0,"msg":"success"}' },
    open: (request) => openSigned(keys, request),
    read: (text) => readNews(text, stores),
  }
}

/**
 * The header `Event-Sign` covers the whole body and goes first; without it the body's own `sign` covers `msg` as it
 * stands there. All that is believed of such an event lies in `msg`.
 */
function openSigned({ clientId, clientSecret }: YouzanKeys, { rawBody, header }: HookRequest): string {
  const text = rawBody.toString('utf8')
  const given = header('event-sign')
  if (given !== '') {
    const whole = Buffer.concat([Buffer.from(clientId), rawBody, Buffer.from(clientSecret)])
    if (!isSameText(given, hash('md5', whole, 'hex'))) throw new AppError('BAD_SIGNATURE')
    return text
  }
  const { sign, msg } = readAs(z.object({ sign: maybeText, msg: z.unknown().optional() }), readLossless(text))
  if (sign === undefined || typeof msg !== 'string') throw new AppError('BAD_SIGNATURE')
  if (!isSameText(sign, hash('md5', clientId + msg + clientSecret, 'hex'))) throw new AppError('BAD_SIGNATURE')
  return text
}

function readNews(text: string, stores: VendorStores): VendorNews {
  const { type: kind, msg, kdt_id, test } = readAs(ENVELOPE, readLossless(text))
  if (test === true || test === 'true' || test === '1') return { kind, ignored: 'test' }
  if (!ORDER_KINDS.has(kind) && !REFUND_KINDS.has(kind)) return { kind, ignored: 'other_kind' }
  const content = typeof msg === 'string' ? readLossless(decode(msg), 'msg') : msg
  const said = JSON.stringify(content)
  if (REFUND_KINDS.has(kind)) {
    const { refund_id, refund_type } = readAs(z.object({ refund_id: number, refund_type: maybeText }), content, 'msg')
    if (kind === AGREED && refund_type?.includes('RETURN')) return { kind, ignored: 'not_refunded' }
    const refund = tellingAbout({ kind, number: refund_id }, () => readRefund(content))
    return { kind, number: refund_id, said, gather: async () => ({ orders: [], refunds: [refund] }) }
  }
  // Only the payment must tell the whole order; the later events may be short.
  const { full_order_info: whole } = readAs(z.object({ full_order_info: z.unknown().optional() }), content, 'msg')
  if (whole === undefined && kind !== 'trade_TradePaid') return { kind, ignored: 'no_order' }
  const { tid, status } = readAs(HEAD, whole, WITHIN).order_info
  if (status === 'WAIT_BUYER_PAY') return { kind, ignored: 'not_paid' }
  const order = tellingAbout({ kind, number: tid }, () => readOrder(whole, stores.get(`youzan/${kdt_id}`)))
  return { kind, number: tid, said, gather: async () => ({ orders: [order], refunds: [] }) }
}

const WITHIN = 'msg.full_order_info'

function readOrder(whole: unknown, storeCode: string | undefined): OrderInput {
  const { order_info, pay_info, orders, address_info, buyer_info } = readAs(ORDER, whole, WITHIN)
  return orderOf({
    source: 'youzan',
    orderNo: order_info.tid,
    channel: 'online',
    storeCode,
    orderedAtMs: order_info.created,
    paidAtMs: order_info.pay_time,
    buyer: { phone: phoneOf(buyer_info?.buyer_phone, address_info?.receiver_tel) },
    paidFen: pay_info.payment,
    freightFen: pay_info.post_fee ?? 0,
    lines: orders.map((line, index) => ({
      lineNo: line.oid ?? String(index + 1),
      productCode: line.outer_sku_id ?? line.outer_item_id,
      name: line.title,
      quantity: line.num ?? undefined,
      paidFen: line.payment,
    })),
  })
}

function readRefund(content: unknown): VendorRefund {
  const { tid, refund_id, refunded_fee, update_time, oids } = readAs(REFUND, content, 'msg')
  const lineNos = (Array.isArray(oids) ? oids : [oids ?? '']).flatMap((text) => text.match(/\d+/g) ?? [])
  const [only, ...others] = lineNos
  const isOneLine = only !== undefined && others.length === 0
  return {
    source: 'youzan',
    refundNo: refund_id,
    orderNo: tid,
    refundedAtMs: update_time,
    refundFen: refunded_fee,
    lineNos,
    ...(isOneLine ? { lines: [{ lineNo: only, refundFen: refunded_fee, quantity: 0 }] } : {}),
  }
}

/** A bare `+` is a space: whoever means a plus writes %2B. */
function decode(msg: string): string {
  try {
    return decodeURIComponent(msg.replaceAll('+', ' '))
  } catch {
    throw new UnreadableError([{ path: 'msg', message: '不是合法的 URL 编码' }])
  }
}
