import type { CreditDryRun } from '../../db/entities/creditCases.ts'
import { maskPhonesIn } from '../../domain/phone.ts'
import { type TableColumn, type TableFile, type TableFileKind, tableFileName } from '../../http/tableFile.ts'
import { holderName, regionName, storeName } from './present.ts'
import { type ChangedOrder, type DryRunNames, guideIdOf } from './queries.ts'
import type { SumRow } from './tally.ts'

/** What a spreadsheet still opens at ease: files with more rows leave as CSV only. */
export const SHEET_ROWS = 50_000

const PLACE: TableColumn[] = [
  { title: '区域', kind: 'text' },
  { title: '门店编码', kind: 'text' },
  { title: '门店', kind: 'text' },
  { title: '归谁', kind: 'text' },
  { title: '导购账号', kind: 'text' },
]
const FIGURES: TableColumn[] = [
  { title: '现行规则（元）', kind: 'yuan' },
  { title: '新规则（元）', kind: 'yuan' },
  { title: '差额（元）', kind: 'yuan' },
]

type Place = Pick<ChangedOrder, 'regionCode' | 'storeCode' | 'account'>
type Figures = Pick<ChangedOrder, 'beforeFen' | 'afterFen'>

/** Who gains and loses, one row a holder and store. */
export function holdersTable(rows: readonly Omit<SumRow, 'level'>[], names: DryRunNames): TableFile {
  return {
    columns: [...PLACE, ...FIGURES, { title: '变化的订单', kind: 'count' }],
    rows: rows.map((row) => [...placeCells(row, names), ...figureCells(row), row.orders]),
  }
}

/** The orders behind, one row a holder of an order. */
export function ordersTable(rows: readonly ChangedOrder[], names: DryRunNames): TableFile {
  return {
    columns: [
      ...PLACE,
      { title: '付款日', kind: 'text' },
      { title: '来源', kind: 'text' },
      { title: '订单号', kind: 'text' },
      ...FIGURES,
    ],
    rows: rows.map((row) => [...placeCells(row, names), row.day, row.source, row.orderNo, ...figureCells(row)]),
  }
}

function placeCells(row: Place, names: DryRunNames): string[] {
  const userId = names.guides.get(guideIdOf(row.account) ?? 0)?.userId ?? ''
  return [regionName(row, names), row.storeCode, storeName(row, names), maskPhonesIn(holderName(row, names)), userId]
}

function figureCells({ beforeFen, afterFen }: Figures): number[] {
  return [beforeFen, afterFen, afterFen - beforeFen]
}

export function dryRunFileName(run: CreditDryRun, of: 'holders' | 'orders', kind: TableFileKind): string {
  const what = of === 'holders' ? '规则试算' : '规则试算订单'
  return tableFileName([what, run.title, `${run.fromDay}到${run.toDay}`], kind)
}
