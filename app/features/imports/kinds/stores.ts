import type { Tx } from '../../../db/database.ts'
import { Region, Store, StoreRegion } from '../../../db/entities/org.ts'
import { addDays, businessDayOf } from '../../../domain/businessDay.ts'
import { readDay } from '../cells.ts'
import { FROM_DATE, type Row, STORE_CODE } from '../columns.ts'
import { planSet } from '../datedSets.ts'
import { count, type ImportKind, type ImportRun, RowReader } from '../tally.ts'
import { upsert } from '../upsert.ts'

export const storesKind: ImportKind = {
  columns: {
    store_code: [...STORE_CODE, 'code'],
    name: ['门店名称', '店名', '名称'],
    region_code: ['区域编码', '所属区域', '大区编码'],
    opened_on: ['开业日期', '开店日期'],
    closed_on: ['闭店日期', '关店日期'],
    from_date: FROM_DATE,
  },
  required: ['store_code', 'name', 'region_code'],
  run: importStores,
}

interface StoreRow {
  code: string
  name: string
  regionCode: string
  openedOn: string | undefined
  closedOn: string | undefined
  fromDay: string
}

async function importStores(run: ImportRun, rows: readonly Row[]): Promise<void> {
  const { tx, deps, tally } = run
  const regions = new Set((await tx.find(Region, { select: { code: true } })).map((region) => region.code))
  const today = businessDayOf(deps.clock.nowMs())
  for (const row of rows) {
    const reader = new RowReader(row)
    const store = readStore(reader, regions, today)
    const stays = store ? await tx.findBy(StoreRegion, { storeCode: store.code }) : []
    const plan = store && planMove(stays, store)
    if (plan?.kind === 'out_of_order') reader.fail(`生效日期：早于上一次换区域（${plan.newestDay}），过去不能改写`)
    if (!reader.settle(tally) || store === undefined) continue
    const { code, name, openedOn, closedOn } = store
    // An old file told again says where the store was, not where it is.
    const regionCode = plan?.kind === 'same' ? newestOf(stays, store) : store.regionCode
    const days = { ...(openedOn === undefined ? {} : { openedOn }), ...(closedOn === undefined ? {} : { closedOn }) }
    count(tally, await upsert(tx, Store, { code }, { name, regionCode, ...days } as Partial<Store>))
    await move(tx, store, stays)
  }
  if (tally.added > 0) await deps.emit(tx, { name: 'ChainChanged', atMs: deps.clock.nowMs() })
}

function readStore(reader: RowReader, regions: ReadonlySet<string>, today: string): StoreRow | undefined {
  const code = reader.need(reader.text('store_code', '门店编码'), '门店编码')
  const name = reader.need(reader.text('name', '门店名称', 200), '门店名称')
  const regionCode = reader.need(reader.text('region_code', '区域编码'), '区域编码')
  const openedOn = reader.read('opened_on', '开业日期', readDay)
  const closedOn = reader.read('closed_on', '闭店日期', readDay)
  const fromDay = reader.read('from_date', '生效日期', readDay) ?? today
  if (regionCode !== undefined && !regions.has(regionCode)) reader.fail(`区域编码：没有这个区域：${regionCode}`)
  if (openedOn !== undefined && closedOn !== undefined && closedOn < openedOn) reader.fail('闭店日期：早于开业日期')
  // Who may see the store is asked today: a move is told when it has happened.
  if (fromDay > today) reader.fail('生效日期：不能晚于今天')
  if (reader.faults.length > 0 || code === undefined || name === undefined || regionCode === undefined) return undefined
  return { code, name, regionCode, openedOn, closedOn, fromDay }
}

function planMove(stays: readonly StoreRegion[], { regionCode, fromDay }: StoreRow) {
  const facts = stays.map((stay) => ({ ...stay, key: stay.regionCode }))
  return facts.length === 0 ? undefined : planSet(facts, [regionCode], fromDay)
}

function newestOf(stays: readonly StoreRegion[], { regionCode }: StoreRow): string {
  return stays.find(({ toDay }) => toDay === null)?.regionCode ?? regionCode
}

/** The day it changes its region closes one stay and opens the next; its first stay begins when it opens. */
async function move(tx: Tx, store: StoreRow, stays: readonly StoreRegion[]): Promise<void> {
  const { code: storeCode, regionCode, openedOn, fromDay } = store
  const plan = planMove(stays, store)
  if (plan?.kind === 'same') return
  if (plan?.kind === 'change') {
    for (const id of plan.closeIds) await tx.update(StoreRegion, { id }, { toDay: addDays(fromDay, -1) })
    for (const id of plan.removeIds) await tx.delete(StoreRegion, { id })
  }
  await tx.insert(StoreRegion, { storeCode, regionCode, fromDay: plan ? fromDay : (openedOn ?? fromDay), toDay: null })
}
