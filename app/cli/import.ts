import { parseArgs } from 'node:util'
import { EnvFaults, loadEnv } from '../../config/env.ts'
import { importFile } from '../boot/importFile.ts'
import { openDeps } from '../boot/product.ts'
import { IMPORT_KINDS, type ImportReport } from '../features/imports/contract.ts'

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
    const report = await importFile(deps, kind, path, { dryRun, partial, ...(source ? { source } : {}) })
    print(report)
    return report.faults.length > 0 ? 1 : 0
  } finally {
    await close()
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
  if (rest.faults.length > SHOWN_FAULTS) console.log(`  …… 共 ${rest.faults.length} 处`)
  if (rest.faultsFile) console.log(`错误行及原因：${rest.faultsFile}`)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof EnvFaults ? error.message : error)
  process.exitCode = 1
}
