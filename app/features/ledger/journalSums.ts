/** What the journal says each roll-up row must be, in SQL of both databases: the proof compares by it, the rebuild writes it. */
export interface RollUpSums {
  table: 'guide_days' | 'pool_days' | 'guide_months'
  keys: readonly string[]
  figures: readonly string[]
  /** Column of the roll-up that holds the day or the month. */
  period: 'day' | 'month'
  /** @param where a condition on `p`, the postings */
  select(where: string): string
}

const FROM = 'FROM ledger_postings p JOIN ledger_entries e ON e.posting_id = p.id'
const STORE = "COALESCE(e.store_code, '')"
const ofChannel = (channel: string) => `SUM(CASE WHEN e.channel = '${channel}' THEN e.amount_fen ELSE 0 END)`
const sumIf = (condition: string, what: string) => `SUM(CASE WHEN ${condition} THEN ${what} ELSE 0 END)`
const SETTLED = "e.account LIKE '%:settled'"

const guideDays: RollUpSums = {
  table: 'guide_days',
  keys: ['day', 'guide_id', 'store_code'],
  figures: ['online_fen', 'offline_fen', 'refund_fen', 'orders'],
  period: 'day',
  select: (where) => `SELECT p.booked_on AS day, e.guide_id AS guide_id, ${STORE} AS store_code,
      ${ofChannel('online')} AS online_fen, ${ofChannel('offline')} AS offline_fen,
      SUM(e.refund_fen) AS refund_fen, SUM(e.orders) AS orders
    ${FROM} WHERE ${where} AND e.guide_id IS NOT NULL GROUP BY p.booked_on, e.guide_id, ${STORE}`,
}

const POOL_KIND = "CASE WHEN e.account IN ('unattributed', 'suspense') THEN e.account ELSE 'pool' END"

const poolDays: RollUpSums = {
  table: 'pool_days',
  keys: ['day', 'kind', 'store_code'],
  figures: ['online_fen', 'offline_fen', 'refund_fen'],
  period: 'day',
  select: (where) => `SELECT p.booked_on AS day, ${POOL_KIND} AS kind, ${STORE} AS store_code,
      ${ofChannel('online')} AS online_fen, ${ofChannel('offline')} AS offline_fen, SUM(e.refund_fen) AS refund_fen
    ${FROM} WHERE ${where} AND e.guide_id IS NULL AND e.account NOT LIKE 'sales:%'
    GROUP BY p.booked_on, ${POOL_KIND}, ${STORE}`,
}

const MONTH = 'SUBSTR(p.booked_on, 1, 7)'

const guideMonths: RollUpSums = {
  table: 'guide_months',
  keys: ['guide_id', 'month', 'store_code'],
  figures: ['earned_fen', 'corrected_fen', 'reversed_fen', 'settled_fen', 'settled_later_fen', 'orders'],
  period: 'month',
  select: (where) => `SELECT e.guide_id AS guide_id, ${MONTH} AS month, ${STORE} AS store_code,
      ${sumIf("p.cause_kind NOT IN ('settlement', 'correction')", 'e.amount_fen + e.refund_fen')} AS earned_fen,
      ${sumIf("p.cause_kind = 'correction'", 'e.amount_fen')} AS corrected_fen,
      SUM(e.refund_fen) AS reversed_fen,
      ${sumIf(`p.cause_kind = 'settlement' AND ${SETTLED}`, 'e.amount_fen')} AS settled_fen,
      ${sumIf(`p.cause_kind <> 'settlement' AND ${SETTLED}`, 'e.amount_fen')} AS settled_later_fen,
      SUM(e.orders) AS orders
    ${FROM} WHERE ${where} AND e.guide_id IS NOT NULL GROUP BY e.guide_id, ${MONTH}, ${STORE}`,
}

export const ROLL_UPS: readonly RollUpSums[] = [guideDays, poolDays, guideMonths]
