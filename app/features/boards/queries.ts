import { type EntityManager, In } from 'typeorm'
import { Guide, GuideAssignment, Region, Store } from '../../db/entities/org.ts'
import { LAST_DAY, spansBetween } from '../../domain/boards/storeSpans.ts'
import { type ScopeFilter, type StoreScope, scopeSql } from './scope.ts'

export { type EntryCursor, type JournalRow, pageOfEntries, presentJournalRow } from './entryPage.ts'
export { findScope, type StoreScope, scopeSql } from './scope.ts'

export interface Period {
  from: string
  to: string
}

export interface Figures {
  onlineFen: number
  offlineFen: number
  refundFen: number
  orders: number
  newCustomers: number
  lostCustomers: number
  followUpsDue: number
  followUpsDone: number
  followUpsOnTime: number
}

export interface GuideFigures extends Figures {
  guideId: number
  storeCode: string | null
}

const sum = (column: string) => `CAST(COALESCE(SUM(${column}), 0) AS SIGNED) AS ${column}`
const FIGURE_COLUMNS = [
  'online_fen',
  'offline_fen',
  'refund_fen',
  'orders',
  'new_customers',
  'lost_customers',
  'follow_ups_due',
  'follow_ups_done',
  'follow_ups_on_time',
]

export interface Pools {
  storePoolFen: number
  unattributedFen: number
}

type FigureRow = Record<string, string | number>

/**
 * Figures per guide and store, and what no guide holds, from the day roll-ups alone: costs guides × days, whatever
 * the history. One statement, so that a posting in between never shows half of itself. Unattributed sales belong to
 * no store: they are the whole company's and show only in a view of everything.
 */
export async function readFigures(
  read: EntityManager,
  period: Period,
  scope: StoreScope,
): Promise<{ guides: GuideFigures[]; pools: Pools }> {
  const inScope = scopeSql(scope, { store: 'store_code', firstDay: 'day' })
  const where = `WHERE day >= ? AND day <= ? AND ${inScope.sql}`
  const params = [period.from, period.to, ...inScope.params]
  const poolColumns = FIGURE_COLUMNS.map((column) => (column.endsWith('_fen') ? sum(column) : '0'))
  const rows: FigureRow[] = await read.query(
    `SELECT 'guide' AS kind, guide_id, store_code, ${FIGURE_COLUMNS.map(sum).join(', ')} FROM guide_days
     ${where} GROUP BY guide_id, store_code
     UNION ALL SELECT kind, 0, '', ${poolColumns.join(', ')} FROM pool_days ${where} GROUP BY kind`,
    [...params, ...params],
  )
  const netOf = (kind: string) => {
    const row = rows.find((each) => each.kind === kind)
    return row ? Number(row.online_fen) + Number(row.offline_fen) : 0
  }
  return {
    guides: rows.filter((row) => row.kind === 'guide').map(guideFigures),
    pools: {
      storePoolFen: netOf('pool'),
      unattributedFen: scope.kind === 'all' ? netOf('unattributed') + netOf('suspense') : 0,
    },
  }
}

function guideFigures(row: FigureRow): GuideFigures {
  return {
    guideId: Number(row.guide_id),
    storeCode: String(row.store_code) || null,
    onlineFen: Number(row.online_fen),
    offlineFen: Number(row.offline_fen),
    refundFen: Number(row.refund_fen),
    orders: Number(row.orders),
    newCustomers: Number(row.new_customers),
    lostCustomers: Number(row.lost_customers),
    followUpsDue: Number(row.follow_ups_due),
    followUpsDone: Number(row.follow_ups_done),
    followUpsOnTime: Number(row.follow_ups_on_time),
  }
}

/** Guides who worked in the scope at any time of the period, newest assignment first. */
export async function readWorking(
  read: EntityManager,
  period: Period,
  scope: StoreScope,
): Promise<{ guideId: number; storeCode: string | null }[]> {
  // A stay of a store that ended before the period says nothing of who worked in it then.
  const during = scope.kind === 'all' ? scope : { ...scope, spans: spansBetween(scope.spans, period.from, period.to) }
  const inScope = scopeSql(during, {
    store: 'a.store_code',
    firstDay: 'a.from_day',
    lastDay: `COALESCE(a.to_day, '${LAST_DAY}')`,
  })
  const rows: { guide_id: number; store_code: string | null }[] = await read.query(
    `SELECT a.guide_id, a.store_code FROM guide_assignments a JOIN guides g ON g.id = a.guide_id
     WHERE a.role = 'guide' AND a.from_day <= ? AND (a.to_day IS NULL OR a.to_day >= ?)
       AND (g.left_on IS NULL OR g.left_on >= ?) AND ${inScope.sql}
     ORDER BY a.from_day DESC, a.id DESC`,
    [period.to, period.from, period.from, ...inScope.params],
  )
  return rows.map((row) => ({ guideId: row.guide_id, storeCode: row.store_code }))
}

export interface GuideCard {
  userId: string
  name: string
  /** The first day of their first assignment. */
  firstDay: string | null
}

export async function readGuideCards(
  read: EntityManager,
  guideIds: readonly number[],
): Promise<Map<number, GuideCard>> {
  if (guideIds.length === 0) return new Map()
  const guides = await read.findBy(Guide, { id: In([...guideIds]) })
  const assignments = await read.find(GuideAssignment, {
    select: { guideId: true, fromDay: true },
    where: { guideId: In([...guideIds]) },
    order: { fromDay: 'DESC' },
  })
  const firstDays = new Map(assignments.map((row) => [row.guideId, row.fromDay]))
  return new Map(
    guides.map(({ id, userId, name }) => [id, { userId, name: name || userId, firstDay: firstDays.get(id) ?? null }]),
  )
}

export async function readStoreNames(read: EntityManager): Promise<Map<string, string>> {
  const stores = await read.find(Store, { select: { code: true, name: true } })
  return new Map(stores.map((store) => [store.code, store.name]))
}

/** What a file about this filter is called after. */
export async function nameScope(read: EntityManager, { region, store }: ScopeFilter): Promise<string> {
  if (store !== undefined) return (await read.findOneBy(Store, { code: store }))?.name ?? store
  if (region !== undefined) return (await read.findOneBy(Region, { code: region }))?.name ?? region
  return '全部'
}

/** The last day whose WeCom statistics have been read. */
export async function readContactDataDay(read: EntityManager): Promise<string | null> {
  const [row]: { day: string | null }[] = await read.query('SELECT MAX(day) AS day FROM group_days WHERE is_closed = 1')
  return row?.day ?? null
}
