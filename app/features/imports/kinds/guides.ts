import { In } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { Guide, GuideAssignment, type GuideLevel, Region, type Role, Store } from '../../../db/entities/org.ts'
import { addDays, businessDayOf } from '../../../domain/businessDay.ts'
import { compareKeys } from '../../../domain/money.ts'
import { readChoice, readDay } from '../cells.ts'
import { FROM_DATE, GUIDE_CODE, type Row, STORE_CODE } from '../columns.ts'
import { planSet } from '../datedSets.ts'
import { count, failAll, type ImportKind, type ImportRun, RowReader } from '../tally.ts'

const ROLES: Record<string, Role> = {
  guide: 'guide',
  导购: 'guide',
  store_manager: 'store_manager',
  店长: 'store_manager',
  region_manager: 'region_manager',
  区域经理: 'region_manager',
  operator: 'operator',
  运营: 'operator',
}
const LEVELS: Record<string, GuideLevel> = {
  new: 'new',
  新手: 'new',
  skilled: 'skilled',
  熟手: 'skilled',
  gold: 'gold',
  金牌: 'gold',
}

export const guidesKind: ImportKind = {
  columns: {
    userid: ['账号', '企业微信账号', '成员账号', 'user_id', ...GUIDE_CODE],
    name: ['姓名', '导购姓名', '名称'],
    store_code: STORE_CODE,
    role: ['角色', '岗位'],
    level: ['级别', '等级'],
    region_code: ['区域编码', '大区编码'],
    from_date: FROM_DATE,
  },
  required: ['userid'],
  run: importGuides,
}

interface GuideRow {
  rowNo: number
  userId: string
  name: string | undefined
  /** Undefined: not given; then today. */
  fromDay: string | undefined
  post: { role: Role; level: GuideLevel; storeCode: string | null; regionCode: string | null }
}

/** The rows of one guide that begin on one day are all they are from then on: a move ends the former post. */
async function importGuides(run: ImportRun, rows: readonly Row[]): Promise<void> {
  const { tx, deps, tally } = run
  const stores = new Set((await tx.find(Store, { select: { code: true } })).map((store) => store.code))
  const regions = new Set((await tx.find(Region, { select: { code: true } })).map((region) => region.code))
  const good = rows.flatMap((row) => readRow(run, row, stores, regions))
  const today = businessDayOf(deps.clock.nowMs())
  const batches = new Map<string, GuideRow[]>()
  for (const row of good) {
    const key = JSON.stringify([row.fromDay ?? today, row.userId.toLowerCase()])
    batches.set(key, [...(batches.get(key) ?? []), row])
  }
  for (const [, batch] of [...batches].sort(([a], [b]) => compareKeys(a, b))) await takeBatch(run, batch, today)
  if (tally.added + tally.changed > 0) {
    await deps.emit(tx, { name: 'ChainChanged', atMs: deps.clock.nowMs() })
  }
}

function readRow(
  { tally }: ImportRun,
  row: Row,
  stores: ReadonlySet<string>,
  regions: ReadonlySet<string>,
): GuideRow[] {
  const reader = new RowReader(row)
  const userId = reader.need(reader.text('userid', '账号'), '账号')
  const name = reader.text('name', '姓名', 200)
  const role = row.get('role') === '' ? 'guide' : reader.read('role', '角色', (text) => readChoice(text, ROLES))
  const level = row.get('level') === '' ? 'new' : reader.read('level', '级别', (text) => readChoice(text, LEVELS))
  const storeCode = reader.text('store_code', '门店编码') ?? null
  const regionCode = reader.text('region_code', '区域编码') ?? null
  const fromDay = reader.read('from_date', '生效日期', readDay)
  const worksInStore = role === 'guide' || role === 'store_manager'
  if (worksInStore && storeCode === null) reader.fail('门店编码：没有填')
  if (storeCode !== null && !stores.has(storeCode)) reader.fail(`门店编码：没有这家门店：${storeCode}`)
  if (role === 'region_manager' && regionCode === null) reader.fail('区域编码：区域经理要填区域')
  if (regionCode !== null && !regions.has(regionCode)) reader.fail(`区域编码：没有这个区域：${regionCode}`)
  if (!reader.settle(tally) || userId === undefined || role === undefined || level === undefined) return []
  return [{ rowNo: row.rowNo, userId, name, fromDay, post: { role, level, storeCode, regionCode } }]
}

async function takeBatch({ tx, deps, tally }: ImportRun, batch: GuideRow[], today: string): Promise<void> {
  const [first] = batch
  if (!first) return
  const { guide, outcome } = await findOrAdd(tx, first, deps.clock.nowMs())
  if (guide.state === 'left' && first.fromDay === undefined) {
    failAll(tally, batch, '生效日期：这位导购已离职，重新入职请填写生效日期')
    return
  }
  const day = first.fromDay ?? today
  const known = await tx.findBy(GuideAssignment, { guideId: guide.id })
  const facts = known.map((row) => ({ id: row.id, key: keyOf(row), fromDay: row.fromDay, toDay: row.toDay }))
  const plan = planSet(
    facts,
    batch.map((row) => keyOf(row.post)),
    day,
  )
  if (plan.kind === 'out_of_order') {
    failAll(tally, batch, `生效日期：早于已有的任职（${plan.newestDay}），过去不能改写`)
    return
  }
  count(tally, outcome === 'unchanged' && plan.kind === 'change' ? 'changed' : outcome)
  if (plan.kind === 'same') return
  // Hired again: the new post opens what the leaving closed; what lies between stays nobody's.
  if (guide.state === 'left') await tx.update(Guide, { id: guide.id }, { state: 'active', leftOn: null })
  if (plan.closeIds.length > 0) await tx.update(GuideAssignment, { id: In(plan.closeIds) }, { toDay: addDays(day, -1) })
  if (plan.removeIds.length > 0) await tx.delete(GuideAssignment, { id: In(plan.removeIds) })
  for (const key of plan.open) {
    const post = batch.find((row) => keyOf(row.post) === key)?.post
    if (post) await tx.insert(GuideAssignment, { ...post, guideId: guide.id, fromDay: day, toDay: null })
  }
}

function keyOf({ role, level, storeCode, regionCode }: GuideRow['post']): string {
  return JSON.stringify([role, level, storeCode, regionCode])
}

async function findOrAdd(tx: Tx, { userId, name }: GuideRow, nowMs: number) {
  const userKey = userId.toLowerCase()
  const known = await tx.findOneBy(Guide, { userKey })
  if (!known) {
    const fresh = { userId, userKey, name: name ?? userId, state: 'active' as const, leftOn: null, createdAt: nowMs }
    return { guide: await tx.save(tx.create(Guide, fresh)), outcome: 'added' as const }
  }
  if (name === undefined || name === known.name) return { guide: known, outcome: 'unchanged' as const }
  await tx.update(Guide, { id: known.id }, { name })
  return { guide: { ...known, name }, outcome: 'changed' as const }
}
