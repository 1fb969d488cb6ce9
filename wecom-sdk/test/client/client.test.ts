import { inspect } from 'node:util'
import { expect } from 'chai'
import type { CallInfo, WeComClientOptions } from '../../src/client/caller.ts'
import { createWeComClient } from '../../src/client/client.ts'
import { WeComAnswerError, WeComError, WeComTransportError } from '../../src/client/errors.ts'
import { createCallLimiter } from '../../src/client/limits.ts'
import { memoryPauseStore } from '../../src/client/pauses.ts'
import { memoryTokenStore } from '../../src/client/tokens.ts'
import { startWireServer, type WireServer } from './wireServer.ts'

const secret = 'CANARY-secret-0001'
const expired = { errcode: 42001, errmsg: 'access_token expired, hint: [1760000000_28_sim1], from ip: 203.0.113.10' }
const user = { errcode: 0, errmsg: 'ok', userid: 'guide.lin', name: '林晓' }

interface Failure extends Error {
  paths?: string[]
  retryAfterMs?: number
}

describe('WeCom client', () => {
  let wire: WireServer
  let nowMs: number

  beforeEach(async () => {
    wire = await startWireServer()
    nowMs = 1_760_000_000_000
  })
  afterEach(() => wire.close())

  function clientOf(options: Partial<WeComClientOptions> = {}) {
    const base = { corpId: 'ww1', agentId: 1000002, secret, baseUrl: wire.baseUrl }
    return createWeComClient({ ...base, nowMs: () => nowMs, ...options })
  }

  async function failureOf(promise: Promise<unknown>): Promise<Failure> {
    try {
      await promise
    } catch (error) {
      return error as Failure
    }
    throw new Error('it did not fail')
  }

  describe('token', () => {
    it('is fetched once and sent in the query, never in the body', async () => {
      wire.answer('user/get', user)
      const client = clientOf()
      await client.getUser('guide.lin')
      await client.remarkCustomer({ userid: 'guide.lin', external_userid: 'wm1', remark: '茶' })
      expect(wire.callsOf('gettoken')).to.have.length(1)
      expect(wire.callsOf('gettoken')[0]?.query.get('corpsecret')).to.equal(secret)
      const [remark] = wire.callsOf('externalcontact/remark')
      expect(remark).to.include({
        method: 'POST',
        body: '{"userid":"guide.lin","external_userid":"wm1","remark":"茶"}',
      })
      expect(remark?.query.get('access_token')).to.equal('TOKEN-1')
    })

    it('100 parallel 42001 make one refresh and 100 good answers', async () => {
      const client = clientOf()
      await client.getUser('warm').catch(() => undefined)
      wire.answer('user/get', (response, { query }) => {
        response.end(JSON.stringify(query.get('access_token') === 'TOKEN-1' ? expired : user))
      })
      const answers = await Promise.all(Array.from({ length: 100 }, () => client.getUser('guide.lin')))
      expect(answers.every(({ userid }) => userid === 'guide.lin')).to.equal(true)
      expect(wire.callsOf('gettoken')).to.have.length(2)
    })

    it('100 parallel first calls make one gettoken', async () => {
      wire.answer('user/get', user)
      const client = clientOf()
      await Promise.all(Array.from({ length: 100 }, () => client.getUser('guide.lin')))
      expect(wire.callsOf('gettoken')).to.have.length(1)
    })

    for (const errcode of [40014, 42001, 41001]) {
      it(`${errcode} is refreshed once and tried once more, then reported`, async () => {
        wire.answer('user/get', { errcode })
        const error = await failureOf(clientOf().getUser('guide.lin'))
        expect(error).to.be.instanceOf(WeComError).that.includes({ errcode, meaning: 'token_invalid', retry: 'later' })
        expect([wire.callsOf('gettoken').length, wire.callsOf('user/get').length]).to.deep.equal([2, 2])
      })
    }

    it('an expired token is replaced before it is used', async () => {
      wire.answer('user/get', user)
      const client = clientOf()
      await client.getUser('a')
      nowMs += 7_139_000
      await client.getUser('a')
      expect(wire.callsOf('gettoken')).to.have.length(1)
      nowMs += 2_000
      await client.getUser('a')
      expect(wire.callsOf('user/get').map(({ query }) => query.get('access_token'))).to.deep.equal([
        'TOKEN-1',
        'TOKEN-1',
        'TOKEN-2',
      ])
    })

    it('two clients over one store share the token', async () => {
      wire.answer('user/get', user)
      const tokens = memoryTokenStore()
      await Promise.all([clientOf({ tokens }).getUser('a'), clientOf({ tokens }).getUser('a')])
      expect(wire.callsOf('gettoken')).to.have.length(1)
    })

    it('a failed refresh is forgotten: the next call tries again', async () => {
      wire.answer('gettoken', { errcode: -1 }, { errcode: 0, access_token: 'TOKEN-9', expires_in: 7200 })
      wire.answer('user/get', user)
      const client = clientOf()
      expect(await failureOf(client.getUser('a'))).to.include({ api: 'gettoken', meaning: 'busy' })
      expect((await client.getUser('a')).userid).to.equal('guide.lin')
    })

    it('a token in its last second still serves, and is renewed when WeCom says it has expired', async () => {
      const fresh = { errcode: 0, access_token: 'TOKEN-10', expires_in: 7200 }
      wire.answer('gettoken', { errcode: 0, access_token: 'TOKEN-9', expires_in: 0 }, fresh)
      wire.answer('user/get', { errcode: 42001 }, user)
      expect((await clientOf().getUser('a')).userid).to.equal('guide.lin')
      expect(wire.callsOf('gettoken')).to.have.length(2)
    })

    it('without a token the call never left: it may be tried again later', async () => {
      wire.answer('gettoken', { errcode: 0, access_token: '', expires_in: 7200 })
      expect(await failureOf(clientOf().getUser('a'))).to.include({ name: 'WeComAnswerError', retry: 'later' })
    })

    it('a wrong secret rests gettoken, since WeCom blocks the address after repeated tries', async () => {
      wire.answer('gettoken', { errcode: 40001 })
      const client = clientOf()
      expect(await failureOf(client.getUser('a'))).to.include({ errcode: 40001, meaning: 'config', retry: 'never' })
      expect(await failureOf(client.getUser('a'))).to.include({ api: 'gettoken', isOurs: true })
      expect(wire.callsOf('gettoken')).to.have.length(1)
    })
  })

  describe('success and failure', () => {
    it('an answer without errcode is success', async () => {
      wire.answer('user/get', { userid: 'guide.lin', novelty: 1 })
      expect(await clientOf().getUser('guide.lin')).to.include({ userid: 'guide.lin', novelty: 1 })
    })

    it('an errcode carries meaning, retry class and hint, not the rest of errmsg', async () => {
      wire.answer('user/get', {
        errcode: 60020,
        errmsg: 'not allow from CANARY ip, hint: [1760000000_11_sim2], from ip: 203.0.113.10',
      })
      const error = await failureOf(clientOf().getUser('a'))
      expect(error).to.include({
        errcode: 60020,
        api: 'user/get',
        meaning: 'ip_refused',
        retry: 'never',
        hint: '1760000000_11_sim2',
      })
      expect(inspect(error)).not.to.include('CANARY')
    })

    it('an unknown errcode is permanent', async () => {
      wire.answer('user/get', { errcode: 99999 })
      expect(await failureOf(clientOf().getUser('a'))).to.include({ meaning: 'unknown', retry: 'never' })
    })

    it('-1 is not looped over by the client', async () => {
      wire.answer('user/get', { errcode: -1 })
      expect(await failureOf(clientOf().getUser('a'))).to.include({ meaning: 'busy', retry: 'now' })
      expect(wire.callsOf('user/get')).to.have.length(1)
    })

    it('84061 on the list of customers is an empty list, elsewhere no relation', async () => {
      wire.answer('externalcontact/list', { errcode: 84061 })
      wire.answer('externalcontact/get', { errcode: 84061 })
      expect(await clientOf().listCustomers('guide.lin')).to.deep.equal([])
      expect(await failureOf(clientOf().getCustomer('wm1'))).to.include({ meaning: 'no_relation', retry: 'never' })
    })

    it('success in an unknown shape names the fields and not their values', async () => {
      wire.answer('externalcontact/add_contact_way', { errcode: 0, config_id: { CANARY: 1 } })
      const error = await failureOf(clientOf().addContactWay({ type: 1, scene: 2, user: ['guide.lin'] }))
      expect(error).to.be.instanceOf(WeComAnswerError)
      expect(error.paths).to.deep.equal(['config_id'])
      expect(inspect(error)).not.to.include('CANARY')
    })
  })

  describe('transport', () => {
    it('a refused connection was not sent', async () => {
      const gone = await startWireServer()
      await gone.close()
      const error = await failureOf(clientOf({ baseUrl: gone.baseUrl }).getUser('a'))
      expect(error).to.be.instanceOf(WeComTransportError)
      expect(error).to.include({ fault: 'connect', outcome: 'not_sent', retry: 'later', detail: 'ECONNREFUSED' })
    })

    it('a token that never came means that the call itself was not sent', async () => {
      wire.answer('gettoken', () => undefined)
      const client = clientOf({ timeoutMs: 100 })
      const error = await failureOf(client.sendMessage({ touser: ['a'], msgtype: 'text', text: { content: 'x' } }))
      expect(error).to.include({ api: 'gettoken', fault: 'timeout', outcome: 'not_sent' })
    })

    it('silence ends at the timeout with an unknown outcome', async () => {
      wire.answer('message/send', () => undefined)
      wire.answer('user/get', user)
      const tokens = memoryTokenStore()
      await clientOf({ tokens }).getUser('a')
      const client = clientOf({ tokens, timeoutMs: 100 })
      const error = await failureOf(client.sendMessage({ touser: ['a'], msgtype: 'text', text: { content: 'x' } }))
      expect(error).to.include({ api: 'message/send', fault: 'timeout', outcome: 'unknown' })
    })

    it('half a body is no answer', async () => {
      wire.answer('message/send', (response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{"errcode":0,', () => response.destroy())
      })
      const error = await failureOf(clientOf().sendMessage({ touser: ['a'], msgtype: 'text', text: { content: 'x' } }))
      expect(error).to.be.instanceOf(WeComTransportError).that.includes({ fault: 'broken_answer', outcome: 'unknown' })
    })

    it('a redirect is refused and the token does not travel', async () => {
      const elsewhere = await startWireServer()
      wire.answer('user/get', (response, { query }) => {
        response.writeHead(302, { location: `${elsewhere.baseUrl}/cgi-bin/user/get?${query}` }).end()
      })
      const error = await failureOf(clientOf().getUser('a'))
      expect(error).to.include({ fault: 'redirect', outcome: 'unknown' })
      expect(elsewhere.seen).to.deep.equal([])
      await elsewhere.close()
    })

    for (const status of [201, 404, 500, 502]) {
      it(`HTTP ${status} is no answer even with errcode 0 inside`, async () => {
        wire.answer('user/get', (response) => void response.writeHead(status).end('{"errcode":0,"userid":"a"}'))
        expect(await failureOf(clientOf().getUser('a'))).to.include({ fault: 'http_status', detail: String(status) })
      })
    }

    for (const body of ['', 'null', '[]', '"ok"', '<html>', '{"errcode":"0"}']) {
      it(`the body ${JSON.stringify(body)} is no answer`, async () => {
        wire.answer('user/get', (response) => void response.end(body))
        expect(await failureOf(clientOf().getUser('a'))).to.include({ fault: 'broken_answer', outcome: 'unknown' })
      })
    }

    it('no failure shows the token or the secret', async () => {
      wire.answer('user/get', { errcode: 40014, errmsg: `invalid TOKEN-1 ${secret}` })
      wire.answer('user/simplelist', () => undefined)
      wire.answer('department/simplelist', (response) => void response.destroy())
      wire.answer('getcallbackip', (response) => void response.end('TOKEN-2'))
      const client = clientOf({ timeoutMs: 100 })
      const gone = await startWireServer()
      await gone.close()
      const refused = clientOf({ baseUrl: gone.baseUrl })
      const calls = [
        client.getUser('a'),
        client.listDepartmentUsers(1),
        client.listDepartments(),
        client.getCallbackIps(),
        refused.getUser('a'),
      ]
      for (const error of await Promise.all(calls.map(failureOf))) {
        const text = `${inspect(error, { depth: 9, showHidden: true })} ${error.stack} ${JSON.stringify(error)}`
        expect(text).not.to.match(/TOKEN-\d|CANARY|access_token|corpsecret/)
      }
    })
  })

  describe('pauses and limits', () => {
    it('45009 rests that API for all clients of one store, and no other API', async () => {
      const pause = memoryPauseStore()
      wire.answer('user/get', { errcode: 45009 }, user)
      wire.answer('externalcontact/list', { errcode: 0, external_userid: ['wm1'] })
      expect(await failureOf(clientOf({ pause }).getUser('a'))).to.include({
        meaning: 'rate_limited',
        retryAfterMs: 60_000,
        isOurs: false,
      })
      const other = clientOf({ pause })
      nowMs += 59_000
      expect(await failureOf(other.getUser('a'))).to.include({
        errcode: 45009,
        retryAfterMs: 1_000,
        isOurs: true,
        retry: 'later',
      })
      expect(wire.callsOf('user/get')).to.have.length(1)
      expect(await other.listCustomers('a')).to.deep.equal(['wm1'])
      nowMs += 1_000
      expect((await other.getUser('a')).userid).to.equal('guide.lin')
    })

    it('45009 again after the pause rests longer, up to the hour', async () => {
      wire.answer('user/get', { errcode: 45009 })
      const client = clientOf()
      const rests: (number | undefined)[] = []
      for (let round = 0; round < 5; round += 1) {
        const { retryAfterMs } = await failureOf(client.getUser('a'))
        rests.push(retryAfterMs)
        nowMs += retryAfterMs ?? 0
      }
      expect(rests).to.deep.equal([60_000, 240_000, 960_000, 3_600_000, 3_600_000])
    })

    it('45033 rests a second', async () => {
      wire.answer('user/get', { errcode: 45033 })
      expect(await failureOf(clientOf().getUser('a'))).to.include({ meaning: 'rate_limited', retryAfterMs: 1_000 })
    })

    it('one member gets at most 20 app messages a minute; the 21st never leaves', async () => {
      const client = clientOf({ limiter: createCallLimiter({ store: 'memory', name: 'test-20', maxWaitMs: 0 }) })
      const send = (touser: string) => client.sendMessage({ touser: [touser], msgtype: 'text', text: { content: 'x' } })
      for (let count = 0; count < 20; count += 1) await send('guide.lin')
      const error = await failureOf(send('Guide.Lin'))
      expect(error).to.include({ errcode: 45009, isOurs: true, retry: 'later' })
      expect(error.retryAfterMs).to.be.within(1, 60_000)
      expect(wire.callsOf('message/send')).to.have.length(20)
      await send('guide.zhou')
    })

    it('a full window is waited for when it opens soon', async () => {
      const limits = { '*': [{ calls: 2, seconds: 0.2 }] }
      const limiter = createCallLimiter({ store: 'memory', name: 'test-wait', limits, maxWaitMs: 1_500 })
      const startedMs = performance.now()
      for (let count = 0; count < 3; count += 1) await limiter.take('user/get')
      expect(performance.now() - startedMs).to.be.at.least(100)
    })
  })

  it('tells of each call what it was and how it ended', async () => {
    const told: CallInfo[] = []
    wire.answer('user/get', expired, user)
    await clientOf({ onCall: (info) => told.push(info) }).getUser('guide.lin')
    expect(told.map(({ api, errcode }) => `${api} ${errcode}`)).to.deep.equal([
      'gettoken 0',
      'user/get 42001',
      'gettoken 0',
      'user/get 0',
    ])
    expect(told.every(({ ms }) => ms >= 0)).to.equal(true)
  })
})
