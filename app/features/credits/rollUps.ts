import type { Increment } from '../../db/statements.ts'
import type { DatedEntry } from '../../domain/attribution/book.ts'
import { monthOf } from '../../domain/businessDay.ts'
import { compareKeys } from '../../domain/money.ts'

/** Under which kind of `pool_days` an entry counts that no guide holds. */
function poolKindOf({ account }: Pick<DatedEntry, 'account'>): 'pool' | 'unattributed' | 'suspense' {
  return account === 'unattributed' || account === 'suspense' ? account : 'pool'
}

type MonthEntry = Pick<DatedEntry, 'account' | 'amountFen' | 'refundFen' | 'orders'> & {
  cause: Pick<DatedEntry['cause'], 'kind'>
}

/** What an entry adds to its guide's month: see `GuideMonth`. */
function monthSums({ account, amountFen, refundFen, orders, cause }: MonthEntry) {
  const isSettled = account.endsWith(':settled')
  const isSettlement = cause.kind === 'settlement'
  const isCorrection = cause.kind === 'correction'
  return {
    earnedFen: isSettlement || isCorrection ? 0 : amountFen + refundFen,
    correctedFen: isCorrection ? amountFen : 0,
    reversedFen: refundFen,
    settledFen: isSettled && isSettlement ? amountFen : 0,
    settledLaterFen: isSettled && !isSettlement ? amountFen : 0,
    orders,
  }
}

const TABLES = ['guide_days', 'guide_months', 'pool_days'] as const
type Table = (typeof TABLES)[number]

/** Gathers what entries add to the roll-ups, each row once. */
export interface RollUps {
  add(entry: DatedEntry, bookedOn: string): void
  /** Table by table, rows sorted by key. */
  list(): { table: Table; increments: Increment[] }[]
}

export function createRollUps(): RollUps {
  const rows: Record<Table, Map<string, Increment>> = {
    guide_days: new Map(),
    guide_months: new Map(),
    pool_days: new Map(),
  }
  const add = (table: Table, keys: Increment['keys'], sums: Increment['sums']): void => {
    const id = Object.values(keys).join('\n')
    const known = rows[table].get(id)
    if (!known) rows[table].set(id, { keys, sums })
    else for (const [name, value] of Object.entries(sums)) known.sums[name] = (known.sums[name] ?? 0) + value
  }
  return {
    add(entry, bookedOn) {
      if (entry.account.startsWith('sales:')) return
      const { guideId, channel, amountFen, refundFen, orders } = entry
      const storeCode = entry.storeCode ?? ''
      const sums = {
        onlineFen: channel === 'online' ? amountFen : 0,
        offlineFen: channel === 'offline' ? amountFen : 0,
        refundFen,
      }
      if (guideId === undefined) add('pool_days', { day: bookedOn, kind: poolKindOf(entry), storeCode }, sums)
      else {
        add('guide_days', { day: bookedOn, guideId, storeCode }, { ...sums, orders })
        add('guide_months', { guideId, month: monthOf(bookedOn), storeCode }, monthSums(entry))
      }
    },
    list: () =>
      TABLES.map((table) => ({
        table,
        increments: [...rows[table]].sort(([a], [b]) => compareKeys(a, b)).map(([, row]) => row),
      })),
  }
}
