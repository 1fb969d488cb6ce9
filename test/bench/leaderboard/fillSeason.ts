import type { Database } from '../../../app/db/database.ts'
import { addDays } from '../../../app/domain/businessDay.ts'

/** A chain's season: guides with their day roll-ups, and orders that only the history grows by. */
export interface Season {
  guides: number
  orders: number
  /** Business days with roll-ups, ending on `lastDay`. */
  days: number
  lastDay: string
}

const GUIDES_A_STORE = 10
const START_MS = 1_763_000_000_000

/** Bulk statements instead of commands: what is measured is reading, and the rows are what commands would leave. */
export async function fillSeason(db: Database, season: Season): Promise<void> {
  await fillStaff(db, season)
  await fillRollUps(db, season)
  await fillMonths(db, season)
  await fillOrders(db, season)
  await fillLedger(db, season)
  const tables = 'guide_days, guide_months, pool_days, orders, ledger_postings, ledger_entries, guide_assignments'
  if (db.kind === 'mysql') await db.source.query(`ANALYZE TABLE ${tables}`)
  else await db.source.query('ANALYZE')
}

const codeOf = (store: number) => `S${String(store).padStart(4, '0')}`
const countTo = (length: number) => Array.from({ length }, (_, index) => index + 1)

async function fillStaff(db: Database, { guides, days, lastDay }: Season): Promise<void> {
  const firstDay = addDays(lastDay, -days - 60)
  const numbers = countTo(guides)
  const stores = countTo(Math.ceil(guides / GUIDES_A_STORE))
  await insertAll(db, 'regions', ['code', 'name', 'path'], [['CN', '全国', '/CN/']])
  await insertAll(
    db,
    'stores',
    ['code', 'name', 'region_code'],
    stores.map((store) => [codeOf(store), `门店${store}`, 'CN']),
  )
  await insertAll(
    db,
    'guides',
    ['id', 'user_id', 'user_key', 'name', 'state', 'created_at'],
    numbers.map((guide) => [guide, `guide.${guide}`, `guide.${guide}`, `导购${guide}`, 'active', START_MS]),
  )
  await insertAll(
    db,
    'guide_assignments',
    ['guide_id', 'role', 'level', 'store_code', 'from_day'],
    numbers.map((guide) => [guide, 'guide', 'skilled', storeOf(guide), firstDay]),
  )
}

const storeOf = (guide: number) => codeOf(Math.ceil(guide / GUIDES_A_STORE))

async function fillRollUps(db: Database, { guides, days, lastDay }: Season): Promise<void> {
  const columns = [
    'day',
    'guide_id',
    'store_code',
    'online_fen',
    'offline_fen',
    'refund_fen',
    'orders',
    'new_customers',
    'follow_ups_due',
    'follow_ups_done',
  ]
  for (const back of countTo(days)) {
    const day = addDays(lastDay, 1 - back)
    const rows = countTo(guides).map((guide) => {
      const spread = (guide * 7919 + back * 104_729) % 50_000
      return [
        day,
        guide,
        storeOf(guide),
        spread,
        spread * 3,
        spread % 900,
        spread % 9,
        spread % 4,
        spread % 6,
        spread % 5,
      ]
    })
    await insertAll(db, 'guide_days', columns, rows)
    const pools = countTo(Math.ceil(guides / GUIDES_A_STORE)).map((store) => [day, 'pool', codeOf(store), 900, 1900, 0])
    await insertAll(
      db,
      'pool_days',
      ['day', 'kind', 'store_code', 'online_fen', 'offline_fen', 'refund_fen'],
      [...pools, [day, 'unattributed', '', 500, 0, 0]],
    )
  }
}

const MONTHS = 12

/** A year of months, of which a statement adds up all. */
async function fillMonths(db: Database, { guides, lastDay }: Season): Promise<void> {
  const columns = ['guide_id', 'month', 'store_code', 'earned_fen', 'reversed_fen', 'settled_fen', 'orders']
  for (const month of monthsUntil(lastDay.slice(0, 7), MONTHS)) {
    const rows = countTo(guides).map((guide) => {
      const spread = (guide * 7919 + Number(month.slice(5)) * 104_729) % 900_000
      return [guide, month, storeOf(guide), spread * 4, spread % 9_000, spread * 3, spread % 90]
    })
    await insertAll(db, 'guide_months', columns, rows)
  }
}

function monthsUntil(month: string, count: number): string[] {
  const months = [month]
  while (months.length < count) months.unshift(addDays(`${months[0]}-01`, -1).slice(0, 7))
  return months
}

const SEED_ORDERS = 500
const ORDER_COLUMNS =
  'source, channel, ordered_at, paid_at, buyer_state, paid_fen, business_day, content_hash, recorded_at'

/** A few rows, doubled by the database itself until there are enough: minutes become seconds. */
async function fillOrders(db: Database, { guides, orders, days, lastDay }: Season): Promise<void> {
  const seed = countTo(Math.min(SEED_ORDERS, orders)).map((id) => [
    ...[id, `o${id}`, `guide.${(id % guides) + 1}`, 'pos', 'offline', START_MS, START_MS, 'none'],
    ...[1000 + ((id * 7919) % 50_000), addDays(lastDay, -(id % days)), 'x', START_MS],
  ])
  await insertAll(db, 'orders', ['id', 'order_no', 'shared_by_guide', ...ORDER_COLUMNS.split(', ')], seed)
  for (let made = seed.length; made < orders; ) {
    const more = Math.min(made, orders - made)
    await db.source.query(
      `INSERT INTO orders (id, order_no, shared_by_guide, ${ORDER_COLUMNS})
       SELECT id + ${made}, CONCAT('o', id + ${made}), CONCAT('guide.', (id + ${made}) % ${guides} + 1), ${ORDER_COLUMNS}
       FROM orders WHERE id <= ${more}`,
    )
    made += more
  }
}

/** The guide's side of a posting an order: what a statement would walk through if it did not know the months. */
async function fillLedger(db: Database, { guides }: Season): Promise<void> {
  await db.source.query(
    `INSERT INTO ledger_postings (id, order_id, cause_kind, cause_id, cause_at, occurred_on, booked_on, rule_version, created_at)
     SELECT id, id, 'payment', order_no, paid_at, business_day, business_day, 1, recorded_at FROM orders`,
  )
  await db.source.query(
    `INSERT INTO ledger_entries (id, posting_id, order_id, account, guide_id, store_code, channel, amount_fen, refund_fen, orders, occurred_on, booked_on)
     SELECT id, id, id, CONCAT('guide:', id % ${guides} + 1, ':pending'), id % ${guides} + 1, 'S0001', channel, paid_fen, 0, 1, business_day, business_day
     FROM orders`,
  )
}

type Cell = string | number
const ROWS_A_STATEMENT = 500

async function insertAll(db: Database, table: string, columns: string[], rows: Cell[][]): Promise<void> {
  await db.transaction(async (tx) => {
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      const part = rows.slice(at, at + ROWS_A_STATEMENT)
      const marks = part.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')
      await tx.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${marks}`, part.flat())
    }
  })
}
