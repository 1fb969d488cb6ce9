import { Region } from '../../../db/entities/org.ts'
import type { Row } from '../columns.ts'
import { count, type ImportKind, type ImportRun, RowReader } from '../tally.ts'
import { upsert } from '../upsert.ts'

interface RegionRow {
  rowNo: number
  code: string
  name: string
  parentCode: string | null
}

export const regionsKind: ImportKind = {
  columns: {
    code: ['区域编码', '大区编码', 'region_code'],
    name: ['区域名称', '名称'],
    parent_code: ['上级编码', '上级区域编码'],
  },
  required: ['code', 'name'],
  run: importRegions,
}

async function importRegions(run: ImportRun, rows: readonly Row[]): Promise<void> {
  const { tx, tally } = run
  const wanted = rows.flatMap((row) => readRow(run, row))
  const known = await tx.find(Region)
  const parents = new Map(known.map((region) => [region.code, region.parentCode]))
  for (const { code, parentCode } of wanted) parents.set(code, parentCode)
  const good = wanted.filter((row) => {
    if (pathOf(row.code, parents) !== undefined) return true
    tally.faults.push({ row: row.rowNo, reason: `上级编码：没有这个区域，或绕成了圈：${row.parentCode ?? ''}` })
    return false
  })
  for (const { code, name, parentCode } of good) {
    count(tally, await upsert(tx, Region, { code }, { name, parentCode, path: pathOf(code, parents) ?? '' }))
  }
  // A region that moved takes everything below it along.
  for (const { code, path } of known) {
    const now = pathOf(code, parents)
    if (now !== undefined && now !== path) await tx.update(Region, { code }, { path: now })
  }
}

function readRow({ tally }: ImportRun, row: Row): RegionRow[] {
  const reader = new RowReader(row)
  const code = reader.need(reader.text('code', '区域编码', 30), '区域编码')
  const name = reader.need(reader.text('name', '区域名称', 200), '区域名称')
  const parentCode = reader.text('parent_code', '上级编码', 30) ?? null
  if (code?.includes('/')) reader.fail('区域编码：不能含有 /')
  if (!reader.settle(tally) || code === undefined || name === undefined) return []
  return [{ rowNo: row.rowNo, code, name, parentCode }]
}

/** `/CN/EAST/`, or undefined when a parent is missing or the chain runs in a circle. */
function pathOf(code: string, parents: ReadonlyMap<string, string | null>): string | undefined {
  const chain: string[] = []
  for (let at: string | null = code; at !== null; at = parents.get(at) ?? null) {
    if (!parents.has(at) || chain.includes(at) || chain.length > 10) return undefined
    chain.unshift(at)
  }
  return `/${chain.join('/')}/`
}
