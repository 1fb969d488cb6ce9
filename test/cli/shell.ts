import { spawn } from 'node:child_process'
import { bundled } from '../support/bundle.ts'

const ROOT = new URL('../../', import.meta.url).pathname
/** What every command asks for and none of these uses. */
const SETTINGS = {
  ...{ NODE_ENV: 'test', LOG_LEVEL: 'silent', TIME_TRAVEL: '1', WECOM_API_BASE: 'http://127.0.0.1:9' },
  ...{ WECOM_CORP_ID: 'wwshell0000000001', WECOM_AGENT_ID: '1000002', WECOM_SECRET: 'x', WECOM_TOKEN: 'LocalToken1' },
  ...{ WECOM_ENCODING_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', SESSION_SECRET: 'x'.repeat(48) },
  DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
}

/** Runs `app/cli/<command>.ts` as the shell would: its exit code, and all that it printed. */
export async function runShell(databaseUrl: string, command: string, args: string[]) {
  const script = await bundled(`${ROOT}app/cli/${command}.ts`)
  return new Promise<{ code: number | null; text: string }>((resolve) => {
    const env = { ...SETTINGS, PATH: process.env.PATH, DATABASE_URL: databaseUrl }
    const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, env })
    let text = ''
    const take = (part: Buffer) => {
      text += part.toString()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('close', (code) => resolve({ code, text }))
  })
}
