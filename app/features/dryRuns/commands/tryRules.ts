import type { Deps } from '../../../deps.ts'
import { compareNext, lastOrderId, type Question } from '../compareNext.ts'
import { ordersTable } from '../export.ts'
import { type ChangedOrder, type DryRunNames, loadNames } from '../queries.ts'
import { joinTallies, type SumRow, type Tally, tallyOf } from '../tally.ts'

export interface TriedRules {
  tally: Tally
  /** Who gains and loses, region by region and store by store, within each the greatest gain first. */
  rows: SumRow[]
  names: DryRunNames
}

/**
 * The same as a dry run of the board, at once and without a trace: nothing is written, not even that it was asked. Flat in
 * memory however many orders.
 * @param onOrders the changed orders of each batch as rows of a table
 */
export async function tryRules(
  { db, rules, clock }: Pick<Deps, 'db' | 'rules' | 'clock'>,
  asked: Pick<Question, 'rules' | 'fromDay' | 'toDay'>,
  onOrders: (table: ReturnType<typeof ordersTable>) => Promise<void>,
): Promise<TriedRules> {
  const question = { ...asked, throughOrderId: await lastOrderId(db.read), atMs: clock.nowMs() }
  let tally = tallyOf([])
  for (let at = 0; at < question.throughOrderId; ) {
    const { orders, atOrderId } = await compareNext({ db, rules }, question, at)
    at = atOrderId
    const batch = tallyOf(orders)
    const numbers = new Map(orders.map((order) => [order.orderId, order]))
    const changed = batch.changes.flatMap((change): ChangedOrder[] => {
      const order = numbers.get(change.orderId)
      return order ? [{ ...change, source: order.source, orderNo: order.orderNo, day: order.day }] : []
    })
    await onOrders(ordersTable(changed, await loadNames(db.read, changed)))
    tally = joinTallies(tally, batch)
  }
  const rows = inOrder(tally.sums)
  return { tally, rows, names: await loadNames(db.read, rows) }
}

const LEVELS: readonly SumRow['level'][] = ['region', 'store', 'holder']

function inOrder(sums: readonly SumRow[]): SumRow[] {
  const gain = ({ beforeFen, afterFen }: SumRow) => afterFen - beforeFen
  const inside = (level: number, within: Partial<SumRow>): SumRow[] =>
    sums
      .filter((row) => row.level === LEVELS[level] && row.orders > 0)
      .filter((row) => Object.entries(within).every(([name, code]) => row[name as keyof SumRow] === code))
      .sort((a, b) => gain(b) - gain(a) || (a.account < b.account ? -1 : 1))
      .flatMap((row) => {
        const { regionCode, storeCode } = row
        const below = level === 0 ? { regionCode } : { regionCode, storeCode }
        return level === 2 ? [row] : [row, ...inside(level + 1, below)]
      })
  return inside(0, {})
}
