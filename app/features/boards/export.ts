import { maskPhonesIn } from '../../domain/phone.ts'
import { type Cell, type TableColumn, type TableFile, type TableFileKind, tableFileName } from '../../http/tableFile.ts'
import type { Leaderboard, LeaderboardRow } from './contract.ts'

const COLUMNS: (TableColumn & { read(row: LeaderboardRow): Cell })[] = [
  { title: '名次', kind: 'count', read: (row) => row.rank ?? '新入职' },
  { title: '导购', kind: 'text', read: (row) => maskPhonesIn(row.guideName) },
  { title: '导购账号', kind: 'text', read: (row) => row.guideUserId },
  { title: '门店编码', kind: 'text', read: (row) => row.storeCode ?? '' },
  { title: '门店', kind: 'text', read: (row) => row.storeName ?? '' },
  { title: '净业绩（元）', kind: 'yuan', read: (row) => row.netFen },
  { title: '线上（元）', kind: 'yuan', read: (row) => row.onlineFen },
  { title: '门店（元）', kind: 'yuan', read: (row) => row.offlineFen },
  { title: '退款（元）', kind: 'yuan', read: (row) => row.refundFen },
  { title: '订单数', kind: 'count', read: (row) => row.orders },
  { title: '新客', kind: 'count', read: (row) => row.newCustomers },
  { title: '流失', kind: 'count', read: (row) => row.lostCustomers },
  { title: '应跟进', kind: 'count', read: (row) => row.followUpsDue },
  { title: '已跟进', kind: 'count', read: (row) => row.followUpsDone },
  { title: '及时跟进', kind: 'count', read: (row) => row.followUpsOnTime },
]

export function leaderboardTable({ rows, totals }: Leaderboard): TableFile {
  const sum = (title: string, fen: number): Cell[] => ['', title, '', '', '', fen]
  return {
    columns: COLUMNS,
    rows: [
      ...rows.map((row) => COLUMNS.map((column) => column.read(row))),
      sum('门店池', totals.storePoolFen),
      sum('待归属', totals.unattributedFen),
      sum('净销售合计', totals.netSalesFen),
    ],
  }
}

/** `导购榜_华东_2026-11.csv`; a period of several months names its days. */
export function exportName(scopeName: string, { from, to }: Leaderboard, kind: TableFileKind): string {
  const period = from.slice(0, 7) === to.slice(0, 7) ? from.slice(0, 7) : `${from}_${to}`
  return tableFileName(['导购榜', scopeName, period], kind)
}
