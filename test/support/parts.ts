/** What one of the mocha processes of `npm test` came to. */
export interface PartReport {
  passed: number
  failures: Failure[]
  leftOut: string[]
  /** False when the process broke off before its last test. */
  hasEnded: boolean
}

export interface Failure {
  title: string
  error: string
}

/** What the reporter tells `npm test`: lines of RFC 7464, which no test prints. */
export const RECORD_MARK = '\u001e'
type Told = ({ event: 'failed' } & Failure) | { event: 'ended'; passed: number }

const LEFT_OUT = /^Left out for want of a server: tests on (.+)\.$/

/** One line for the end of a run, or undefined when everything ran. */
export function leftOutLine(services: readonly string[]): string | undefined {
  const names = [...new Set(services)]
  return names.length === 0 ? undefined : `Left out for want of a server: tests on ${names.join(' and ')}.`
}

/** Reads a part's output as it comes: what is for people goes to `show`, the rest into the report. */
export function readPart(show: (text: string) => void): { write(text: string): void; end(): PartReport } {
  const report: PartReport = { passed: 0, failures: [], leftOut: [], hasEnded: false }
  let rest = ''
  function take(line: string): void {
    const [shown = '', told] = line.split(RECORD_MARK)
    const services = LEFT_OUT.exec(shown)?.[1]
    if (told !== undefined) note(JSON.parse(told) as Told)
    if (services) report.leftOut.push(...services.split(' and '))
    else if (told === undefined || shown !== '') show(`${shown}\n`)
  }
  function note(told: Told): void {
    if (told.event === 'failed') report.failures.push({ title: told.title, error: told.error })
    else Object.assign(report, { passed: told.passed, hasEnded: true })
  }
  return {
    write(text) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    },
    end() {
      if (rest !== '') take(rest)
      return report
    },
  }
}

/** Of an error, so many lines are repeated at the end: what was expected, and where in the test. */
const ERROR_LINES = 15

/**
 * The end of the whole run: what failed and why, what was left out, and the line that machines read, last. Mocha has
 * explained each failure before, but a long log loses its middle, and a broken part never came to explain.
 */
export function closingText(reports: readonly PartReport[]): string {
  const failures = reports.flatMap((report) => report.failures)
  const broken = reports.filter(({ hasEnded }) => !hasEnded)
  const passed = reports.reduce((sum, report) => sum + report.passed, 0)
  const leftOut = leftOutLine(reports.flatMap((report) => report.leftOut))
  const lines = [
    ...failures.flatMap(({ title, error }) => [`failed: ${title}`, ...beginning(error), '']),
    ...broken.map(() => 'failed: a part of the suite did not come to its end; its last lines are above'),
    ...(leftOut ? [leftOut] : []),
  ]
  return `${['', ...lines].join('\n')}\n\n${passed} passed, ${failures.length + broken.length} failed\n`
}

function beginning(error: string): string[] {
  const lines = error.split('\n')
  return lines.length > ERROR_LINES ? [...lines.slice(0, ERROR_LINES), '…'] : lines
}
