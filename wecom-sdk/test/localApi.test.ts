import { expect } from 'chai'
import { type Bench, callJson, corpId, openBench, START_MS } from './localSupport.ts'

const HOUR_MS = 3_600_000

describe('local WeCom: tokens and the manners of the server API', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await openBench()
  })
  afterEach(() => bench.close())

  it('gives the same token while it is valid, 7200 s, at most 512 bytes', async () => {
    const query = { corpid: corpId, corpsecret: 'app-secret' }
    const first = await callJson(bench.local, 'gettoken', query)
    bench.local.clock.advance(HOUR_MS)
    const second = await callJson(bench.local, 'gettoken', query)
    expect(first).to.include({ errcode: 0, errmsg: 'ok', expires_in: 7200 })
    expect(second).to.include({ access_token: first.access_token, expires_in: 3600 })
    expect(String(first.access_token).length).to.be.at.most(512)
  })

  it('gives a new token each time when told so', async () => {
    bench.local.settings.newTokenEachTime = true
    expect(await bench.token()).not.to.equal(await bench.token())
  })

  it('refuses a wrong corp with 40013 and a wrong secret with 40001', async () => {
    expect(await callJson(bench.local, 'gettoken', { corpid: 'x', corpsecret: 'app-secret' })).to.include({
      errcode: 40013,
    })
    expect(await callJson(bench.local, 'gettoken', { corpid: corpId, corpsecret: 'x' })).to.include({ errcode: 40001 })
  })

  it('answers 42001 once a token has expired and 40014 once it was revoked', async () => {
    const token = await bench.token()
    const call = () => callJson(bench.local, 'user/get', { access_token: token, userid: 'guide.lin' })
    bench.local.clock.advance(2 * HOUR_MS)
    expect(await call()).to.include({ errcode: 42001 })
    bench.local.revokeToken()
    expect(await call()).to.include({ errcode: 40014 })
  })

  it('takes the token from the query only', async () => {
    const body = JSON.stringify({ access_token: await bench.token(), userid_list: ['guide.lin'] })
    expect(await callJson(bench.local, 'externalcontact/batch/get_by_user', {}, body)).to.include({ errcode: 41001 })
  })

  it('refuses GET where POST is due, and says so when the JSON is broken', async () => {
    expect(await bench.get('externalcontact/groupchat/list')).to.include({ errcode: 40035 })
    const query = { access_token: await bench.token() }
    const broken = await callJson(bench.local, 'externalcontact/groupchat/list', query, '{"limit":')
    expect(broken.errmsg).to.contain('Warning: wrong json format.')
    expect((await bench.post('externalcontact/groupchat/list', { limit: '10' })).errmsg).to.contain('wrong json format')
  })

  it('answers HTTP 200 to a refusal, with a hint that differs every time', async () => {
    const ask = () => fetch(`${bench.local.baseUrl}/cgi-bin/user/get?userid=x`)
    const [first, second] = [await ask(), await ask()]
    expect(first.status).to.equal(200)
    const texts = [await first.text(), await second.text()]
    expect(texts[0]).to.match(/hint: \[.+\], from ip/)
    expect(texts[0]).not.to.equal(texts[1])
  })

  it('leaves errcode out of some successes', async () => {
    expect(await bench.get('getcallbackip')).to.deep.equal({ ip_list: ['127.0.0.1'] })
  })

  it('fails at each layer of permission with its own code', async () => {
    const { local, get, post } = bench
    const ask = () => get('externalcontact/list', { userid: 'guide.lin' })
    local.permissions.ipTrusted = false
    expect(await ask()).to.include({ errcode: 60020 })
    Object.assign(local.permissions, { ipTrusted: true, contactApi: false })
    expect(await ask()).to.include({ errcode: 48002 })
    expect(await get('user/get', { userid: 'guide.lin' })).to.include({ errcode: 0 })
    Object.assign(local.permissions, { contactApi: true, appActive: false })
    expect(await ask()).to.include({ errcode: 48006 })
    Object.assign(local.permissions, { appActive: true, payApi: false })
    expect(await post('externalpay/get_bill_list', { begin_time: 0, end_time: 1 })).to.include({ errcode: 48002 })
  })

  it('hides a member outside the visible range and refuses one without 客户联系', async () => {
    const { local, get } = bench
    local.addMember({ userid: 'far', name: '远', visible: false })
    local.addMember({ userid: 'clerk', name: '文员', canContact: false })
    expect(await get('user/get', { userid: 'far' })).to.include({ errcode: 60111 })
    expect(await get('externalcontact/list', { userid: 'clerk' })).to.include({ errcode: 84074 })
    expect((await get('externalcontact/get_follow_user_list')).follow_user).to.deep.equal(['guide.lin', 'guide.zhou'])
  })

  it('takes userids in any case', async () => {
    expect(await bench.get('user/get', { userid: 'GUIDE.LIN' })).to.include({ errcode: 0, userid: 'guide.lin' })
  })

  it('answers 45009 until the window is over, and 45033 to too many at once', async () => {
    const { local } = bench
    const query = { access_token: await bench.token(), userid: 'guide.lin' }
    local.settings.perMinute = 2
    const ask = () => callJson(local, 'user/get', query)
    expect([(await ask()).errcode, (await ask()).errcode, (await ask()).errcode]).to.deep.equal([0, 0, 45009])
    local.clock.advance(59_000)
    expect(await ask()).to.include({ errcode: 45009 })
    local.clock.advance(1000)
    expect(await ask()).to.include({ errcode: 0 })
    local.settings.maxParallel = 0
    expect(await ask()).to.include({ errcode: 45033 })
  })

  it('plays faults: an errcode, a broken wire, and an effect whose answer is lost', async () => {
    const { local, get, post } = bench
    local.fault({ api: 'user/get', errcode: 45009, times: 2 })
    const ask = () => get('user/get', { userid: 'guide.lin' })
    expect([(await ask()).errcode, (await ask()).errcode, (await ask()).errcode]).to.deep.equal([45009, 45009, 0])
    local.fault({ api: 'message/send', errcode: 'half_body', afterEffect: true })
    const text = { touser: 'guide.lin', agentid: 1000002, msgtype: 'text', text: { content: '早' } }
    const failure = await post('message/send', text).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).to.be.instanceOf(Error)
    expect(local.messagesOf('guide.lin')).to.have.length(1)
    const url = `${local.baseUrl}/cgi-bin/user/get?access_token=${await bench.token()}&userid=guide.lin`
    local.fault({ api: 'user/get', errcode: 'http_500' })
    local.fault({ api: 'user/get', errcode: 'redirect' })
    expect((await fetch(url)).status).to.equal(500)
    expect((await fetch(url, { redirect: 'manual' })).status).to.equal(302)
    local.fault({ api: 'user/get', errcode: 'timeout' })
    const silence = await fetch(url, { signal: AbortSignal.timeout(50) }).catch((error: unknown) => error)
    expect(silence).to.be.instanceOf(Error)
  })

  it('keeps a call log without token and secret', async () => {
    await bench.get('user/get', { userid: 'guide.lin' })
    expect(bench.local.calls('user/get')).to.deep.equal([
      { api: 'user/get', method: 'GET', query: { userid: 'guide.lin' }, body: undefined, atMs: START_MS, errcode: 0 },
    ])
    expect(JSON.stringify(bench.local.calls())).not.to.contain('app-secret')
  })
})
