import type { SeedChain } from './chain.ts'
import { firstAdded, pastMoment, type SeedCustomer } from './customers.ts'
import { PRODUCTS, productOf, type SeedProduct } from './products.ts'
import { createDice, type Dice } from './random.ts'
import { DAY_MS, dayText, instantText, MINUTE_MS } from './time.ts'

/** Bodies of `POST /hooks/orders` and `/hooks/refunds`, as a POS or a mall would send them. */
export interface OrderBody {
  source: string
  orderNo: string
  channel: 'online' | 'offline'
  /** Absent: a mall that belongs to no store. */
  storeCode?: string | undefined
  orderedAt: string
  paidAt: string
  completedAt?: string
  delivery: 'pickup' | 'shipping'
  buyer?: { phone?: string; memberNo?: string; unionId?: string }
  sharedByGuide?: string
  lines: {
    lineNo: string
    productCode: string
    name: string
    quantity: number
    paidFen: number
    servedByGuide?: string
    servedBy?: { guide: string; parts: number }[]
  }[]
}

export interface RefundBody {
  source: string
  refundNo: string
  orderNo: string
  refundedAt: string
  storeCode?: string | undefined
  lines: { lineNo: string; refundFen: number; quantity: number }[]
}

export const POS = 'pos'
export const MALL = 'mini-mall'

export interface OrderCounts {
  /** Within the last 90 days. */
  season: number
  /** Before that, so that some customers have fallen silent. */
  earlier: number
}

const SEASON_DAYS = 90

export function planOrders(
  chain: SeedChain,
  customers: SeedCustomer[],
  counts: OrderCounts,
  openingMs: number,
): { orders: OrderBody[]; refunds: RefundBody[] } {
  const dice = createDice(23)
  const moments = [
    ...Array.from({ length: counts.earlier }, () => pastMoment(dice, openingMs, SEASON_DAYS + dice.next() * 310)),
    ...Array.from({ length: counts.season }, () => pastMoment(dice, openingMs, dice.next() ** 1.6 * SEASON_DAYS)),
  ].sort((a, b) => a - b)
  const guides = chain.people.filter(({ role }) => role === 'guide')
  const crowd = customers.filter(({ orders: told }) => told === undefined)
  // A few buy often, most buy once or twice.
  const regulars = crowd.filter((_, index) => index % 7 === 0)
  const orders = customers.flatMap((buyer) => (buyer.orders ?? []).map((told) => toldOrder(buyer, told)))
  const refunds: RefundBody[] = []
  for (const [index, paidAtMs] of moments.entries()) {
    const from = dice.chance(0.4) ? regulars : crowd
    const buyer = dice.pick(from)
    // Now and then someone bought before meeting a guide: such a sale stays with the store.
    if (paidAtMs < firstAdded(buyer) && buyer.friends.length > 0 && !dice.chance(0.12)) continue
    const order = planOrder(dice, { index, paidAtMs, buyer, guides })
    orders.push(order)
    if (dice.chance(0.055)) refunds.push(planRefund(dice, order, paidAtMs, openingMs))
  }
  return { orders, refunds }
}

function toldOrder(
  buyer: SeedCustomer,
  { atMs, channel, codes }: NonNullable<SeedCustomer['orders']>[number],
): OrderBody {
  const isOnline = channel === 'online'
  const server = buyer.friends.at(-1)?.userid
  return {
    source: isOnline ? MALL : POS,
    orderNo: `${isOnline ? 'W' : buyer.storeCode}-${dayText(atMs).replaceAll('-', '')}-${buyer.unionid.slice(10)}`,
    channel,
    storeCode: buyer.storeCode,
    orderedAt: instantText(atMs - MINUTE_MS),
    paidAt: instantText(atMs),
    delivery: isOnline ? 'shipping' : 'pickup',
    buyer: { unionId: buyer.unionid },
    lines: codes.map((code, index) => ({
      ...lineOf(String(index + 1), code, 0),
      ...(!isOnline && server ? { servedByGuide: server } : {}),
    })),
  }
}

interface Sale {
  index: number
  paidAtMs: number
  buyer: SeedCustomer
  guides: SeedChain['people']
}

function planOrder(dice: Dice, { index, paidAtMs, buyer, guides }: Sale): OrderBody {
  const channel = buyer.friends.length > 0 && dice.chance(0.38) ? 'online' : 'offline'
  const colleagues = guides.filter(({ storeCode }) => storeCode === buyer.storeCode)
  const served = channel === 'offline' && dice.chance(0.8) ? dice.pick(colleagues).userid : undefined
  const paidAt = instantText(paidAtMs)
  const identity = identityOf(dice, buyer, channel)
  return {
    source: channel === 'online' ? MALL : POS,
    orderNo: `${channel === 'online' ? 'W' : buyer.storeCode}-${dayText(paidAtMs).replaceAll('-', '')}-${String(index).padStart(5, '0')}`,
    channel,
    storeCode: buyer.storeCode,
    orderedAt: instantText(paidAtMs - MINUTE_MS),
    paidAt,
    delivery: channel === 'online' ? 'shipping' : 'pickup',
    ...(identity ? { buyer: identity } : {}),
    lines: planLines(dice).map((line) => ({ ...line, ...(served ? { servedByGuide: served } : {}) })),
  }
}

function identityOf(dice: Dice, buyer: SeedCustomer, channel: string): OrderBody['buyer'] {
  if (channel === 'online') return { unionId: buyer.unionid }
  // At the counter some give no number at all.
  if (!buyer.member || dice.chance(0.07)) return undefined
  return dice.chance(0.6) ? { phone: buyer.member.phone } : { memberNo: buyer.member.memberNo }
}

function planLines(dice: Dice): OrderBody['lines'] {
  const count = dice.weigh([
    [1, 6],
    [2, 3],
    [3, 1],
  ] as const)
  const chosen = new Set<SeedProduct>()
  while (chosen.size < count) chosen.add(dice.pick(PRODUCTS))
  return [...chosen].map(({ code, name, priceFen }, index) => {
    const quantity = dice.chance(0.12) ? 2 : 1
    const discount = dice.pick([100, 100, 95, 90, 88])
    return {
      lineNo: String(index + 1),
      productCode: code,
      name,
      quantity,
      paidFen: Math.floor((priceFen * quantity * discount) / 100),
    }
  })
}

function planRefund(dice: Dice, order: OrderBody, paidAtMs: number, openingMs: number): RefundBody {
  const line = order.lines[0]
  if (!line) throw new Error('an order has lines')
  const isWhole = dice.chance(0.6)
  const refundedAtMs = Math.min(paidAtMs + dice.whole(1, 9) * DAY_MS, openingMs - 30 * MINUTE_MS)
  return {
    source: order.source,
    refundNo: `R-${order.orderNo}`,
    orderNo: order.orderNo,
    refundedAt: instantText(Math.max(refundedAtMs, paidAtMs + MINUTE_MS)),
    storeCode: order.storeCode,
    lines: [
      {
        lineNo: line.lineNo,
        refundFen: isWhole ? line.paidFen : Math.floor(line.paidFen / 3),
        quantity: isWhole ? line.quantity : 0,
      },
    ],
  }
}

/** One line of an order, by what it costs less a coupon. */
export function lineOf(lineNo: string, code: string, couponFen: number, quantity = 1): OrderBody['lines'][number] {
  const { name, priceFen } = productOf(code)
  return { lineNo, productCode: code, name, quantity, paidFen: priceFen * quantity - couponFen }
}
