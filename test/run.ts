import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const EVERYTHING = ['test/**/*.test.ts', 'test/**/*.test.tsx', 'wecom-sdk/test/**/*.test.ts']

/** `npm test`: the whole suite, on freshly built pages. Arguments narrow it: `npm test -- 'test/domain/**'`. */
const asked = process.argv.slice(2)
if (asked.length === 0 || !existsSync('dist/sidebar')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build:web'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}
const reporter = ['--reporter', 'test/support/reporter.cjs']
const specs = asked.length > 0 ? asked : EVERYTHING
const mocha = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', ...reporter, ...specs], {
  stdio: 'inherit',
})
process.exit(mocha.status ?? 1)
