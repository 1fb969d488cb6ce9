import { In, IsNull } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { CustomerGroup, GroupStore } from '../../../db/entities/groups.ts'
import { Store } from '../../../db/entities/org.ts'
import { insertOnce } from '../../../db/statements.ts'
import { addDays, businessDayOf } from '../../../domain/businessDay.ts'
import { compareKeys } from '../../../domain/money.ts'
import { readDay } from '../cells.ts'
import { FROM_DATE, type Row, STORE_CODE } from '../columns.ts'
import { planSet } from '../datedSets.ts'
import { count, failAll, type ImportKind, type ImportRun, RowReader } from '../tally.ts'

export const groupsKind: ImportKind = {
  columns: { store_code: STORE_CODE, chat_id: ['群ID', '客户群ID', '群编号'], from_date: FROM_DATE },
  required: ['store_code', 'chat_id'],
  run: importGroups,
}

interface GroupRow {
  rowNo: number
  storeCode: string
  chatId: string
  fromDay: string
}

/** From a day on these are the groups of the store; two in one file stay two and are listed elsewhere as an exception. */
async function importGroups(run: ImportRun, rows: readonly Row[]): Promise<void> {
  const { tx, deps } = run
  const stores = new Set((await tx.find(Store, { select: { code: true } })).map((store) => store.code))
  const today = businessDayOf(deps.clock.nowMs())
  const batches = new Map<string, GroupRow[]>()
  for (const row of rows.flatMap((each) => readRow(run, each, stores, today))) {
    const key = JSON.stringify([row.fromDay, row.storeCode])
    batches.set(key, [...(batches.get(key) ?? []), row])
  }
  for (const [, batch] of [...batches].sort(([a], [b]) => compareKeys(a, b))) await takeBatch(run, batch)
}

function readRow({ tally }: ImportRun, row: Row, stores: ReadonlySet<string>, today: string): GroupRow[] {
  const reader = new RowReader(row)
  const storeCode = reader.need(reader.text('store_code', '门店编码'), '门店编码')
  const chatId = reader.need(reader.text('chat_id', '群ID'), '群ID')
  const fromDay = reader.read('from_date', '生效日期', readDay) ?? today
  if (storeCode !== undefined && !stores.has(storeCode)) reader.fail(`门店编码：没有这家门店：${storeCode}`)
  if (!reader.settle(tally) || storeCode === undefined || chatId === undefined) return []
  return [{ rowNo: row.rowNo, storeCode, chatId, fromDay }]
}

async function takeBatch({ tx, deps, tally }: ImportRun, batch: GroupRow[]): Promise<void> {
  const [first] = batch
  if (!first) return
  const { storeCode, fromDay } = first
  const known = await tx.findBy(GroupStore, { storeCode })
  const facts = known.map((row) => ({ id: row.id, key: row.chatId, fromDay: row.fromDay, toDay: row.toDay }))
  const plan = planSet(
    facts,
    batch.map((row) => row.chatId),
    fromDay,
  )
  if (plan.kind === 'same') {
    for (const _ of batch) count(tally, 'unchanged')
    return
  }
  if (plan.kind === 'out_of_order') {
    failAll(tally, batch, `生效日期：早于已有的对应（${plan.newestDay}），过去不能改写`)
    return
  }
  const dayBefore = addDays(fromDay, -1)
  if (plan.closeIds.length > 0) await tx.update(GroupStore, { id: In(plan.closeIds) }, { toDay: dayBefore })
  if (plan.removeIds.length > 0) await tx.delete(GroupStore, { id: In(plan.removeIds) })
  for (const { chatId } of batch) {
    if (!plan.open.includes(chatId)) {
      count(tally, 'unchanged')
      continue
    }
    await openGroup(tx, storeCode, chatId, fromDay, deps.clock.nowMs())
    await deps.emit(tx, { name: 'GroupChanged', chatId, atMs: deps.clock.nowMs() })
    count(tally, 'added')
  }
}

/** A group belongs to one store at a time; one we have not seen yet gets an empty row until WeCom is asked. */
async function openGroup(tx: Tx, storeCode: string, chatId: string, fromDay: string, nowMs: number): Promise<void> {
  for (const row of await tx.findBy(GroupStore, { chatId, toDay: IsNull() })) {
    if (row.storeCode !== storeCode && row.fromDay < fromDay) {
      await tx.update(GroupStore, { id: row.id }, { toDay: addDays(fromDay, -1) })
    }
  }
  await tx.insert(GroupStore, { storeCode, chatId, fromDay, toDay: null })
  const blank = { ownerUserId: null, ownerGuideId: null, dismissedAt: null, syncedAt: null }
  if (!(await tx.existsBy(CustomerGroup, { chatId }))) {
    await insertOnce(tx, CustomerGroup, { ...blank, chatId, name: '', state: 'active', createdAt: nowMs })
  }
}
