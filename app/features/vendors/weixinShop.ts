import { type CallbackCipher, createCallbackCipher } from 'wecom-sdk'
import { z } from 'zod'
import { AppError } from '../../http/errors.ts'
import type { HookRequest, Vendor, VendorFacts, VendorNews, VendorRefund } from './contract.ts'
import { readAs, UnreadableError, VendorApiError } from './faults.ts'
import { int64, maybeText, unixTime } from './fields.ts'
import { readLossless } from './losslessJson.ts'
import { orderOf } from './orderOf.ts'
import { isAddressSigned } from './weixinAddress.ts'
import type { AfterSale, ShopOrder, WeixinShopApi } from './weixinShopApi.ts'

/** 微信小店. Events are encrypted JSON without any amount, and order ids exceed 2^53: the order is fetched. */
export interface WeixinShopKeys {
  appId: string
  token: string
  encodingAesKey: string
}

const ENVELOPE = z.object({ Encrypt: z.string().min(1) })
const EVENT = z.object({
  Event: z.string().min(1).max(64),
  order_info: z.object({ order_id: int64, pay_time: unixTime.nullish() }).nullish(),
  finder_shop_aftersale_status_update: z
    .object({ status: maybeText, after_sale_order_id: int64.nullish(), order_id: int64.nullish() })
    .nullish(),
})

/** The ends of an after-sales case in which money went back. */
const REFUNDED = new Set(['MERCHANT_REFUND_SUCCESS', 'MERCHANT_RETURN_SUCCESS'])

export function createWeixinShop(keys: WeixinShopKeys, api: WeixinShopApi): Vendor {
  const { token, encodingAesKey, appId } = keys
  const cipher = createCallbackCipher({ token, encodingAesKey, receiveId: appId })
  return {
    name: 'weixin-shop',
    accepted: { type: 'text/plain; charset=utf-8', body: 'success' },
    open: (request) => openSealed(cipher, request),
    read: (text) => readNews(text, api),
    verifyAddress: (query) => {
      if (!isAddressSigned(token, query)) throw new AppError('BAD_SIGNATURE')
      return String(query.echostr)
    },
  }
}

function openSealed(cipher: CallbackCipher, { rawBody, query }: HookRequest): string {
  const { Encrypt } = readAs(ENVELOPE, readLossless(rawBody.toString('utf8')))
  const { msg_signature = '', timestamp = '', nonce = '' } = query as Record<string, string | undefined>
  const opened = cipher.openEncrypted({ msgSignature: msg_signature, timestamp, nonce, encrypt: Encrypt })
  if (!opened.ok) throw new AppError('BAD_SIGNATURE')
  return opened.plaintext
}

function readNews(text: string, api: WeixinShopApi): VendorNews {
  const event = readAs(EVENT, readLossless(text))
  const kind = event.Event
  if (kind === 'channels_ec_order_pay') {
    const { order_id, pay_time } = event.order_info ?? missing('order_info.order_id')
    const gather = async () => factsOf({ order: await api.getOrder(order_id), paidAtMs: pay_time ?? undefined })
    return { kind, number: order_id, said: text, gather }
  }
  if (kind !== 'channels_ec_aftersale_update') return { kind, ignored: 'other_kind' }
  const path = 'finder_shop_aftersale_status_update'
  const { status, after_sale_order_id, order_id } = event.finder_shop_aftersale_status_update ?? missing(path)
  if (status !== undefined && !REFUNDED.has(status)) return { kind, ignored: 'not_refunded' }
  if (after_sale_order_id) {
    const gather = async () => refundsOf([await api.getAfterSale(after_sale_order_id)], status !== undefined)
    return { kind, number: after_sale_order_id, said: text, gather }
  }
  // Some deliveries name the order only: its after-sales cases are then looked through.
  const number = order_id ?? missing(`${path}.after_sale_order_id`)
  return { kind, number, said: text, gather: async () => refundsOf(await afterSalesOf(api, number), false) }
}

async function afterSalesOf(api: WeixinShopApi, orderId: string): Promise<AfterSale[]> {
  const { order_detail } = await api.getOrder(orderId)
  const cases: AfterSale[] = []
  for (const { aftersale_order_id } of order_detail.aftersale_detail?.aftersale_order_list ?? [])
    cases.push(await api.getAfterSale(aftersale_order_id))
  return cases
}

function factsOf({ order, paidAtMs }: { order: ShopOrder; paidAtMs: number | undefined }): VendorFacts {
  const { order_detail: detail, create_time, order_id, unionid } = order
  const { price_info, pay_info, product_infos } = detail
  const paid = pay_info?.pay_time ?? paidAtMs ?? missing('order.order_detail.pay_info.pay_time')
  const seen = new Map<string, number>()
  const read = orderOf({
    source: 'weixin-shop',
    orderNo: order_id,
    channel: 'online',
    storeCode: undefined,
    orderedAtMs: create_time ?? paid,
    paidAtMs: paid,
    buyer: { unionId: unionid },
    paidFen: price_info.order_price,
    freightFen: price_info.freight ?? 0,
    lines: product_infos.map((line) => {
      // A gift may have the SKU of what was bought.
      const nth = (seen.get(line.sku_id) ?? 0) + 1
      seen.set(line.sku_id, nth)
      return {
        lineNo: nth === 1 ? line.sku_id : `${line.sku_id}-${nth}`,
        productCode: line.sku_code,
        name: line.title,
        quantity: line.sku_cnt,
        paidFen: line.real_price,
      }
    }),
  })
  return { orders: [read], refunds: [] }
}

/** @param isSaid the event says that money went back: an API that does not know it yet is asked again */
function refundsOf(cases: AfterSale[], isSaid: boolean): VendorFacts {
  const done = cases.filter(({ status }) => REFUNDED.has(status))
  if (isSaid && done.length === 0) throw new VendorApiError('weixin-shop after-sale: not refunded yet', 'later')
  return { orders: [], refunds: done.map(refundOf) }
}

function refundOf(one: AfterSale): VendorRefund {
  const { amount: refundFen } = one.refund_info ?? missing('after_sale_order.refund_info.amount')
  const { sku_id: lineNo, count } = one.product_info
  return {
    source: 'weixin-shop',
    refundNo: one.after_sale_order_id,
    orderNo: one.order_id,
    refundedAtMs: one.update_time ?? missing('after_sale_order.update_time'),
    refundFen,
    lineNos: [lineNo],
    lines: [{ lineNo, refundFen, quantity: count ?? 0 }],
  }
}

function missing(path: string): never {
  throw new UnreadableError([{ path, message: '缺少这一项' }])
}
