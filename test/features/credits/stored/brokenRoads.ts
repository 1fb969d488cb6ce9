import { rowsInto } from './rowsInto.ts'
import type { Row, Spoil } from './spoil.ts'

export interface BrokenRoad {
  name: string
  /** The property that sees it. */
  caughtBy: string
  spoil: Spoil
}

/** Each row by itself. */
const eachInto = (table: string, change: (row: Row) => Row) => rowsInto(table, (rows) => rows.map(change))
const entries = (change: (row: Row) => Row) => eachInto('ledger_entries', change)
const DAY_MS = 86_400_000
const fen = (value: unknown) => Number(value ?? 0)

/** Statements with all of these words; `words` of the code itself, whose quotes differ between databases. */
const speaksOf = (sql: string, words: readonly string[]) =>
  words.every((word) => sql.replace(/[`"]/g, '').includes(word))
const reword = (words: readonly string[], change: (sql: string) => string): Spoil => ({
  says: (statement) => (speaksOf(statement.sql, words) ? { ...statement, sql: change(statement.sql) } : statement),
})
const blindTo = (...words: string[]): Spoil => ({ hears: (sql, rows) => (speaksOf(sql, words) ? [] : rows) })

/** What a refund takes it takes wholly from the first holder. */
function fromTheFirst(rows: Row[]): Row[] {
  const taken = rows.filter((row) => fen(row.refund_fen) > 0 && fen(row.amount_fen) < 0)
  const sum = taken.reduce((total, row) => total + fen(row.amount_fen), 0)
  return rows.map((row) => {
    if (!taken.includes(row)) return row
    const amountFen = row === taken[0] ? sum : 0
    return { ...row, amount_fen: amountFen, refund_fen: 0 - amountFen }
  })
}

export const brokenRoads: BrokenRoad[] = [
  {
    name: 'forgets the sales side',
    caughtBy: 'every posting has entries and sums to 0',
    spoil: entries((row) => (String(row.account).startsWith('sales:') ? { ...row, amount_fen: 0 } : row)),
  },
  {
    name: 'writes the head of a posting and not its entries',
    caughtBy: 'every posting has entries and sums to 0',
    spoil: rowsInto('ledger_entries', (rows) => (rows.some(({ refund_fen }) => fen(refund_fen) > 0) ? [] : rows)),
  },
  {
    name: 'books every entry twice',
    caughtBy: 'credits of an order are what was paid for it and not refunded',
    spoil: rowsInto('ledger_entries', (rows) => [...rows, ...rows]),
  },
  {
    name: 'loses a fen of each amount',
    caughtBy: 'credits of an order are what was paid for it and not refunded',
    spoil: entries((row) => ({ ...row, amount_fen: fen(row.amount_fen) - Math.sign(fen(row.amount_fen)) })),
  },
  {
    name: 'sees no refund of an order',
    caughtBy: 'credits of an order are what was paid for it and not refunded',
    spoil: blindTo('FROM refunds', 'order_no IN'),
  },
  {
    name: 'takes a refund from whoever stands first',
    caughtBy: 'never more is taken from a holder than they have',
    spoil: rowsInto('ledger_entries', fromTheFirst),
  },
  {
    name: 'leaves a refund in suspense when its order comes',
    caughtBy: 'in suspense is what waits for its order',
    spoil: blindTo('FROM ledger_postings p', 'p.order_id IS NULL'),
  },
  {
    name: 'adds to the days of guides twice',
    caughtBy: 'roll-ups are the journal',
    spoil: eachInto('guide_days', (row) => ({ ...row, offline_fen: 2 * fen(row.offline_fen) })),
  },
  {
    name: 'writes over the days of pools instead of adding',
    caughtBy: 'roll-ups are the journal',
    spoil: reword(['INSERT INTO pool_days'], (sql) => sql.replaceAll(/(\w+) = \1 \+/g, '$1 =')),
  },
  {
    name: 'does not count settlements in the month',
    caughtBy: 'roll-ups are the journal',
    spoil: eachInto('guide_months', (row) => ({ ...row, settled_fen: 0 })),
  },
  {
    name: 'rebuilds months without corrections',
    caughtBy: 'roll-ups are the journal',
    spoil: reword(['INSERT INTO guide_months', 'SELECT'], (sql) => sql.replaceAll("= 'correction'", "= 'nothing'")),
  },
  {
    name: 'rebuilds the days of guides without what was refunded',
    caughtBy: 'roll-ups are the journal',
    spoil: reword(['INSERT INTO guide_days', 'SELECT'], (sql) => sql.replaceAll('SUM(e.refund_fen)', '0')),
  },
  {
    name: 'writes the oldest version of the rules under every posting',
    caughtBy: 'every posting of an order names the rules of the day it was paid',
    spoil: eachInto('ledger_postings', (row) => ({ ...row, rule_version: 1 })),
  },
  {
    name: 'keeps no explanation',
    caughtBy: 'every posting of an order names the rules of the day it was paid',
    spoil: rowsInto('credit_explanations', () => []),
  },
  {
    name: 'stores orders a day later than a file has decided them by',
    caughtBy: 'any order of arrival ends the same, told one by one or by a file',
    spoil: eachInto('orders', (row) => ({ ...row, paid_at: Number(row.paid_at) + DAY_MS })),
  },
  {
    name: 'forgets which refunds are posted',
    caughtBy: 'any order of arrival ends the same, told one by one or by a file',
    spoil: {
      hears: (sql, rows) =>
        speaksOf(sql, ['FROM ledger_postings p', 'p.order_id IN'])
          ? rows.filter(({ cause_kind }) => cause_kind !== 'refund')
          : rows,
    },
  },
  {
    name: 'does not see what is posted already',
    caughtBy: 'what is told again posts nothing',
    spoil: blindTo('FROM ledger_postings p', 'p.order_id IN'),
  },
  {
    name: 'does not see that a refund of no order is posted already',
    caughtBy: 'what is told again posts nothing',
    spoil: blindTo('FROM ledger_postings p', 'p.order_id IS NULL'),
  },
  {
    name: 'sees only the newest refund of an order',
    caughtBy: 'one refund of x + y is two of x and y',
    spoil: { hears: (sql, rows) => (speaksOf(sql, ['FROM refunds', 'order_no IN']) ? rows.slice(-1) : rows) },
  },
  {
    name: 'books late facts in the month that is closed',
    caughtBy: 'a closed month never changes',
    spoil: entries((row) => ({ ...row, booked_on: row.occurred_on })),
  },
  {
    name: 'counts late facts among the days of the month that is closed',
    caughtBy: 'a closed month never changes',
    spoil: eachInto('pool_days', (row) => (row.day === '2026-10-01' ? { ...row, day: '2026-09-30' } : row)),
  },
  {
    name: 'closes a month without closing it',
    caughtBy: 'a closed month never changes',
    spoil: {
      says: ({ sql, values }) => ({
        sql,
        values: /^UPDATE .settings/.test(sql) ? ['1999-12', ...values.slice(1)] : values,
      }),
    },
  },
  {
    name: 'never looks for freezes that are over',
    caughtBy: 'waits and freezes end when they are over',
    spoil: blindTo('settles_at AS dueAt'),
  },
  {
    name: 'never looks for waits that are over',
    caughtBy: 'waits and freezes end when they are over',
    spoil: blindTo('waiting_until AS dueAt'),
  },
  {
    name: 'does not note when a freeze of a file ends',
    caughtBy: 'waits and freezes end when they are over',
    spoil: eachInto('orders', (row) => ({ ...row, settles_at: null })),
  },
  {
    name: 'does not see what a person decided',
    caughtBy: 'what a person gave to somebody is theirs',
    spoil: blindTo('FROM credit_corrections'),
  },
]
