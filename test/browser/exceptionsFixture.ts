import { EXCEPTION_DONE, EXCEPTIONS, IMPORT_RUNS } from '../../app/features/exceptions/contract.ts'
import type { Route } from '../../app/http/route.ts'
import { ask, type Posted, recorder } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const BASE = {
  ...{ source: 'pos-east', storeCode: 'SH001', storeName: '徐汇店', createdAtMs: NOW_MS - 3_600_000 },
  ...{ state: 'open' as const, settledAtMs: null, settledBy: null, differences: [] },
}
const ROWS = [
  {
    ...{ ...BASE, id: 3, kind: 'order_conflict', kindText: '同号订单内容不同', number: 'SH001-20261121-0007' },
    text: '订单 SH001-20261121-0007 又来了一次，内容和已存的不同',
    advice: '账上仍是先到的那份。和来源核对后标为已处理；金额真的变了，请来源补一张退款单或新订单。',
    differences: [{ field: '实付', stored: '¥199.00', received: '¥189.00' }],
  },
  {
    ...{ ...BASE, id: 2, kind: 'unknown_guide', kindText: '导购不认识', number: 'SH001-20261121-0003' },
    text: 'SH001-20261121-0003 写的导购“guide.new”我们没有',
    advice: '导入这位导购后会自动重算；写错了就标为已处理。',
  },
]
const RUN = { kind: 'orders', source: 'pos-file', startedAtMs: NOW_MS - 900_000, updatedAtMs: NOW_MS, unchanged: 0 }
const RUNS = [
  {
    ...{ ...RUN, id: 2, file: '华东-2026-11.csv', state: 'writing' as const, throughRow: 120_000 },
    ...{ rowCount: 1_000_000, added: 84_000, exceptions: 12 },
  },
  {
    ...{ ...RUN, id: 1, file: '华东-2026-10.csv', state: 'done' as const, throughRow: 42_000 },
    ...{ rowCount: 42_000, added: 40_100, exceptions: 0 },
  },
]

/** Two matters, one of them settled by a tap; a file on its way. */
export function exceptionFixtureRoutes(posted: Posted[]): Route[] {
  const post = recorder(posted)
  let rows = ROWS
  const settle = (id: string) => {
    rows = rows.filter((row) => String(row.id) !== id)
    return { text: 'SH001-20261121-0007 已标为处理' }
  }
  const rerun = { text: 'SH001-20261121-0003 正在重新计算，过一会儿刷新看结果' }
  const counts = [{ kind: 'order_conflict', kindText: '同号订单内容不同', open: 1 }]
  return [
    ask('/api/intake-exceptions', 'manager', EXCEPTIONS, ({ state }) => ({
      ...{ counts, rows: state === 'settled' ? [] : rows, nextBefore: null },
    })),
    post('/api/intake-exceptions/:id/settle', EXCEPTION_DONE, (_body, id) => settle(id)),
    post('/api/intake-exceptions/:id/rerun', EXCEPTION_DONE, () => rerun),
    ask('/api/import-runs', 'manager', IMPORT_RUNS, () => ({ runs: RUNS })),
  ]
}
