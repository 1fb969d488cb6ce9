import { parseArgs } from 'node:util'
import { EnvFaults, loadEnv } from '../../config/env.ts'
import { importFile } from '../boot/importFile.ts'
import { openDeps } from '../boot/product.ts'
import { IMPORT_KINDS, type ImportProgress, type ImportReport } from '../features/imports/contract.ts'

const USAGE = `npm run import -- <kind> <file> [--dry-run] [--partial] [--source=<source of orders>]
kinds: ${IMPORT_KINDS.join(', ')}`
const SHOWN_FAULTS = 20

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean' }, partial: { type: 'boolean' }, source: { type: 'string' } },
  })
  const [kindName, path] = positionals
  const kind = IMPORT_KINDS.find((name) => name === kindName)
  if (!kind || path === undefined || positionals.length > 2) {
    console.error(USAGE)
    return 2
  }
  const { deps, close } = await openDeps(loadEnv())
  try {
    const { 'dry-run': dryRun = false, partial = false, source } = values
    const options = { dryRun, partial, ...(source ? { source } : {}), onProgress: createProgress() }
    const report = await importFile(deps, kind, path, options)
    print(report)
    return report.faults.length > 0 ? 1 : 0
  } finally {
    await close()
  }
}

const STEPS: Record<ImportProgress['step'], string> = { check: '检查', sales: '导入', returns: '导入退货' }
const TELL_EVERY_MS = 1000

/** A line on stderr now and then; the report alone goes to stdout. */
function createProgress(): (progress: ImportProgress) => void {
  let toldMs = 0
  return ({ step, row, rows }) => {
    const nowMs = performance.now()
    if (nowMs - toldMs < TELL_EVERY_MS) return
    toldMs = nowMs
    const of = rows === undefined ? '' : ` / ${rows.toLocaleString('en-US')}`
    console.error(`${STEPS[step]}：第 ${row.toLocaleString('en-US')}${of} 行`)
  }
}

function print({ kind, file, dryRun, written, rows, added, changed, unchanged, ...rest }: ImportReport): void {
  const state = written ? '已导入' : dryRun ? '试跑，没有写入' : '没有写入任何内容'
  console.log(`${kind} ${file}：${state}。${rows} 行；新增 ${added}，更新 ${changed}，未变 ${unchanged}`)
  if (rest.exceptions > 0)
    console.log(`${rest.exceptions} 条需要人工核对（门店或导购不认识、同号不同内容等），已列入异常清单`)
  for (const { row, reason } of rest.faults.slice(0, SHOWN_FAULTS)) {
    console.log(row === 0 ? `  ${reason}` : `  第 ${row} 行：${reason}`)
  }
  if (rest.faultCount > SHOWN_FAULTS) console.log(`  …… 共 ${rest.faultCount} 处`)
  if (rest.totalRows.length > 0) console.log(`第 ${rest.totalRows.join('、')} 行是合计，没有当作销售`)
  if (rest.faultsFile) console.log(`错误行及原因：${rest.faultsFile}`)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof EnvFaults ? error.message : error)
  process.exitCode = 1
}
