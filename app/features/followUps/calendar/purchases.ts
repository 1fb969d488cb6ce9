import type { EntityManager } from 'typeorm'

/** Everything of one product in one order. */
export interface BoughtProduct {
  /** Null where the source names no product: such a line starts nothing of its own. */
  productCode: string | null
  name: string
  quantity: number
  paidFen: number
  category?: string
  isSlowEffect: boolean
  /** When any of it was given back, even in part. */
  refundedAtMs?: number
  /** All of it together, and when the last of it was: an allowance leaves a purchase a purchase. */
  refundedFen: number
  lastRefundedAtMs?: number
}

export interface Purchase {
  orderId: number
  paidAtMs: number
  channel: 'online' | 'offline'
  delivery: 'pickup' | 'shipping'
  products: BoughtProduct[]
}

export interface Purchases {
  /** Oldest first. */
  recent: Purchase[]
  /** From before: which products, and when they were bought first and last; what was given back whole is left out. */
  before: { productCodes: ReadonlySet<string>; atMs: readonly number[] }
}

interface LineRow {
  orderId: number
  paidAt: number
  channel: 'online' | 'offline'
  delivery: 'pickup' | 'shipping' | null
  productCode: string | null
  name: string | null
  quantity: number
  paidFen: number
  category: string | null
  isSlowEffect: number | null
  refundedAt: number | null
  refundedFen: number | null
  lastRefundedAt: number | null
}

/**
 * What the customer bought since then, in two queries, however much it was. A refund is looked for by the number of
 * its order: it may have come in first.
 * @param alsoOrderIds older ones whose playbook still runs
 */
export async function readPurchases(
  read: EntityManager,
  externalUserId: string,
  sinceMs: number,
  alsoOrderIds: readonly number[],
): Promise<Purchases> {
  const older = alsoOrderIds.length === 0 ? '' : ` OR o.id IN (${alsoOrderIds.map(() => '?').join(', ')})`
  const rows: LineRow[] = await read.query(
    `SELECT o.id AS orderId, o.paid_at AS paidAt, o.channel AS channel, o.delivery AS delivery,
       l.product_code AS productCode, l.name AS name, l.quantity AS quantity, l.paid_fen AS paidFen,
       p.category AS category, p.is_slow_effect AS isSlowEffect,
       MIN(r.refunded_at) AS refundedAt, SUM(f.refund_fen) AS refundedFen, MAX(r.refunded_at) AS lastRefundedAt
     FROM orders o LEFT JOIN order_lines l ON l.order_id = o.id LEFT JOIN products p ON p.code = l.product_code
     LEFT JOIN refunds r ON r.source = o.source AND r.order_no = o.order_no AND EXISTS
       (SELECT 1 FROM refund_lines x WHERE x.refund_id = r.id AND x.line_no = l.line_no)
     LEFT JOIN refund_lines f ON f.refund_id = r.id AND f.line_no = l.line_no
     WHERE o.buyer_customer_id = ? AND (o.paid_at >= ?${older})
     GROUP BY l.id, o.id, o.paid_at, o.channel, o.delivery, l.product_code, l.name, l.quantity, l.paid_fen, p.category,
       p.is_slow_effect
     ORDER BY o.paid_at, o.id, l.id`,
    [externalUserId, sinceMs, ...alsoOrderIds],
  )
  const before: { productCode: string | null; firstAt: number; lastAt: number }[] = await read.query(
    `SELECT l.product_code AS productCode, MIN(o.paid_at) AS firstAt, MAX(o.paid_at) AS lastAt
     FROM orders o JOIN order_lines l ON l.order_id = o.id
     WHERE o.buyer_customer_id = ? AND o.paid_at < ? AND o.refunded_fen < o.paid_fen GROUP BY l.product_code`,
    [externalUserId, sinceMs],
  )
  const instants = before.flatMap(({ firstAt, lastAt }) => [Number(firstAt), Number(lastAt)])
  return {
    recent: groupByOrder(rows),
    before: {
      productCodes: new Set(before.flatMap(({ productCode }) => productCode ?? [])),
      atMs: [...new Set(instants)].sort((a, b) => a - b),
    },
  }
}

function groupByOrder(rows: readonly LineRow[]): Purchase[] {
  const purchases = new Map<number, Purchase>()
  for (const row of rows) {
    const orderId = Number(row.orderId)
    const { channel } = row
    const delivery = row.delivery ?? (channel === 'offline' ? 'pickup' : 'shipping')
    const purchase = purchases.get(orderId) ?? {
      orderId,
      paidAtMs: Number(row.paidAt),
      channel,
      delivery,
      products: [],
    }
    purchases.set(orderId, purchase)
    if (row.name !== null) addLine(purchase.products, row)
  }
  return [...purchases.values()]
}

/** Two lines of one product in one order are one purchase of it. */
function addLine(products: BoughtProduct[], row: LineRow): void {
  const same = products.find(({ productCode }) => productCode !== null && productCode === row.productCode)
  const refundedAtMs = row.refundedAt === null ? undefined : Number(row.refundedAt)
  const lastRefundedAtMs = row.lastRefundedAt === null ? undefined : Number(row.lastRefundedAt)
  const refundedFen = Number(row.refundedFen ?? 0)
  if (same) {
    same.quantity += Number(row.quantity)
    same.paidFen += Number(row.paidFen)
    same.refundedAtMs = earliest(same.refundedAtMs, refundedAtMs)
    same.refundedFen += refundedFen
    if (lastRefundedAtMs !== undefined)
      same.lastRefundedAtMs = Math.max(same.lastRefundedAtMs ?? lastRefundedAtMs, lastRefundedAtMs)
    return
  }
  products.push({
    productCode: row.productCode,
    name: row.name ?? '',
    quantity: Number(row.quantity),
    paidFen: Number(row.paidFen),
    category: row.category ?? undefined,
    isSlowEffect: Number(row.isSlowEffect ?? 0) === 1,
    refundedAtMs,
    refundedFen,
    lastRefundedAtMs,
  })
}

/** Bought and still theirs at that moment: all of it given back by then is no purchase any more. */
export function isKeptAt(product: BoughtProduct, atMs: number): boolean {
  const { paidFen, refundedFen, lastRefundedAtMs } = product
  return lastRefundedAtMs === undefined || refundedFen < paidFen || lastRefundedAtMs > atMs
}

export function earliest(...instants: (number | undefined)[]): number | undefined {
  const known = instants.filter((atMs) => atMs !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
