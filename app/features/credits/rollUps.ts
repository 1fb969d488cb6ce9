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
  const add = (table: Table, id: string, keys: Increment['keys'], sums: Increment['sums']): void => {
    const known = rows[table].get(id)
    if (known) for (const name in sums) known.sums[name] = (known.sums[name] ?? 0) + (sums[name] ?? 0)
    else rows[table].set(id, { keys, sums })
  }
  return {
    add(entry, bookedOn) {
      if (entry.account.startsWith('sales:')) return
      const { guideId, channel, amountFen, refundFen, orders, storeCode = '' } = entry
      const onlineFen = channel === 'online' ? amountFen : 0
      const offlineFen = channel === 'offline' ? amountFen : 0
      if (guideId === undefined) {
        const kind = poolKindOf(entry)
        const sums = { onlineFen, offlineFen, refundFen }
        add('pool_days', `${bookedOn}\n${kind}\n${storeCode}`, { day: bookedOn, kind, storeCode }, sums)
        return
      }
      const month = monthOf(bookedOn)
      const days = { onlineFen, offlineFen, refundFen, orders }
      add('guide_days', `${bookedOn}\n${guideId}\n${storeCode}`, { day: bookedOn, guideId, storeCode }, days)
      add('guide_months', `${guideId}\n${month}\n${storeCode}`, { guideId, month, storeCode }, monthSums(entry))
    },
    list: () =>
      TABLES.map((table) => ({
        table,
        increments: [...rows[table]].sort(([a], [b]) => compareKeys(a, b)).map(([, row]) => row),
      })),
  }
}
