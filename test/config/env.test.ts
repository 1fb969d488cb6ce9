import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { EnvFaults, loadEnv } from '../../config/env.ts'

const COMPLETE = {
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'secret-canary-0001',
  WECOM_TOKEN: 'Token1',
  WECOM_ENCODING_AES_KEY: 'a'.repeat(43),
  SESSION_SECRET: 'sixteen characters!',
  DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
}

function faultsOf(source: NodeJS.ProcessEnv): string[] {
  try {
    loadEnv(source)
    return []
  } catch (error) {
    expect(error).to.be.instanceOf(EnvFaults)
    return (error as EnvFaults).faults
  }
}

describe('the environment', () => {
  it('needs only the credentials; everything else has a default', () => {
    const env = loadEnv(COMPLETE)
    expect(env).to.deep.include({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATABASE_URL: 'sqlite:./data/huitouke.sqlite',
      LOG_LEVEL: 'info',
    })
    expect(env.WECOM_API_BASE).to.equal('https://qyapi.weixin.qq.com')
    expect(env.TIME_TRAVEL).to.equal(false)
  })

  it('names all faults at once, each with where to find the value', () => {
    const faults = faultsOf({ PORT: 'ninety', WECOM_ENCODING_AES_KEY: 'short', LOG_LEVEL: 'loud' })
    for (const name of [...Object.keys(COMPLETE), 'PORT', 'LOG_LEVEL'])
      expect(
        faults.filter((fault) => fault.startsWith(`${name}:`)),
        name,
      ).to.have.length(1)
    expect(faults.find((fault) => fault.startsWith('WECOM_SECRET')))
      .to.include('is missing')
      .and.include('管理后台')
  })

  it('never repeats a value in a fault', () => {
    expect(faultsOf({ ...COMPLETE, SESSION_SECRET: 'canary-short', DATA_KEY: 'canary-key' }).join()).to.not.include(
      'canary',
    )
  })

  it('reads every variable from a file too, without its line end', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'env-')), 'secret')
    writeFileSync(file, 'from-a-file\n')
    const { WECOM_SECRET: _unused, ...rest } = COMPLETE
    expect(loadEnv({ ...rest, WECOM_SECRET_FILE: file }).WECOM_SECRET).to.equal('from-a-file')
    expect(faultsOf({ ...rest, WECOM_SECRET_FILE: '/nowhere/at/all' }).join()).to.include('WECOM_SECRET_FILE')
  })

  it('reads the secrets of order sources as pairs; a secret may hold a colon', () => {
    const env = loadEnv({ ...COMPLETE, INTAKE_SECRETS: 'pos-east:one, mall:two:half' })
    expect([...env.INTAKE_SECRETS]).to.deep.equal([
      ['pos-east', 'one'],
      ['mall', 'two:half'],
    ])
  })

  it('refuses a secret of an order source that is no pair: its webhooks would all be turned away', () => {
    for (const text of ['pos-east', 'pos-east:', ':one', 'mall:two,pos-east', 'mall:one,mall:two']) {
      expect(() => loadEnv({ ...COMPLETE, INTAKE_SECRETS: text }), text)
        .to.throw(EnvFaults)
        .with.property('message')
        .that.includes('INTAKE_SECRETS')
    }
  })

  const LOCAL = { ...COMPLETE, WECOM_API_BASE: 'http://127.0.0.1:9001', TIME_TRAVEL: '1' }
  it('lets time travel beside a local WeCom', () => {
    expect(loadEnv(LOCAL).TIME_TRAVEL).to.equal(true)
  })
  for (const [why, change] of [
    ['in production', { NODE_ENV: 'production' }],
    ['against the real WeCom', { WECOM_API_BASE: 'https://qyapi.weixin.qq.com' }],
    ['against a host that only looks local', { WECOM_API_BASE: 'http://127.0.0.1.evil.example' }],
  ] as const)
    it(`refuses time travel ${why}`, () => {
      expect(faultsOf({ ...LOCAL, ...change }).join()).to.include('TIME_TRAVEL')
    })

  it('refuses crash points in production', () => {
    expect(faultsOf({ ...COMPLETE, NODE_ENV: 'production', CRASH_AT: 'job.claimed' }).join()).to.include('CRASH_AT')
  })
})
