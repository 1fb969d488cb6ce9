/** One line of the doctor's report. */
export interface Finding {
  /** Stable name for scripts. */
  check: string
  /** `skipped`: not asked for, or without sense while something before it is broken. */
  state: 'ok' | 'fault' | 'skipped'
  /** What was looked at, for people: Chinese, then short English. */
  title: string
  detail: string
  /** What to do next; only with a fault. */
  action?: string
}

/** One thing to look at. It never throws for what it is meant to find. */
export interface Check {
  name: string
  title: string
  look(): Promise<Omit<Finding, 'check' | 'title'>>
}

export const ok = (detail = '') => ({ state: 'ok' as const, detail })
export const skipped = (detail: string) => ({ state: 'skipped' as const, detail })
export const fault = (detail: string, action: string) => ({ state: 'fault' as const, detail, action })

export async function runCheck({ name, title, look }: Check): Promise<Finding> {
  try {
    return { check: name, title, ...(await look()) }
  } catch (error) {
    return { check: name, title, ...fault(describe(error), '查看日志或提交问题 / look into the log, or file an issue') }
  }
}

/** Name and code only: a driver's or fetch's message may hold an address with its password. */
export function describe(error: unknown): string {
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: { code?: unknown } }
  const known = code ?? cause?.code
  return known === undefined ? (name ?? 'Error') : `${name ?? 'Error'} ${String(known)}`
}

export function printFindings(findings: readonly Finding[]): string {
  const marks = { ok: '✓', fault: '✗', skipped: '–' }
  return findings
    .map(({ state, title, detail, action }) => {
      const line = `${marks[state]} ${title}${detail ? `: ${detail}` : ''}`
      return action ? `${line}\n    → ${action}` : line
    })
    .join('\n')
}
