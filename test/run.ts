import { spawnSync } from 'node:child_process'

const EVERYTHING = ['test/**/*.test.ts', 'test/**/*.test.tsx', 'wecom-sdk/test/**/*.test.ts']

/** `npm test`: the whole suite. Arguments narrow it: `npm test -- test/domain/**`. */
const asked = process.argv.slice(2)
const result = spawnSync(
  process.execPath,
  [
    'node_modules/mocha/bin/mocha.js',
    '--reporter',
    'test/support/reporter.cjs',
    ...(asked.length > 0 ? asked : EVERYTHING),
  ],
  { stdio: 'inherit' },
)
process.exit(result.status ?? 1)
