import { spawnSync } from 'node:child_process'

/** `npm test`: the whole suite. Extra arguments go to mocha: `npm test -- test/domain`. */
const result = spawnSync(
  process.execPath,
  ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/reporter.cjs', ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
process.exit(result.status ?? 1)
