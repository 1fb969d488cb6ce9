import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { EnvFaults, loadEnv, loadListening } from '../../config/env.ts'

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
  it('can be asked for nothing but mode and port, by the same rules', () => {
    expect(loadListening({ PORT: '' })).to.deep.equal({ NODE_ENV: 'development', PORT: 3000 })
    expect(loadListening({ NODE_ENV: 'production', PORT: '8080' })).to.deep.equal({
      NODE_ENV: 'production',
      PORT: 8080,
    })
    expect(() => loadListening({ PORT: 'eighty' })).to.throw(EnvFaults, 'PORT')
  })

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

  it('takes the address of the member system with its secret, and only https in production', () => {
    const secret = { MEMBER_WEBHOOK_SECRET: 'a-secret-of-sixteen' }
    const both = { ...COMPLETE, ...secret, MEMBER_WEBHOOK_URL: 'https://members.example/points' }
    expect(loadEnv(both)).to.include({ MEMBER_WEBHOOK_URL: 'https://members.example/points' })
    expect(faultsOf({ ...COMPLETE, ...secret }).join()).to.include('MEMBER_WEBHOOK_URL')
    const plain = { ...both, NODE_ENV: 'production', MEMBER_WEBHOOK_URL: 'http://members.example/points' }
    expect(faultsOf(plain).join()).to.include('MEMBER_WEBHOOK_URL: must be https')
  })

  it('refuses crash points in production', () => {
    expect(faultsOf({ ...COMPLETE, NODE_ENV: 'production', CRASH_AT: 'job.claimed' }).join()).to.include('CRASH_AT')
  })

  it('takes a mall whole or not at all, and names what is missing', () => {
    const half = { ...COMPLETE, YOUZAN_CLIENT_ID: 'a', WEIXIN_SHOP_APP_ID: 'b', WEIXIN_SHOP_TOKEN: 'Token' }
    expect(faultsOf(half).map((fault) => fault.split(':')[0])).to.deep.equal([
      'YOUZAN_CLIENT_SECRET',
      'WEIXIN_SHOP_SECRET',
      'WEIXIN_SHOP_ENCODING_AES_KEY',
    ])
    expect(faultsOf({ ...COMPLETE, YOUZAN_CLIENT_ID: 'a', YOUZAN_CLIENT_SECRET: 'b' })).to.deep.equal([])
  })

  it("takes no recipe of 微盟's signature that anybody could sign or that fits every message", () => {
    for (const recipe of ['', 'client_id+id', 'client_id+client_secret', 'id+client_secret+salt'])
      expect(faultsOf({ ...COMPLETE, WEIMOB_SIGN: recipe || '+' }), recipe).to.have.length(1)
    const env = loadEnv({ ...COMPLETE, WEIMOB_SIGN: 'client_id+id+client_secret', VENDOR_STORES: 'weimob/7=SH001' })
    expect(env.WEIMOB_SIGN).to.deep.equal(['client_id', 'id', 'client_secret'])
    expect([...env.VENDOR_STORES]).to.deep.equal([['weimob/7', 'SH001']])
    expect(faultsOf({ ...COMPLETE, VENDOR_STORES: 'SH001' })).to.have.length(1)
  })
})
