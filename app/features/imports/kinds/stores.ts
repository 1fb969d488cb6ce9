import { Region, Store } from '../../../db/entities/org.ts'
import { readDay } from '../cells.ts'
import { type Row, STORE_CODE } from '../columns.ts'
import { count, type ImportKind, type ImportRun, RowReader } from '../tally.ts'
import { upsert } from '../upsert.ts'

export const storesKind: ImportKind = {
  columns: {
    store_code: [...STORE_CODE, 'code'],
    name: ['门店名称', '店名', '名称'],
    region_code: ['区域编码', '所属区域', '大区编码'],
    opened_on: ['开业日期', '开店日期'],
  },
  required: ['store_code', 'name', 'region_code'],
  run: importStores,
}

async function importStores(run: ImportRun, rows: readonly Row[]): Promise<void> {
  const { tx, deps, tally } = run
  const regions = new Set((await tx.find(Region, { select: { code: true } })).map((region) => region.code))
  for (const row of rows) {
    const reader = new RowReader(row)
    const code = reader.need(reader.text('store_code', '门店编码'), '门店编码')
    const name = reader.need(reader.text('name', '门店名称', 200), '门店名称')
    const regionCode = reader.need(reader.text('region_code', '区域编码'), '区域编码')
    const openedOn = reader.read('opened_on', '开业日期', readDay)
    if (regionCode !== undefined && !regions.has(regionCode)) reader.fail(`区域编码：没有这个区域：${regionCode}`)
    if (!reader.settle(tally) || code === undefined) continue
    const opened = openedOn === undefined ? {} : { openedOn }
    count(tally, await upsert(tx, Store, { code }, { name, regionCode, ...opened } as Partial<Store>))
  }
  if (tally.added > 0) await deps.emit(tx, { name: 'ChainChanged', atMs: deps.clock.nowMs() })
}
