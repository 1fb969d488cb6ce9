import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { type Bench, corpId, openBench } from './localSupport.ts'

const page = 'https://guide.example.com/sidebar/?store=%E4%B8%8A%E6%B5%B7'

describe('local WeCom: OAuth and the sidebar', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await openBench({ trustedHosts: ['guide.example.com'] })
  })
  afterEach(() => bench.close())

  const visit = (more: Record<string, string> = {}, cookie?: string) => {
    const query = new URLSearchParams({
      appid: corpId,
      redirect_uri: 'https://guide.example.com/auth/wecom/callback',
      response_type: 'code',
      scope: 'snsapi_base',
      state: 'abc123',
      agentid: '1000002',
      ...more,
    })
    const headers: Record<string, string> = cookie === undefined ? {} : { cookie }
    return fetch(`${bench.local.baseUrl}/connect/oauth2/authorize?${query}`, { redirect: 'manual', headers })
  }
  const codeOf = async (as: string, more: Record<string, string> = {}) => {
    const location = new URL((await visit({ as, ...more })).headers.get('location') ?? '')
    return location.searchParams.get('code') ?? ''
  }
  const whoIs = (code: string) => bench.get('auth/getuserinfo', { code })

  it('sends the visitor back with a code and the same state', async () => {
    const response = await visit({}, 'local_userid=guide.lin')
    const location = new URL(response.headers.get('location') ?? '')
    expect(response.status).to.equal(302)
    expect(location.origin + location.pathname).to.equal('https://guide.example.com/auth/wecom/callback')
    expect(location.searchParams.get('state')).to.equal('abc123')
    expect(await whoIs(location.searchParams.get('code') ?? '')).to.include({ userid: 'guide.lin' })
  })

  it('asks on a page who visits when nobody is named', async () => {
    const html = await (await visit()).text()
    expect(html).to.contain('林晓').and.to.contain('as=guide.lin')
  })

  it('refuses a redirect host that is not trusted to the letter, and an illegal state', async () => {
    const hosts = [
      'https://evil.example.com/',
      'https://guide.example.com:8443/',
      'https://x.guide.example.com/',
      'junk',
    ]
    for (const redirect_uri of hosts) {
      const response = await visit({ redirect_uri, as: 'guide.lin' })
      expect(response.status).to.equal(400)
      expect(await response.text()).to.contain('redirect_uri 参数错误')
    }
    expect((await visit({ state: 'a.b', as: 'guide.lin' })).status).to.equal(400)
  })

  it('takes a code once and for five minutes', async () => {
    const code = await codeOf('guide.lin')
    expect(await whoIs(code)).to.include({ errcode: 0 })
    expect(await whoIs(code)).to.include({ errcode: 42022 })
    const late = await codeOf('guide.lin')
    bench.local.clock.advance(300_000)
    expect(await whoIs(late)).to.include({ errcode: 40029 })
    expect(await whoIs('nonsense')).to.include({ errcode: 40029 })
  })

  it('names every kind of visitor: member, member out of range, stranger, customer', async () => {
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.lin' })
    bench.local.addMember({ userid: 'far', name: '远', visible: false })
    const privateInfo = { scope: 'snsapi_privateinfo' }
    expect(await whoIs(await codeOf('guide.lin', privateInfo))).to.include.keys('userid', 'user_ticket')
    const far = await whoIs(await codeOf('far', privateInfo))
    expect(far).to.include({ userid: 'far' }).and.not.to.have.property('user_ticket')
    expect(await whoIs(await codeOf('openid:oX'))).to.deep.equal({ errcode: 0, errmsg: 'ok', openid: 'oX' })
    const customer = await whoIs(await codeOf(`external:${externalUserId}`))
    expect(customer).to.include({ external_userid: externalUserId }).and.to.have.property('openid')
    bench.local.changeMember({ userid: 'guide.lin', visible: false })
    expect(await whoIs(await codeOf(`external:${externalUserId}`))).not.to.have.property('external_userid')
  })

  const sign = async (api: string, query: Record<string, string>, url = page) => {
    const { ticket } = await bench.get(api, query)
    const text = `jsapi_ticket=${ticket}&noncestr=n1&timestamp=1760000000&url=${url}`
    return createHash('sha1').update(text).digest('hex')
  }
  const agentSignature = (url?: string) => sign('ticket/get', { type: 'agent_config' }, url)
  const remote = async (name: string, body: object): Promise<{ status: number; body: unknown }> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${bench.local.baseUrl}/_local/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }
  const openSession = async (more: object = {}) => {
    const { body } = await remote('bridge/open', { userid: 'guide.lin', ...more })
    return (body as { id: string }).id
  }
  const invoke = async (sessionId: string, name: string, params: object = {}, url = `${page}#/customer`) =>
    (await remote('bridge/invoke', { sessionId, name, params, url })).body
  const configure = async (sessionId: string, signature: string) =>
    invoke(sessionId, 'agentConfig', {
      corpid: corpId,
      agentid: '1000002',
      timestamp: '1760000000',
      nonceStr: 'n1',
      signature,
    })

  it('accepts only a signature made with the app ticket over the page address without its hash', async () => {
    const id = await openSession()
    expect(await configure(id, await agentSignature('https://other.example.com/'))).to.deep.include({
      err_msg: 'agentConfig:fail_40093 invalid signature',
    })
    const corpSigned = await sign('get_jsapi_ticket', {})
    expect(await configure(id, corpSigned)).to.deep.include({
      err_msg: 'agentConfig:fail_42012 jsapi ticket not usable',
    })
    expect(await invoke(id, 'getContext')).to.deep.equal({ err_msg: 'getContext:fail_no permission' })
    expect(await configure(id, await agentSignature())).to.deep.equal({ err_msg: 'agentConfig:ok' })
    expect(await invoke(id, 'getContext')).to.deep.equal({ err_msg: 'getContext:ok', entry: 'single_chat_tools' })
  })

  it('tells which customer or group the page stands beside, by entry', async () => {
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.lin' })
    const signature = await agentSignature()
    const single = await openSession({ externalUserId })
    const home = await openSession({ entry: 'normal', externalUserId })
    await Promise.all([single, home].map((id) => configure(id, signature)))
    expect(await invoke(single, 'getCurExternalContact')).to.deep.include({ userId: externalUserId })
    expect(await invoke(single, 'getCurExternalChat'))
      .to.have.property('err_msg')
      .that.contains('without context')
    expect(await invoke(home, 'getCurExternalContact'))
      .to.have.property('err_msg')
      .that.contains('without context of external contact')
    bench.local.changeMember({ userid: 'guide.lin', canContact: false })
    expect(await invoke(single, 'getCurExternalContact'))
      .to.have.property('err_msg')
      .that.contains('no permission')
  })

  it('lands a confirmed message in the chat; a cancelled, failed or unanswered one does not', async () => {
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.lin' })
    const id = await openSession({ externalUserId })
    await configure(id, await agentSignature())
    const text = { msgtype: 'text', text: { content: '周末到店吗' } }
    expect(await invoke(id, 'sendChatMessage', text)).to.deep.equal({ err_msg: 'sendChatMessage:ok' })
    const outcomes = { cancel: 'sendChatMessage:cancel', fail: 'sendChatMessage:fail' }
    for (const [sendOutcome, err_msg] of Object.entries(outcomes)) {
      await remote('bridge/change', { sessionId: id, sendOutcome })
      expect(await invoke(id, 'sendChatMessage', text)).to.deep.equal({ err_msg })
    }
    await remote('bridge/change', { sessionId: id, sendOutcome: 'never' })
    expect(await invoke(id, 'sendChatMessage', text)).to.equal(null)
    const bubbles = bench.local.chatOf('guide.lin', externalUserId)
    expect(bubbles.map(({ message }) => message)).to.deep.equal([{ text: { content: '周末到店吗' } }])
  })

  it('plays every scene over HTTP too, and refuses what is malformed or impossible', async () => {
    const added = await remote('customerAdds', { userid: 'guide.lin', name: '青柠' })
    expect(added).to.have.nested.property('body.externalUserId')
    expect(await remote('customerAdds', { name: '青柠' })).to.include({ status: 400 })
    expect(await remote('customerAdds', { userid: 'nobody' })).to.include({ status: 422 })
    expect(await remote('close', {})).to.include({ status: 404 })
    expect((await remote('clock/advance', { ms: 1000 })).status).to.equal(200)
    const form = await fetch(`${bench.local.baseUrl}/_local/customerAdds`, { method: 'POST', body: 'userid=guide.lin' })
    expect(form.status).to.equal(415)
    expect((await fetch(`${bench.local.baseUrl}/_local/customerAdds?userid=guide.lin`)).status).to.equal(405)
    const looked = (await (await fetch(`${bench.local.baseUrl}/_local/members`)).json()) as unknown[]
    expect(looked).to.have.length(2)
  })
})
