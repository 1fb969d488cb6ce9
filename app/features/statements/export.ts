import { maskPhonesIn } from '../../domain/phone.ts'
import { type Cell, type TableColumn, type TableFile, type TableFileKind, tableFileName } from '../../http/tableFile.ts'
import type { StatementFigure, Statements } from './contract.ts'

const FIGURES: [StatementFigure, string][] = [
  ['openingFen', '期初（元）'],
  ['openingPendingFen', '期初待结算（元）'],
  ['openingSettledFen', '期初已结算（元）'],
  ['earnedFen', '本月新增（元）'],
  ['correctedFen', '人工更正（元）'],
  ['reversedFen', '退款（元）'],
  ['settledFen', '本月转结算（元）'],
  ['settledLaterFen', '结算后的退款和更正（元）'],
  ['closingFen', '期末（元）'],
  ['closingPendingFen', '期末待结算（元）'],
  ['closingSettledFen', '期末已结算（元）'],
]
const COLUMNS: TableColumn[] = [
  ...['月份', '门店编码', '门店', '导购账号', '导购'].map((title): TableColumn => ({ title, kind: 'text' })),
  ...FIGURES.map(([, title]): TableColumn => ({ title, kind: 'yuan' })),
  { title: '订单数', kind: 'count' },
]

export function statementsTable({ month, rows, totals }: Statements): TableFile {
  const figures = (row: Statements['totals']): Cell[] => [...FIGURES.map(([name]) => row[name]), row.orders]
  return {
    columns: COLUMNS,
    rows: [
      ...rows.map((row) => [
        ...[month, row.storeCode ?? '', row.storeName ?? '', row.guideUserId, maskPhonesIn(row.guideName)],
        ...figures(row),
      ]),
      [month, '', '合计', '', '', ...figures(totals)],
    ],
  }
}

/** `对账单_徐汇店_2026-11.xlsx`. */
export function statementsFileName(scopeName: string, { month }: Statements, kind: TableFileKind): string {
  return tableFileName(['对账单', maskPhonesIn(scopeName), month], kind)
}
