import { z } from 'zod'
import { plain } from '../cells.ts'
import type { Row } from '../columns.ts'
import type { ImportFault } from '../contract.ts'

/** A row without a number stands alone: it is faulty, and nobody else's fault. */
export function numberKey(row: Row, number: string, source: string): string {
  return number === '' ? `#${row.rowNo}` : `${row.get('source') || source}\0${plain(number)}`
}

/** One faulty row holds back all rows of its record: they are corrected and brought back together. */
export function withNeighbours(faults: readonly ImportFault[], rows: readonly Row[], what: string): ImportFault[] {
  const faulty = new Set(faults.map(({ row }) => row))
  const others = rows.filter(({ rowNo }) => !faulty.has(rowNo))
  const reason = `同一${what}的第 ${faults[0]?.row} 行有误，整单没有导入`
  return [...faults, ...others.map(({ rowNo }) => ({ row: rowNo, reason }))]
}

export function isoText(atMs: number): string {
  return new Date(atMs).toISOString()
}

/** For what the doors of orders find wrong with a row. */
export const IN_CHINESE = { error: z.locales.zhCN().localeError }

const FIELDS: Readonly<Record<string, string>> = {
  ...{ source: '来源', orderNo: '订单号', refundNo: '退款单号', storeCode: '门店编码', guide: '导购工号' },
  ...{ lines: '明细', lineNo: '行号', productCode: '商品编码', name: '商品名称', quantity: '数量' },
  ...{ paidFen: '实付金额', refundFen: '退款金额', servedByGuide: '导购工号', servedBy: '导购工号' },
  ...{ sharedByGuide: '分享导购', ownerGuide: '会员所属导购工号', memberNo: '会员编号' },
}

/** Names the field as a till does; the row is told beside it. */
export function reasonOf(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  const reasons = issues.map(({ path, message }) => {
    const field = path.filter((step) => typeof step === 'string').at(-1) ?? ''
    return `${FIELDS[field] ?? field}：${message}`
  })
  return [...new Set(reasons)].join('；')
}
