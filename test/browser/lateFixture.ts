import type { LateBoard } from '../../app/features/boards/contract.ts'
import { NOW_MS } from './fixtures.ts'

const DAY_MS = 86_400_000
const COUNTS = { overdue: 3, expired: 1, due: 24, done: 18, onTime: 15 }
const LONG_NAME = '王芳芳（妈妈群里认识的，爱喝岩茶，周末才有空）'

const ROWS = [
  { id: 11, customerName: LONG_NAME, title: '首购满 7 天回访', guideName: '林晓', storeName: '徐汇店', isSeen: true },
  { id: 12, customerName: '赵强', title: '生日问候', guideName: '林晓', storeName: '徐汇店', isSeen: false },
  { id: 13, customerName: '李梅', title: '复购提醒', guideName: '周敏', storeName: '静安店', isSeen: true },
]

/** What waits in two stores; a guide's rows alone where asked. */
export function lateBoard({ state, guide }: Record<string, string>): LateBoard {
  const rows = ROWS.map((row, index) => ({ ...row, dueAtMs: NOW_MS - (index + 2) * DAY_MS }))
  return {
    state: state === 'expired' ? 'expired' : 'overdue',
    totals: COUNTS,
    stores: [
      { ...COUNTS, storeCode: 'SH001', storeName: '徐汇店', overdue: 2 },
      { ...COUNTS, storeCode: 'SH002', storeName: '静安店', overdue: 1, expired: 0, due: 0, done: 0, onTime: 0 },
    ],
    guides: [
      { ...COUNTS, guideUserId: 'guide.lin', guideName: '林晓', storeName: '徐汇店', overdue: 2 },
      { ...COUNTS, guideUserId: 'guide.zhou', guideName: '周敏', storeName: '静安店', overdue: 1 },
    ],
    rows:
      state === 'expired'
        ? []
        : rows.filter(({ guideName }) => !guide || (guide === 'guide.lin') === (guideName === '林晓')),
    hasMore: false,
    dataAsOfMs: NOW_MS,
  }
}
