import { type EntityManager, In } from 'typeorm'
import { CustomerEvent } from '../../db/entities/customers.ts'

/** Which of these facts the time lines tell of already. */
export async function keysTold(read: EntityManager, onceKeys: readonly string[]): Promise<ReadonlySet<string>> {
  const told = await read.find(CustomerEvent, { select: { onceKey: true }, where: { onceKey: In([...onceKeys]) } })
  return new Set(told.map(({ onceKey }) => onceKey))
}

/** One row of several small lists read in one go; what the fields mean depends on `part`. */
export interface SideRow {
  part: 'tag' | 'note' | 'event' | 'stage' | 'send' | 'order' | 'refund' | 'complaint' | 'complaint_closed' | 'visit'
  id: number
  at: number
  kind: string
  a: string | null
  b: string | null
  n: number
}

export const EVENTS_PAGE = 20

/** A page of each list: inner limits, so that a long history costs no more than a short one. */
export function page(alias: string, sql: string, order: string, limit: number): string {
  return `SELECT * FROM (${sql} ORDER BY ${order} LIMIT ${limit}) ${alias}`
}

export const NEWEST = 'at DESC, id DESC'

const WITH_GUIDE = 'LEFT JOIN guides g ON g.id = x.guide_id'

interface Past {
  from: string
  /** The column that says whose it is. */
  of?: string
  only?: string
  at: string
  kind: string
  a: string
  b?: string
  n?: string
}

function past(part: SideRow['part'], row: Past): string {
  const { from, of = 'x.external_user_id', only = '1 = 1', at, kind, a, b = 'g.name', n = '0' } = row
  return page(
    `${part}_rows`,
    `SELECT '${part}' AS part, x.id AS id, ${at} AS at, ${kind} AS kind, ${a} AS a, ${b} AS b, ${n} AS n
     FROM ${from} WHERE ${of} = ? AND ${at} < ? AND ${only}`,
    NEWEST,
    EVENTS_PAGE,
  )
}

/** What happened, from every table that knows of it. Each part takes the customer and the instant it must be older than. */
export const TIME_LINE = [
  past('event', { from: `customer_events x ${WITH_GUIDE}`, at: 'x.at', kind: 'x.kind', a: 'x.data' }),
  past('stage', { from: 'stage_changes x', at: 'x.at', kind: 'x.to_stage', a: 'x.why', b: 'x.from_stage' }),
  past('send', {
    ...{ from: `send_records x ${WITH_GUIDE}`, only: "x.result = 'ok'", at: 'x.at' },
    ...{ kind: 'x.kind', a: 'x.body' },
  }),
  past('order', {
    ...{ from: 'orders x', of: 'x.buyer_customer_id', at: 'x.paid_at', kind: 'x.channel' },
    ...{ a: 'x.order_no', b: 'x.store_code', n: 'x.paid_fen' },
  }),
  past('refund', {
    ...{ from: 'orders o JOIN refunds x ON x.order_id = o.id', of: 'o.buyer_customer_id', at: 'x.refunded_at' },
    ...{ kind: "'refund'", a: 'x.refund_no', b: 'x.order_no', n: 'x.refund_fen' },
  }),
  past('complaint', { from: `complaints x ${WITH_GUIDE}`, at: 'x.opened_at', kind: 'x.kind', a: 'x.body' }),
  past('complaint_closed', {
    ...{ from: 'complaints x LEFT JOIN guides g ON g.user_key = LOWER(x.closed_by)', at: 'x.closed_at' },
    ...{ kind: 'x.kind', a: 'x.outcome' },
  }),
  past('visit', {
    ...{ from: `visits x ${WITH_GUIDE} LEFT JOIN stores s ON s.code = x.store_code`, at: 'x.at' },
    ...{ kind: "'visit'", a: 's.name' },
  }),
]

/** Twenty of the time line, newest first. */
export async function timeLine(read: EntityManager, externalUserId: string, beforeMs: number): Promise<SideRow[]> {
  const params = TIME_LINE.flatMap(() => [externalUserId, beforeMs])
  const rows: SideRow[] = await read.query(`${TIME_LINE.join(' UNION ALL ')} ORDER BY at DESC, id DESC LIMIT ?`, [
    ...params,
    EVENTS_PAGE,
  ])
  return rows
}
