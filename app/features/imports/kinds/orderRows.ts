import { parseYuan } from '../../../domain/money.ts'
import { isRounded, plain, type Read, readChoice, readInstant, readInteger, readMobile } from '../cells.ts'
import { type Columns, GUIDE_CODE, MEMBER_NO, MEMBER_PHONE, PRODUCT_CODE, type Row, STORE_CODE } from '../columns.ts'
import { type ImportRun, RowReader } from '../tally.ts'
import { type GuideShare, readGuides } from './guideShares.ts'

export const ORDER_COLUMNS: Columns = {
  source: ['来源'],
  order_no: ['订单号', '小票号', '单据号', '流水号', '订单编号'],
  line_no: ['行号', '明细号'],
  store_code: STORE_CODE,
  channel: ['下单渠道', '渠道'],
  type: ['销售类型', '单据类型', '是否退货'],
  original_no: ['原单号', '原小票号', '原订单号'],
  guide_code: [...GUIDE_CODE, 'served_by_guide', 'guide'],
  share: ['占比', '分配比例', '业绩占比', '分成比例'],
  owner_guide: ['会员所属导购工号', '会员所属导购', '所属导购工号'],
  shared_by: ['分享导购', '分享导购工号', 'shared_by_guide'],
  member_phone: MEMBER_PHONE,
  member_no: MEMBER_NO,
  unionid: ['union_id'],
  external_userid: ['外部联系人ID', 'external_user_id'],
  paid: ['实付金额', '实收金额', '成交金额', '订单实付金额', 'amount', 'paid_amount', 'paid_yuan'],
  paid_fen: ['实付分'],
  ordered_at: ['下单时间', '销售时间', '交易时间', '日期'],
  paid_at: ['支付时间', '付款时间'],
  completed_at: ['完成时间'],
  delivery: ['配送方式', '提货方式'],
  sku: [...PRODUCT_CODE, 'product_code'],
  item: ['商品名称', '品名', 'name'],
  qty: ['数量', '商品数量', 'quantity'],
}

const CHANNELS = {
  online: 'online',
  线上: 'online',
  小程序: 'online',
  商城: 'online',
  网店: 'online',
  offline: 'offline',
  线下: 'offline',
  门店: 'offline',
  pos: 'offline',
} as const
const DELIVERIES = {
  pickup: 'pickup',
  自提: 'pickup',
  到店: 'pickup',
  shipping: 'shipping',
  快递: 'shipping',
  配送: 'shipping',
  邮寄: 'shipping',
} as const
const TYPES = {
  ...{ 销售单: 'sale', 销售: 'sale', 零售: 'sale', sale: 'sale', 否: 'sale', '0': 'sale', false: 'sale' },
  ...{ 退货: 'return', 退货单: 'return', 退款: 'return', 退款单: 'return', return: 'return', refund: 'return' },
  ...{ 是: 'return', '1': 'return', true: 'return' },
  // What is given back and what is taken instead are rows of their own: the sign tells them apart.
  ...{ 换货: 'exchange', 换货单: 'exchange', exchange: 'exchange' },
} as const

const readType = (text: string) => readChoice(text, TYPES)
const readChannel = (text: string) => readChoice(text, CHANNELS)
const readDelivery = (text: string) => readChoice(text, DELIVERIES)

const MONEY_FAULTS = {
  empty: '没有填',
  not_a_number: '不是金额',
  too_many_decimals: '超过两位小数',
  too_large: '太大',
}

export function readMoney(text: string): Read<number> {
  const read = parseYuan(text)
  return read.ok
    ? { ok: true, value: read.fen }
    : { ok: false, reason: `${MONEY_FAULTS[read.why]}：${text.slice(0, 30)}` }
}

const LONGEST_NUMBER = 64
const LONGEST_NAME = 512

export function readNumber(text: string): Read<string> {
  const cell = plain(text)
  if (isRounded(cell)) return { ok: false, reason: `被表格转成了科学计数：${cell}` }
  return readShort(cell, LONGEST_NUMBER)
}

/** A name may have been broken into lines in its cell. */
function readName(text: string): Read<string> {
  return readShort(plain(text).replace(/\s+/g, ' '), LONGEST_NAME)
}

function readShort(cell: string, most: number): Read<string> {
  if (cell.length > most) return { ok: false, reason: `超过 ${most} 个字` }
  return /\p{Cc}/u.test(cell) ? { ok: false, reason: '含有控制字符' } : { ok: true, value: cell }
}

function readServed(reader: RowReader): GuideShare[] {
  const names = reader.text('guide_code', '导购工号', 500)
  if (names === undefined) return []
  const read = readGuides(names, reader.row.get('share'))
  if (read.ok) return read.value
  reader.fail(`导购工号：${read.reason}`)
  return []
}

export type OrderRow = NonNullable<ReturnType<typeof readOrderRow>>

/** One line of a till's export. Amounts are never floats; a negative one, or the type, makes it a return. */
export function readOrderRow({ tally, source }: Pick<ImportRun, 'tally' | 'source'>, row: Row) {
  const reader = new RowReader(row)
  const orderNo = reader.need(reader.read('order_no', '订单号', readNumber), '订单号')
  const paidAt = reader.read('paid_at', '支付时间', readInstant)
  const orderedAt = reader.read('ordered_at', '下单时间', readInstant)
  const fen = reader.read('paid_fen', '实付分', readInteger) ?? reader.read('paid', '实付金额', readMoney)
  const amountFen = reader.need(fen, row.get('paid_fen') === '' ? '实付金额' : '实付分')
  const quantity = reader.read('qty', '数量', readInteger) ?? 1
  const type = reader.read('type', '销售类型', readType)
  const isTakenBack = amountFen !== undefined && (amountFen < 0 || (amountFen === 0 && quantity < 0))
  const isReturn = type === 'return' || (type !== 'sale' && isTakenBack)
  const storeCode = reader.need(reader.text('store_code', '门店编码'), '门店编码')
  const read = {
    rowNo: row.rowNo,
    source: reader.text('source', '来源') ?? source,
    orderNo: orderNo ?? '',
    lineNo: reader.text('line_no', '行号'),
    storeCode,
    channel: reader.read('channel', '渠道', readChannel) ?? 'offline',
    isReturn,
    originalNo: reader.read('original_no', '原单号', readNumber),
    guides: readServed(reader),
    hasShare: row.get('share') !== '',
    ownerGuide: reader.text('owner_guide', '会员所属导购工号'),
    sharedBy: reader.text('shared_by', '分享导购'),
    phone: reader.read('member_phone', '手机号', readMobile),
    memberNo: reader.text('member_no', '会员编号'),
    unionId: reader.text('unionid', 'unionid'),
    externalUserId: reader.text('external_userid', '外部联系人ID'),
    amountFen: Math.abs(amountFen ?? 0),
    paidAt: paidAt ?? orderedAt ?? 0,
    orderedAt: orderedAt ?? paidAt ?? 0,
    completedAt: reader.read('completed_at', '完成时间', readInstant),
    delivery: reader.read('delivery', '配送方式', readDelivery),
    productCode: reader.read('sku', '商品编码', readNumber),
    name: reader.read('item', '商品名称', readName) ?? '',
    quantity: Math.abs(quantity),
  }
  if (paidAt === undefined && orderedAt === undefined) reader.need(undefined, '支付时间')
  if (!isReturn && amountFen !== undefined && amountFen < 0) reader.fail('实付金额：销售单不能是负数')
  if (!isReturn && quantity < 0) reader.fail('数量：数量是负的，金额不是；退货请写负的金额，或写明销售类型')
  // Each that must be there was asked for above: a good row has them all.
  return reader.settle(tally) ? read : undefined
}
