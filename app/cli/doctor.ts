import { loadEnv } from '../../config/env.ts'
import { diagnose } from './doctor/diagnose.ts'
import { printFindings } from './doctor/finding.ts'
import { runCommand } from './runCommand.ts'

/** `npm run doctor [-- --json]`: what is set up, what is not, and what to do next. Exit code 1 when anything is amiss. */
await runCommand(async () => {
  const findings = await diagnose(loadEnv)
  const faults = findings.filter(({ state }) => state === 'fault').length
  if (process.argv.includes('--json')) console.log(JSON.stringify({ ok: faults === 0, findings }, null, 2))
  else {
    console.log(printFindings(findings))
    console.log(faults === 0 ? '\n一切就绪 / all is well' : `\n${faults} 项需要处理 / to mend`)
  }
  return faults === 0 ? 0 : 1
})
