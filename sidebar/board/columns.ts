import type { LeaderboardRow } from '../../app/features/boards/contract.ts'
import { formatWholeYuan } from '../shared/format.ts'
import type { SortKey } from './filters.ts'

export interface Column {
  key: SortKey
  title: string
  /** How it is counted, for people. */
  meaning: string
  show(row: LeaderboardRow): string
}

const percent = (part: number, whole: number) => (whole > 0 ? `${Math.round((part / whole) * 100)}%` : '–')

/** Share of a row's due follow-ups that were done, 0–1, or undefined when none was due. */
export function completionOf(row: LeaderboardRow): number | undefined {
  return row.followUpsDue > 0 ? row.followUpsDone / row.followUpsDue : undefined
}

// A refund is a share of what was sold before it came off: net plus refund.
const refundRate = (row: LeaderboardRow) => percent(row.refundFen, row.netFen + row.refundFen)

export const COLUMNS: Column[] = [
  {
    key: 'netFen',
    title: '净业绩',
    meaning: '归到导购名下的销售减退款。退款从当时得业绩的导购扣，算在退款当天。',
    show: (row) => formatWholeYuan(row.netFen),
  },
  {
    key: 'onlineFen',
    title: '线上',
    meaning: '净业绩里来自线上的部分。',
    show: (row) => formatWholeYuan(row.onlineFen),
  },
  {
    key: 'offlineFen',
    title: '门店',
    meaning: '净业绩里来自门店的部分。',
    show: (row) => formatWholeYuan(row.offlineFen),
  },
  {
    key: 'refundFen',
    title: '退款额（率）',
    meaning: '这段时间的退款，已经从净业绩里减掉；括号里是占销售的比例。',
    show: (row) => `${formatWholeYuan(row.refundFen)}（${refundRate(row)}）`,
  },
  { key: 'orders', title: '订单数', meaning: '记到导购名下的订单。', show: (row) => String(row.orders) },
  { key: 'newCustomers', title: '新客', meaning: '新加的好友。', show: (row) => String(row.newCustomers) },
  { key: 'lostCustomers', title: '流失', meaning: '删除了导购的客户。', show: (row) => String(row.lostCustomers) },
  {
    key: 'followUpsDone',
    title: '跟进完成率',
    meaning: '到期的跟进里完成了多少；同一位客户一天最多算一次。',
    show: (row) => `${percent(row.followUpsDone, row.followUpsDue)}（${row.followUpsDone}/${row.followUpsDue}）`,
  },
  {
    key: 'followUpsOnTime',
    title: '及时率',
    meaning: '到期的跟进里，当天 20:00 前完成的占多少。',
    show: (row) => percent(row.followUpsOnTime, row.followUpsDue),
  },
]

export function columnOf(key: SortKey): Column | undefined {
  return COLUMNS.find((column) => column.key === key)
}
