import type { StatementFigure, StatementFigures, StatementRow } from '../../../app/features/statements/contract.ts'
import { formatYuan } from '../format.ts'

export interface FigureText {
  figure: StatementFigure
  title: string
  /** How it is counted, for people. */
  meaning: string
  /** Shown with a minus: it takes away. */
  isTaken?: true
}

/** In the order in which they add up. */
export const FIGURES: readonly FigureText[] = [
  { figure: 'openingFen', title: '期初', meaning: '以前各月留下来的业绩，等于上个月的期末。' },
  { figure: 'earnedFen', title: '新增', meaning: '这个月付款的订单，加上这个月认出买家、重新归属的订单。' },
  { figure: 'correctedFen', title: '更正', meaning: '总部人工更正的订单：加给这位导购为正，改归别人为负。' },
  {
    figure: 'reversedFen',
    title: '退款',
    meaning: '这个月退的款，从当时得业绩的导购扣，不动以前的月份。',
    isTaken: true,
  },
  { figure: 'closingFen', title: '期末', meaning: '期初 + 新增 + 更正 − 退款。' },
  { figure: 'closingPendingFen', title: '待结算', meaning: '期末里还在售后期内的部分，期满自动转为已结算。' },
  { figure: 'closingSettledFen', title: '已结算', meaning: '期末里售后期已满的部分；之后再退款，从这里扣。' },
  { figure: 'settledFen', title: '本月结算', meaning: '这个月售后期满、从待结算转为已结算的金额。' },
]

export function showFigure(row: StatementFigures, { figure, isTaken }: FigureText): string {
  return formatYuan(isTaken && row[figure] !== 0 ? -row[figure] : row[figure])
}

/** Something happened in the month. */
export function isMoving({ orders, earnedFen, correctedFen, reversedFen, settledFen }: StatementRow): boolean {
  return [orders, earnedFen, correctedFen, reversedFen, settledFen].some((figure) => figure !== 0)
}

/** The month itself and those before it, `YYYY-MM`, newest first. */
export function monthsUntil(month: string, count: number): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return Array.from({ length: count }, (_, back) => {
    const months = year * 12 + number - 1 - back
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
  })
}

/** `2026年11月` */
export function sayMonth(month: string): string {
  const [year, number] = month.split('-')
  return `${year}年${Number(number)}月`
}
