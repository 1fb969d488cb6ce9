import { type Env, EnvFaults } from '../../../config/env.ts'
import { checkAddress } from './checkAddress.ts'
import { checkContent } from './checkContent.ts'
import { checkDatabase } from './checkDatabase.ts'
import { checkHost } from './checkHost.ts'
import { probeWeCom } from './checkWeCom.ts'
import { type Finding, ok, runCheck } from './finding.ts'

const ENVIRONMENT = { check: 'environment', title: '环境变量 / environment' }

/**
 * Looks at everything a start and a working day need, in the order in which things are set up.
 * Changes nothing, sends no message, and never prints a secret.
 * @param readEnv usually `loadEnv`; its faults are findings like others
 */
export async function diagnose(readEnv: () => Env): Promise<Finding[]> {
  const read = tryRead(readEnv)
  if (!read.env) return [...read.faults, ...(await runAll(checkContent()))]
  const { env } = read
  const wecom = probeWeCom(env)
  return [
    { ...ENVIRONMENT, ...ok() },
    ...(await runAll([
      ...wecom.checks,
      ...checkAddress(env),
      ...checkDatabase(env),
      ...checkHost(env, wecom.clock),
      ...checkContent(),
    ])),
  ]
}

function tryRead(readEnv: () => Env): { env: Env; faults: [] } | { env: undefined; faults: Finding[] } {
  try {
    return { env: readEnv(), faults: [] }
  } catch (error) {
    if (!(error instanceof EnvFaults)) throw error
    const action = '补全后重试，见 docs/operations.md / set it and try again'
    const faults = error.faults.map((detail) => ({ ...ENVIRONMENT, state: 'fault' as const, detail, action }))
    return { env: undefined, faults }
  }
}

/** One after another: later checks skip themselves when an earlier one failed. */
async function runAll(checks: Parameters<typeof runCheck>[0][]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) findings.push(await runCheck(check))
  return findings
}
