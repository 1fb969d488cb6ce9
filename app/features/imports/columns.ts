import { FileFault, type Table } from './readTable.ts'

/** Field → the headers it goes by; the field's own name always counts. */
export type Columns = Readonly<Record<string, readonly string[]>>

/** One row by field names. A field whose column is missing reads as ''. */
export interface Row {
  rowNo: number
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
 * @throws FileFault naming every required column that is missing
 */
export function bindColumns(table: Table, columns: Columns, required: readonly (string | string[])[]): Row[] {
  const positions = new Map<string, number>()
  const headers = table.header.map(plainHeader)
  for (const [field, aliases] of Object.entries(columns)) {
    for (const name of [field, ...aliases].map(plainHeader)) {
      const at = headers.indexOf(name)
      if (at >= 0 && !positions.has(field)) positions.set(field, at)
    }
  }
  const missing = required.filter((names) => ![names].flat().some((name) => positions.has(name)))
  if (missing.length > 0) {
    const names = missing.map((fields) => {
      const [field = ''] = [fields].flat()
      return columns[field]?.[0] ?? field
    })
    throw new FileFault(`缺少列：${names.join('、')}`)
  }
  return table.rows.map(({ rowNo, cells }) => ({
    rowNo,
    get: (field) => {
      const at = positions.get(field)
      return at === undefined ? '' : (cells[at] ?? '').trim()
    },
  }))
}

function plainHeader(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[([【<].*?[)\]】>]/g, '')
    .replace(/[\s_\-*:\uFEFF]/g, '')
    .toLowerCase()
}
