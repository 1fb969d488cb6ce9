import {
  STATEMENT_ENTRIES,
  STATEMENTS,
  type StatementEntries,
  type StatementRow,
  type Statements,
} from '../../app/features/statements/contract.ts'
import { addFigures, figuresOf } from '../../app/features/statements/figures.ts'
import type { Route } from '../../app/http/route.ts'
import { ask } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

type Seed = [guide: string, name: string, store: string, storeName: string, fen: number[], orders: number]

/** Fen: opening, opening settled, earned, corrected, reversed, settled, settled later. 林晓 moved stores mid-month. */
const SEEDS: Seed[] = [
  ['guide.lin', '林晓', 'SH001', '徐汇店', [12_845_600, 8_213_000, 1_289_900, -19_900, 99_000, 3_120_000, -49_500], 31],
  ['guide.lin', '林晓', 'SH002', '静安店', [0, 0, 486_450, 0, 0, 0, 0], 9],
  ['guide.zhou', '周宁', 'SH001', '徐汇店', [9_004_200, 7_700_000, 986_450, 19_900, 0, 640_000, 0], 24],
  ['guide.ouyang', '欧阳晓晓（徐汇店储备店长）', 'SH002', '静安店', [98_000, 98_000, 8_400, 0, 98_000, 0, -89_600], 1],
  ['guide.gone', '钱多', 'SH001', '徐汇店', [1_733_000, 1_733_000, 0, 0, 0, 0, 0], 0],
]

function rowOf([guideUserId, guideName, storeCode, storeName, fen, orders]: Seed): StatementRow {
  const [openingFen = 0, openingSettledFen = 0, earnedFen = 0, correctedFen = 0, reversedFen = 0, ...rest] = fen
  const [settledFen = 0, settledLaterFen = 0] = rest
  const sums = { openingFen, openingSettledFen, earnedFen, correctedFen, reversedFen, settledFen, settledLaterFen }
  const who = { guideUserId, guideName, storeCode, storeName, orders }
  return { ...who, ...figuresOf({ ...who, ...sums, guideId: 1 }) }
}

/** Any month but the running one is closed; 西湖店 sold nothing; a store of many guides is 全部 with `region=east`. */
function statements({ month = '2026-11', store, guide, region }: Record<string, string>): Statements {
  const many: Seed[] = Array.from({ length: 201 }, (_, index) => [
    ...[`guide.${index}`, `导购${index}`, 'SH001', '徐汇店'],
    ...[[0, 0, 100, 0, 0, 0, 0], 1],
  ]) as Seed[]
  const all = (region === 'east' ? many : SEEDS).map(rowOf).filter((row) => !store || row.storeCode === store)
  const rows = all.filter((row) => !guide || row.guideUserId === guide)
  const names = new Map(all.map((row) => [row.guideUserId, row.guideName]))
  return {
    month,
    isClosed: month < '2026-11',
    guides: [...names].map(([userId, name]) => ({ userId, name })),
    rows,
    totals: { ...addFigures(rows), orders: rows.reduce((sum, row) => sum + row.orders, 0) },
    dataAsOfMs: NOW_MS,
  }
}

/** One sale and one refund behind any figure. */
function entries(): StatementEntries {
  const row = { source: 'pos-east', channel: 'offline' as const, storeName: '徐汇店' }
  return {
    count: 2,
    sumFen: 10_000,
    rows: [
      {
        ...{ ...row, id: 2, bookedOn: '2026-11-01', occurredOn: '2026-10-30', orderNo: 'SH001-20261020-0031' },
        ...{ refundNo: 'RF-1', causeText: '退款', amountFen: -9_900, runningFen: 10_000 },
      },
      {
        ...{ ...row, id: 1, bookedOn: '2026-11-01', occurredOn: '2026-11-01', orderNo: 'SH001-20261101-0007' },
        ...{ refundNo: null, causeText: '付款', amountFen: 19_900, runningFen: 19_900 },
      },
    ],
    nextCursor: null,
  }
}

export function statementRoutes(): Route[] {
  return [
    ask('/api/statements', 'manager', STATEMENTS, statements),
    ask('/api/statements/mine', 'guide', STATEMENTS, ({ month = '' }) => statements({ month, guide: 'guide.lin' })),
    ask('/api/statements/entries', 'guide', STATEMENT_ENTRIES, entries),
  ]
}
