import { lineOf, MALL, type OrderBody, POS, type RefundBody } from '../seed/orders.ts'
import { dayText, instantText, MINUTE_MS } from '../seed/time.ts'
import { postHook, type Stage, settle } from '../stage.ts'
import { customerOf, StageError } from './customers.ts'

const nowMs = (stage: Stage): number => stage.deps.clock.nowMs()

function numberOf(stage: Stage, prefix: string): string {
  return `${prefix}-${dayText(nowMs(stage)).replaceAll('-', '')}-9${String(stage.placed.length + 1).padStart(4, '0')}`
}

/** ¥358.20 of tea and ¥128.00 more, paid at the till with the member's phone number. */
export async function orderInShop(stage: Stage, externalUserId: string, servedByGuide: string): Promise<OrderBody> {
  const { member, storeCode } = customerOf(stage, externalUserId)
  const paidAt = instantText(nowMs(stage))
  const lines = [lineOf('1', 'TEA-01', 3980), lineOf('2', 'TEA-03', 0)]
  return place(stage, externalUserId, {
    source: POS,
    orderNo: numberOf(stage, storeCode),
    channel: 'offline',
    storeCode,
    orderedAt: instantText(nowMs(stage) - MINUTE_MS),
    paidAt,
    completedAt: paidAt,
    delivery: 'pickup',
    ...(member ? { buyer: { phone: member.phone } } : {}),
    lines: lines.map((line) => ({ ...line, servedByGuide })),
  })
}

/** ¥239.90 of skin care in the mini-program; the mall knows the buyer by unionid. */
export async function orderOnline(stage: Stage, externalUserId: string): Promise<OrderBody> {
  const { unionid, storeCode } = customerOf(stage, externalUserId)
  const paidAt = instantText(nowMs(stage))
  return place(stage, externalUserId, {
    source: MALL,
    orderNo: numberOf(stage, 'W'),
    channel: 'online',
    storeCode,
    orderedAt: instantText(nowMs(stage) - MINUTE_MS),
    paidAt,
    delivery: 'shipping',
    buyer: { unionId: unionid },
    lines: [lineOf('1', 'SKIN-02', 2810)],
  })
}

async function place(stage: Stage, externalUserId: string, order: OrderBody): Promise<OrderBody> {
  await send(stage, 'orders', order)
  stage.placed.push({ externalUserId, order, refundedLines: [] })
  await settle(stage)
  return order
}

/** Takes back one line of the customer's orders: the last line of the earliest order that still has one. */
export async function refundOne(stage: Stage, externalUserId: string): Promise<RefundBody> {
  const sold = stage.placed.find((each) => each.externalUserId === externalUserId && openLines(each).length > 0)
  const line = sold && openLines(sold).at(-1)
  if (!sold || !line) throw new StageError('这位顾客在演示里还没有可退的订单，先下一单')
  const refund: RefundBody = {
    source: sold.order.source,
    refundNo: `R-${sold.order.orderNo}-${line.lineNo}`,
    orderNo: sold.order.orderNo,
    refundedAt: instantText(nowMs(stage)),
    storeCode: sold.order.storeCode,
    lines: [{ lineNo: line.lineNo, refundFen: line.paidFen, quantity: line.quantity }],
  }
  await send(stage, 'refunds', refund)
  sold.refundedLines.push(line.lineNo)
  await settle(stage)
  return refund
}

const openLines = ({ order, refundedLines }: Stage['placed'][number]) =>
  order.lines.filter(({ lineNo }) => !refundedLines.includes(lineNo))

async function send(stage: Stage, name: 'orders' | 'refunds', body: OrderBody | RefundBody): Promise<void> {
  const answer = await postHook(stage, name, body)
  if (answer.status !== 200) throw new StageError(`/hooks/${name} 回答 ${answer.status}`)
}
