import { hash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../http/errors.ts'
import type { HookRequest, Vendor, VendorFacts, VendorNews, VendorStores } from './contract.ts'
import { readAs, UnreadableError } from './faults.ts'
import { int64, maybeText, phoneOf } from './fields.ts'
import { readLossless } from './losslessJson.ts'
import { orderOf } from './orderOf.ts'
import { isSameText } from './sameText.ts'
import type { WeimobApi, WeimobOrder, WeimobRights } from './weimobApi.ts'

/** 微盟 WOS. An event says only that something happened to a number; the order is fetched. */
export interface WeimobSettings {
  clientId: string
  clientSecret: string
  bosId: string
  /** What `sign` is the MD5 of, in this order: `client_id`, `id`, `topic`, `event`, `bos_id`, `msg_body`, `client_secret`. */
  signParts: readonly string[]
  /** `rightsStatus` values at which money has gone back; empty: no case is believed, each is listed for a person. */
  refundedStatuses: readonly string[]
}

const ENVELOPE = z.object({
  id: z.string().min(1).max(128),
  topic: z.string().min(1).max(64),
  event: z.string().min(1).max(64),
  bosId: maybeText,
  sign: z.string().min(1),
  msgBody: z.string().min(1),
  test: z.unknown().optional(),
})

const ORDER_BODY = z.object({ orderNo: int64, paymentStatus: maybeText, saleChannelType: maybeText, vid: maybeText })
const RIGHTS_BODY = z.object({ rightsId: int64 })

const ORDER_EVENTS = new Set(['create', 'statusUpdate', 'update', 'orderCreate', 'orderStatusUpdate'])
/** Opening a case moves nothing. */
const RIGHTS_EVENTS = new Set(['statusUpdate', 'rightsStatusUpdate'])
const PAID = '2'
const CHANNELS: Record<string, 'online' | 'offline'> = { '10001': 'online', '10002': 'offline' }

export function createWeimob(settings: WeimobSettings, stores: VendorStores, api: WeimobApi): Vendor {
  return {
    name: 'weimob',
    accepted: { type: 'application/json', body: '{"code":{"errcode":"0","errmsg":"success"}}' },
    open: (request) => openSigned(settings, request),
    read: (text) => readNews(text, settings, stores, api),
  }
}

/** `sign` is known to be an MD5 with the client's secret in it; of which parts is UNVERIFIED, so it is a setting. */
function openSigned({ clientId, clientSecret, signParts }: WeimobSettings, { rawBody }: HookRequest): string {
  const text = rawBody.toString('utf8')
  const { id, topic, event, bosId = '', msgBody, sign } = readAs(ENVELOPE, readLossless(text))
  const parts: Record<string, string> = { id, topic, event, bos_id: bosId, msg_body: msgBody }
  Object.assign(parts, { client_id: clientId, client_secret: clientSecret })
  const signed = signParts.map((name) => parts[name] ?? '').join('')
  if (!isSameText(sign, hash('md5', signed, 'hex'))) throw new AppError('BAD_SIGNATURE')
  return text
}

function readNews(text: string, settings: WeimobSettings, stores: VendorStores, api: WeimobApi): VendorNews {
  const { topic, event, bosId, msgBody, test } = readAs(ENVELOPE, readLossless(text))
  const kind = `${topic}.${event}`
  if (test === true || test === 'true' || test === '1') return { kind, ignored: 'test' }
  if (bosId !== undefined && bosId !== settings.bosId) return { kind, ignored: 'other_merchant' }
  if (topic === 'weimob_shop.order' && ORDER_EVENTS.has(event)) {
    const { orderNo, paymentStatus, saleChannelType } = readAs(ORDER_BODY, readLossless(msgBody, 'msgBody'), 'msgBody')
    if (paymentStatus !== undefined && paymentStatus !== PAID) return { kind, ignored: 'not_paid' }
    const gather = async () => ordersOf(await api.getOrder(orderNo), saleChannelType, stores)
    return { kind, number: orderNo, said: msgBody, gather }
  }
  if (topic !== 'weimob_shop.rights' || !RIGHTS_EVENTS.has(event)) return { kind, ignored: 'other_kind' }
  const { rightsId } = readAs(RIGHTS_BODY, readLossless(msgBody, 'msgBody'), 'msgBody')
  const gather = async () => refundsOf(await api.getRights(rightsId), settings.refundedStatuses)
  return { kind, number: rightsId, said: msgBody, gather }
}

function ordersOf(order: WeimobOrder, saidChannel: string | undefined, stores: VendorStores): VendorFacts {
  const { orderBaseInfo: base, orderBizExt, merchantInfo, payInfo, items, orderFulfill } = order
  if (base.payStatus !== PAID) return { orders: [], refunds: [] }
  const channel = CHANNELS[orderBizExt?.saleChannelType ?? saidChannel ?? '']
  if (channel === undefined) throw fault('data.orderInfo.orderBizExt.saleChannelType', '不是已知的销售渠道')
  if (base.payTime === undefined) throw fault('data.orderInfo.orderBaseInfo.payTime', '缺少这一项')
  const goodsFen = items.reduce((sum, item) => sum + item.payInfo.payAmount, 0)
  const read = orderOf({
    source: 'weimob',
    orderNo: base.orderNo,
    channel,
    storeCode: storeOf(merchantInfo, channel, stores),
    orderedAtMs: base.createTime ?? base.payTime,
    paidAtMs: base.payTime,
    buyer: { phone: phoneOf(orderFulfill?.receiverInfo?.phone) },
    paidFen: payInfo.payAmount,
    // Freight has no field of its own here: it is what was paid beyond the goods, and never less than nothing.
    freightFen: Math.max(0, payInfo.payAmount - goodsFen),
    lines: items.map((item) => ({
      lineNo: item.itemId,
      productCode: item.skuCode ?? item.goodsCode,
      name: item.goodsTitle,
      quantity: item.skuNum ?? undefined,
      paidFen: item.payInfo.payAmount,
    })),
  })
  return { orders: [read], refunds: [] }
}

/** The merchant's own number of the node, else what the setting says; a shop counter we do not know is named as it is. */
function storeOf(merchant: WeimobOrder['merchantInfo'], channel: 'online' | 'offline', stores: VendorStores) {
  const vid = merchant?.vid ?? undefined
  const known = stores.get(`weimob/${vid}`) ?? merchant?.merchantExtInfo?.vidNumber
  return known ?? (channel === 'offline' ? vid : undefined)
}

function refundsOf({ rightsOrder, originOrder, rightsItems }: WeimobRights, refunded: readonly string[]): VendorFacts {
  if (refunded.length === 0)
    throw fault('WEIMOB_REFUNDED_STATUSES', `没有设置哪些售后状态算已退款；这一单是 ${rightsOrder.rightsStatus}`)
  if (!refunded.includes(rightsOrder.rightsStatus)) return { orders: [], refunds: [] }
  if (rightsOrder.updateTime === undefined) throw fault('data.rightsInfo.rightsOrder.updateTime', '缺少这一项')
  const lines = rightsItems.map(({ orderItemId, returnNum, refundDetail }) => ({
    lineNo: orderItemId,
    refundFen: refundDetail.refundAmount,
    quantity: returnNum ?? 0,
  }))
  const refund = {
    source: 'weimob',
    refundNo: rightsOrder.rightsId,
    orderNo: originOrder.orderNo,
    refundedAtMs: rightsOrder.updateTime,
    refundFen: lines.reduce((sum, line) => sum + line.refundFen, 0),
    lineNos: lines.map(({ lineNo }) => lineNo),
    lines,
  }
  return { orders: [], refunds: [refund] }
}

function fault(path: string, message: string): UnreadableError {
  return new UnreadableError([{ path, message }])
}
