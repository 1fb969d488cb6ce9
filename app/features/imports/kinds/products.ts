import { Product } from '../../../db/entities/org.ts'
import { readFlag, readInteger } from '../cells.ts'
import { PRODUCT_CODE, type Row } from '../columns.ts'
import { count, type ImportKind, type ImportRun, RowReader } from '../tally.ts'
import { upsert } from '../upsert.ts'

export const productsKind: ImportKind = {
  columns: {
    product_code: [...PRODUCT_CODE, 'code'],
    name: ['商品名称', '名称'],
    category: ['品类', '类目', '分类'],
    cycle_days: ['周期', '复购周期', '使用周期', '周期天数'],
    slow_effect: ['慢见效', '是否慢见效'],
  },
  required: ['product_code', 'name'],
  run: importProducts,
}

async function importProducts({ tx, deps, tally }: ImportRun, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const reader = new RowReader(row)
    const code = reader.need(reader.text('product_code', '商品编码'), '商品编码')
    const name = reader.need(reader.text('name', '商品名称', 500), '商品名称')
    const category = reader.text('category', '品类') ?? ''
    const cycleDays = reader.read('cycle_days', '周期', readInteger) ?? null
    const isSlowEffect = reader.read('slow_effect', '慢见效', readFlag) ?? false
    if (cycleDays !== null && (cycleDays < 1 || cycleDays > 3650)) reader.fail('周期：要在 1 到 3650 天之间')
    if (!reader.settle(tally) || code === undefined || name === undefined) continue
    const outcome = await upsert(tx, Product, { code }, { name, category, cycleDays, isSlowEffect })
    count(tally, outcome)
    const atMs = deps.clock.nowMs()
    if (outcome !== 'unchanged') await deps.emit(tx, { name: 'ProductChanged', productCode: code, atMs })
  }
  if (tally.added > 0) await deps.emit(tx, { name: 'ChainChanged', atMs: deps.clock.nowMs() })
}
