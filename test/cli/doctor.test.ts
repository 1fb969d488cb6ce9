import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { type LocalWeCom, startLocalWeCom } from 'wecom-sdk/local'
import { createLog } from '../../app/boot/log.ts'
import { openProduct, type Product } from '../../app/boot/product.ts'
import { judgeProof } from '../../app/cli/doctor/checkDatabase.ts'
import { judgeClock } from '../../app/cli/doctor/checkHost.ts'
import { diagnose } from '../../app/cli/doctor/diagnose.ts'
import { type Finding, printFindings } from '../../app/cli/doctor/finding.ts'
import { loadEnv } from '../../config/env.ts'
import { openTestDatabase, type TestDatabase } from '../support/db.ts'

const CORP = { corpId: 'wwdoctor000000001', agentId: 1000002, secret: 'CANARY-of-the-secret' }
const ROOT = new URL('../../', import.meta.url).pathname

/** The whole report against a product that runs, and one thing broken at a time. */
describe('npm run doctor', function () {
  this.timeout(240_000)
  let local: LocalWeCom
  let database: TestDatabase
  let product: Product
  let settings: Record<string, string>

  before(async () => {
    local = await startLocalWeCom(CORP)
    local.addMember({ userid: 'guide.lin', name: '林晓', department: [1] })
    database = await openTestDatabase('sqlite')
    settings = settingsFor(local.baseUrl, database.url)
    product = await openProduct(loadEnv(settings), { role: 'all', log: createLog('silent') })
    await product.start()
    settings.PUBLIC_BASE_URL = `http://127.0.0.1:${product.port}`
  })
  after(async () => {
    await product.stop(1000)
    await local.close()
    await database.drop()
  })
  afterEach(() => {
    Object.assign(local.permissions, { ipTrusted: true, contactApi: true })
    local.clearFaults()
  })

  const examine = (changes: Record<string, string> = {}) => diagnose(() => loadEnv({ ...settings, ...changes }))
  const find = (findings: Finding[], check: string) => findings.find((finding) => finding.check === check)
  const faultsOf = (findings: Finding[]) => findings.filter(({ state }) => state === 'fault').map(({ check }) => check)

  it('finds nothing amiss where everything is set up, and says what was not asked for', async () => {
    const findings = await examine()
    expect(faultsOf(findings)).to.deep.equal([])
    expect(findings.filter(({ state }) => state === 'skipped').map(({ check }) => check)).to.deep.equal(['redis'])
    expect(findings.map(({ check }) => check)).to.include.members([
      ...['environment', 'token', 'trusted_ip', 'contact_api', 'jsapi_ticket', 'callback_crypto', 'callback_address'],
      ...['verify_file', 'database', 'schema', 'ledger', 'clock', 'time_zone', 'templates', 'rules'],
    ])
  })

  it('tells which address to enter as a trusted IP', async () => {
    local.permissions.ipTrusted = false
    const findings = await examine()
    expect(faultsOf(findings)).to.deep.equal(['trusted_ip'])
    expect(find(findings, 'trusted_ip')?.action).to.include('把 127.0.0.1 加到企业可信IP')
    expect(find(findings, 'contact_api')?.state).to.equal('skipped')
  })

  it('tells a wrong secret from everything that follows from it', async () => {
    const findings = await examine({ WECOM_SECRET: 'another' })
    expect(faultsOf(findings)).to.deep.equal(['token'])
    expect(find(findings, 'token')?.action).to.include('WECOM_SECRET')
  })

  it('tells where customer contact is allowed', async () => {
    local.permissions.contactApi = false
    const findings = await examine()
    expect(faultsOf(findings)).to.deep.equal(['contact_api'])
    expect(find(findings, 'contact_api')?.action).to.include('可调用接口的应用')
  })

  it('tells that WeCom cannot be reached', async () => {
    const findings = await examine({ WECOM_API_BASE: 'http://127.0.0.1:9' })
    expect(faultsOf(findings)).to.deep.equal(['token'])
    expect(find(findings, 'clock')?.state).to.equal('skipped')
  })

  it('tells a missing ticket', async () => {
    local.fault({ api: 'ticket/get', errcode: 45009 })
    expect(faultsOf(await examine())).to.deep.equal(['jsapi_ticket'])
  })

  it('sees that the running product has another callback key', async () => {
    const findings = await examine({ WECOM_TOKEN: 'AnotherToken' })
    expect(faultsOf(findings)).to.deep.equal(['callback_address'])
    expect(find(findings, 'callback_crypto')?.state).to.equal('ok')
  })

  it('sees a verification file that is not served, and an address nobody answers at', async () => {
    expect(faultsOf(await examine({ WECOM_VERIFY_FILES: 'WW_verify_Unknown0000.txt' }))).to.deep.equal(['verify_file'])
    const dead = await examine({ PUBLIC_BASE_URL: 'http://127.0.0.1:9' })
    expect(faultsOf(dead)).to.deep.equal(['callback_address', 'verify_file'])
  })

  it('asks for https on any address but this machine', async () => {
    expect(faultsOf(await examine({ PUBLIC_BASE_URL: 'http://shop.invalid' }))).to.include('public_address')
  })

  it('finds a schema that is behind, and makes no database of its own', async () => {
    const runner = product.deps.db.source
    const [last]: { name: string }[] = await runner.query('SELECT name FROM migrations ORDER BY id DESC LIMIT 1')
    await runner.query('UPDATE migrations SET name = ? WHERE name = ?', ['older', last?.name])
    const findings = await examine()
    await runner.query('UPDATE migrations SET name = ? WHERE name = ?', [last?.name, 'older'])
    expect(faultsOf(findings)).to.deep.equal(['schema'])
    expect(find(findings, 'schema')?.detail).to.include(last?.name)

    const missing = await examine({ DATABASE_URL: 'sqlite:./no-such-folder/none.sqlite' })
    expect(faultsOf(missing)).to.deep.equal(['database'])
  })

  it('names a Redis that is set and away', async () => {
    expect(faultsOf(await examine({ REDIS_URL: 'redis://127.0.0.1:9' }))).to.deep.equal(['redis'])
  })

  it('says when the ledger has faults, or when nobody proved it for a day', () => {
    const proof = {
      id: 1,
      at: 1_000_000,
      isGood: true,
      postings: 7,
      headSeq: 0,
      headHash: null,
      faultCount: 0,
      faults: [],
    }
    expect(judgeProof(undefined, 1_000_000).state).to.equal('ok')
    expect(judgeProof(proof, 1_000_000 + 3_600_000)).to.deep.include({
      state: 'ok',
      detail: '7 张凭证无误 / postings proven',
    })
    expect(judgeProof(proof, 1_000_000 + 27 * 3_600_000).state).to.equal('fault')
    expect(judgeProof({ ...proof, isGood: false, faultCount: 3 }, 1_000_000)).to.deep.include({
      ...{
        state: 'fault',
        detail: '3 处差错 / faults',
        action: '运行 npm run ledger -- prove 查看 / run npm run ledger -- prove',
      },
    })
  })

  it('measures the drift against the Date of WeCom', () => {
    expect(judgeClock({ theirsMs: 1_000_000, oursMs: 1_012_000 }).state).to.equal('ok')
    const late = judgeClock({ theirsMs: 1_000_000, oursMs: 900_000 })
    expect(late).to.include({ state: 'fault' })
    expect(late.detail).to.include('-100 s')
  })

  it('lists every fault of the environment and still looks at the templates', async () => {
    const findings = await diagnose(() => loadEnv({ WECOM_TOKEN: 'CANARY not legal' }))
    const environment = findings.filter(({ check }) => check === 'environment')
    expect(environment.length).to.be.greaterThan(4)
    expect(environment.every(({ state }) => state === 'fault')).to.equal(true)
    expect(find(findings, 'templates')?.state).to.equal('ok')
    expect(printFindings(findings)).not.to.include('CANARY')
  })

  it('each fault has a next action, and no secret is printed', async () => {
    local.permissions.ipTrusted = false
    const findings = await examine({ PUBLIC_BASE_URL: 'http://127.0.0.1:9', REDIS_URL: 'redis://:CANARY@127.0.0.1:9' })
    const text = printFindings(findings)
    for (const { state, action } of findings) expect(Boolean(action)).to.equal(state === 'fault')
    expect(text)
      .to.match(/^✓ /m)
      .and.match(/^✗ .+\n {4}→ /m)
    expect(text).not.to.include('CANARY')
  })

  it('from the shell: JSON, and an exit code that scripts can use', async () => {
    const well = await shell(settings)
    expect(well.code).to.equal(0)
    expect(JSON.parse(well.stdout)).to.include({ ok: true })
    const ill = await shell({ ...settings, WECOM_SECRET: 'another' })
    expect(ill.code).to.equal(1)
    expect(JSON.parse(ill.stdout)).to.include({ ok: false })
  })
})

function settingsFor(baseUrl: string, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    WECOM_CORP_ID: CORP.corpId,
    WECOM_AGENT_ID: String(CORP.agentId),
    WECOM_SECRET: CORP.secret,
    WECOM_TOKEN: 'CANARYtoken',
    WECOM_ENCODING_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    WECOM_API_BASE: baseUrl,
    WECOM_OAUTH_BASE: baseUrl,
    WECOM_VERIFY_FILES: 'WW_verify_AbCdEf0123456789.txt',
    SESSION_SECRET: randomBytes(24).toString('hex'),
    DATA_KEY: randomBytes(32).toString('base64'),
  }
}

function shell(settings: Record<string, string>): Promise<{ code: number | null; stdout: string }> {
  return new Promise((resolve) => {
    const command = ['--import=tsx', '--conditions=source', 'app/cli/doctor.ts', '--json']
    const child = spawn(process.execPath, command, { cwd: ROOT, env: { PATH: process.env.PATH, ...settings } })
    let stdout = ''
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk)
    })
    child.once('close', (code) => resolve({ code, stdout }))
  })
}
