import { FileFault } from './fileFault.ts'
import type { Line, Table } from './readTable.ts'

/** Field → the headers it goes by; the field's own name always counts. */
export type Columns = Readonly<Record<string, readonly string[]>>

/** One row by field names. A field whose column is missing reads as ''. */
export interface Row {
  rowNo: number
  /** As they stand in the file. */
  cells: readonly string[]
  get(field: string): string
}

export const STORE_CODE = ['门店编码', '门店编号', '门店代码', '店铺编码', '店号', '门店ID']
export const GUIDE_CODE = ['导购工号', '导购编号', '营业员', '销售员工号', '门店服务导购工号']
export const MEMBER_PHONE = ['会员手机号', '手机号', '手机', 'phone']
export const MEMBER_NO = ['会员卡号', '会员编号', '会员号']
export const PRODUCT_CODE = ['商品编码', '商品条码', '商品SKU', '编码/条码/SKU', 'sku']
export const FROM_DATE = ['生效日期', '开始日期', '起始日期', '入职日期']

/**
 * Ties the file's headers to fields: trimmed, full-width made half, case, brackets and underscores ignored.
 * @throws FileFault naming every required column that is missing, or one that counts and stands there twice
 */
export function bindColumns(table: Table, columns: Columns, required: readonly (string | string[])[]): Row[] {
  return table.rows.map(bindHeader(table.header, columns, required))
}

/** The same for a file that is read line by line. */
export function bindHeader(
  header: readonly string[],
  columns: Columns,
  required: readonly (string | string[])[],
): (line: Line) => Row {
  const positions = new Map<string, number>()
  const headers = header.map(plainHeader)
  for (const [field, aliases] of Object.entries(columns)) {
    for (const name of [field, ...aliases].map(plainHeader)) {
      const at = headers.indexOf(name)
      if (at < 0 || positions.has(field)) continue
      // Which of the two is meant nobody can know.
      if (headers.lastIndexOf(name) !== at) throw new FileFault(`两列都叫“${header[at]?.trim()}”，请只留一列`)
      positions.set(field, at)
    }
  }
  const missing = required.filter((names) => ![names].flat().some((name) => positions.has(name)))
  if (missing.length > 0) {
    const names = missing.map((fields) => {
      const [field = ''] = [fields].flat()
      return columns[field]?.[0] ?? field
    })
    throw new FileFault(`缺少列：${names.join('、')}（表头要在第一行）`)
  }
  return (line) => new BoundRow(line, positions)
}

class BoundRow implements Row {
  readonly rowNo: number
  readonly cells: readonly string[]
  private readonly positions: ReadonlyMap<string, number>

  constructor({ rowNo, cells }: Line, positions: ReadonlyMap<string, number>) {
    this.rowNo = rowNo
    this.cells = cells
    this.positions = positions
  }

  get(field: string): string {
    const at = this.positions.get(field)
    return at === undefined ? '' : bare((this.cells[at] ?? '').trim())
  }
}

/**
 * `="0012"` is how a till keeps a spreadsheet from making a number of it, and an apostrophe how our own file of faulty
 * rows keeps one from running it.
 */
function bare(text: string): string {
  if (text[0] !== "'" && text[0] !== '=') return text
  const cell = /^'[=+\-@]/.test(text) ? text.slice(1) : text
  return cell.startsWith('="') && cell.endsWith('"') && cell.length > 2 ? cell.slice(2, -1) : cell
}

function plainHeader(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[([【<].*?[)\]】>]/g, '')
    .replace(/[\s_\-*:\uFEFF]/g, '')
    .toLowerCase()
}
