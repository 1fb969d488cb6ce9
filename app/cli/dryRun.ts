import { open, readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { loadEnv } from '../../config/env.ts'
import { openDeps } from '../boot/product.ts'
import type { Deps } from '../deps.ts'
import { businessDayOf } from '../domain/businessDay.ts'
import { formatYuan } from '../domain/money.ts'
import { type TriedRules, tryRules } from '../features/dryRuns/commands/tryRules.ts'
import { checkPeriod } from '../features/dryRuns/period.ts'
import { presentSum } from '../features/dryRuns/present.ts'
import { AppError } from '../http/errors.ts'
import { csvPart } from '../http/tableFile.ts'
import { CommandFault, runCommand } from './runCommand.ts'

const USAGE = 'npm run dry-run -- <rules.yaml> --from <YYYY-MM-DD> --to <YYYY-MM-DD> [--out <orders.csv>]'
const INDENT = { region: '', store: '  ', holder: '    ' } as const

/**
 * `npm run dry-run`: who would gain and lose under a changed rule file, as a table; with `--out` the orders behind it as
 * CSV. Nothing is posted. Exit code 1 for a faulty file or period, 2 for wrong arguments.
 */
await runCommand(async () => {
  const asked = readArguments()
  if (!asked) {
    console.error(USAGE)
    return 2
  }
  const { file, from, to, out } = asked
  const source = await readFile(file, 'utf8').catch(() => {
    throw new CommandFault(`${file}: cannot be read`)
  })
  const { deps, close } = await openDeps(loadEnv())
  try {
    const read = deps.ruleFiles.check(source)
    if ('faults' in read) {
      for (const { line, path, message } of read.faults)
        console.error([`${file}:${line}`, path, message].filter(Boolean).join(': '))
      return 1
    }
    checkDays(deps, { from, to })
    const question = { rules: read.found, fromDay: from, toDay: to }
    print(await (out === undefined ? tryRules(deps, question, async () => undefined) : tryInto(deps, question, out)))
    return 0
  } finally {
    await close()
  }
})

function readArguments() {
  const options = { from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' } } as const
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const [file, ...more] = positionals
    const { from, to, out } = values
    return file && from && to && more.length === 0 ? { file, from, to, out } : undefined
  } catch {
    return undefined
  }
}

function checkDays({ clock }: Deps, period: { from: string; to: string }): void {
  try {
    checkPeriod(period, businessDayOf(clock.nowMs()))
  } catch (error) {
    throw error instanceof AppError ? new CommandFault(error.message) : error
  }
}

async function tryInto(deps: Deps, question: Parameters<typeof tryRules>[1], out: string): Promise<TriedRules> {
  const file = await open(out, 'w').catch(() => {
    throw new CommandFault(`${out}: cannot be written`)
  })
  let isFirst = true
  try {
    return await tryRules(deps, question, async (table) => {
      await file.write(csvPart(table, isFirst))
      isFirst = false
    })
  } finally {
    await file.close()
  }
}

function print({ tally, rows, names }: TriedRules): void {
  const { orders, changed, movedFen, settledBeforeFen, settledAfterFen } = tally
  console.log(`${orders} 笔订单，${changed} 笔归属会变，共 ${formatYuan(movedFen)} 换人；没有记任何账`)
  if (settledBeforeFen !== settledAfterFen)
    console.log(`已结算：现行 ${formatYuan(settledBeforeFen)}，新规则 ${formatYuan(settledAfterFen)}`)
  for (const row of rows) {
    const { name, beforeFen, afterFen, differenceFen, orders } = presentSum(row, row.level, names)
    const sign = differenceFen > 0 ? '+' : ''
    const change = `${formatYuan(beforeFen)} → ${formatYuan(afterFen)}`
    console.log(`${INDENT[row.level]}${name}\t${change}\t${sign}${formatYuan(differenceFen)}\t${orders} 笔`)
  }
}
