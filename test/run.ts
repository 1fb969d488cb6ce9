import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { closingText, type PartReport, readPart } from './support/parts.ts'

/**
 * Side by side, more than a test machine has cores, because each waits half of its time: for pages, children, databases.
 * About equal in length. A file belongs to the first that fits, so that none is left out.
 */
const PARTS = [
  /^test\/browser\//,
  /^(wecom-sdk|test\/(domain|talkTracks|badInput|bench|cli|faults|rights))\//,
  /^test\/features\/[a-f]/,
  /^/,
]

/** `npm test`: the whole suite, on freshly built pages. Arguments narrow it: `npm test -- 'test/domain/**'`. */
const asked = process.argv.slice(2)
if (asked.length === 0 || !existsSync('dist/sidebar')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build:web'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}

const parts = asked.length > 0 ? [asked] : divide(['test', 'wecom-sdk/test'].flatMap(findTests))
const runs = await Promise.all(parts.map(runMocha))
const reports = runs.map(({ report }) => report)
for (const { kept } of runs) process.stdout.write(kept)
process.stdout.write(closingText(reports))
process.exit(reports.every(({ hasEnded }) => hasEnded) ? Math.max(...runs.map(({ status }) => status)) : 1)

function findTests(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => /\.test\.tsx?$/.test(path)).map((path) => `${folder}/${path}`)
}

function divide(files: string[]): string[][] {
  const parts: string[][] = PARTS.map(() => [])
  for (const file of files.sort()) parts[PARTS.findIndex((part) => part.test(file))]?.push(file)
  return parts
}

/** The first run is seen as it goes, the others when all have ended. */
function runMocha(specs: string[], index: number): Promise<{ status: number; report: PartReport; kept: string }> {
  const args = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/reporter.cjs', ...specs]
  return new Promise((resolve) => {
    const mocha = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let kept = ''
    const part = readPart((text) => {
      if (index === 0) process.stdout.write(text)
      else kept += text
    })
    mocha.stdout.setEncoding('utf8')
    mocha.stdout.on('data', part.write)
    mocha.on('close', (code) => resolve({ status: code ?? 1, report: part.end(), kept }))
  })
}
