import { spawnSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { FULL, QUICK } from './plan.ts'
import { PARTS, type Part, runBench } from './runBench.ts'
import { printTable, tableOf } from './table.ts'

/** `npm run bench [-- --quick] [--only callbacks,leaderboard,followUps,imports,sidebar] [--rounds 5]`: one table of what we promise. */
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string' } },
})
const asked = values.only?.split(',')
const parts = PARTS.filter((part: Part) => !asked || asked.includes(part))
const base = values.quick ? QUICK : FULL
const plan = { ...base, rounds: Number(values.rounds ?? base.rounds) }
const loadBefore = loadavg()[0] ?? 0
if (plan.isCompiled && parts.includes('callbacks')) compileProduct()

const report = await runBench(plan, parts, (line) => console.error(line))
const databases = report.databaseServer ?? 'no MariaDB answers: its lines are left out'
console.log(`\nNode ${process.version} · ${cpus().length} cores · ${databases} · load before ${loadBefore.toFixed(1)}`)
if (loadBefore > 0.5) console.log('The machine was not quiet: read the ratios with care.')
console.log(`\n${printTable(tableOf(report))}`)

/** What production runs: the loader of development wraps every function and would be measured too. */
function compileProduct(): void {
  console.error('compiling …')
  for (const script of [
    ['run', 'build', '-w', 'wecom-sdk'],
    ['exec', '--', 'tsc', '-p', 'tsconfig.build.json'],
  ]) {
    const { status, stdout } = spawnSync('npm', ['--silent', ...script], { encoding: 'utf8' })
    if (status === 0) continue
    console.error(stdout)
    process.exit(1)
  }
}
