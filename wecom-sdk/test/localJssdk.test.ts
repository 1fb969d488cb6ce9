import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { expect } from 'chai'
import { createWeComClient, jsSdkSignature } from '../src/index.ts'
import { type Bench, corpId, openBench } from './localSupport.ts'

/** The part of the platform's SDK these tests use. */
interface Sdk {
  register(options: Record<string, unknown>): void
  getContext(): Promise<{ entry: string }>
  getCurExternalContact(): Promise<{ userId: string }>
  sendChatMessage(message: Record<string, unknown>): Promise<unknown>
}

const bundle = fileURLToPath(new URL('./wecom.global.prod.js', import.meta.resolve('@wecom/jssdk')))

describe('local WeCom: the unchanged @wecom/jssdk runs against it', () => {
  const page = 'https://guide.example.com/sidebar/?store=1#/customer'
  let bench: Bench
  let sessionId: string
  let externalUserId: string
  beforeEach(async () => {
    bench = await openBench()
    externalUserId = bench.local.customerAdds({ userid: 'guide.lin' }).externalUserId
    sessionId = bench.local.bridge.open({ userid: 'guide.lin', externalUserId }).id
  })
  afterEach(() => bench.close())

  /** A web view of the client: the SDK's own bundle in a fresh context, with a bridge that asks the local WeCom. */
  function openWebView(kind: 'agent' | 'corp'): Sdk {
    const WeixinJSBridge = {
      invoke: (name: string, params: Record<string, unknown>, answer: (result: unknown) => void) => {
        const result = bench.local.bridge.invoke({ sessionId, name, params, url: page })
        if (result) answer(result)
      },
      on: () => {},
    }
    const view: Record<string, unknown> = {
      WeixinJSBridge,
      navigator: { userAgent: 'Mozilla/5.0 wxwork/4.1.36 MicroMessenger/7.0.1' },
      location: { href: page },
      document: { addEventListener: () => {} },
      setTimeout,
      clearTimeout,
    }
    view.window = view
    runInContext(readFileSync(bundle, 'utf8'), createContext(view))
    const ww = view.ww as Sdk
    ww.register({
      corpId,
      agentId: 1000002,
      jsApiList: ['getContext', 'getCurExternalContact', 'sendChatMessage'],
      getAgentConfigSignature: (url: string) => sign(kind, url),
    })
    return ww
  }

  async function sign(kind: 'agent' | 'corp', url: string) {
    const { baseUrl } = bench.local
    const client = createWeComClient({ corpId, agentId: 1000002, secret: 'app-secret', baseUrl })
    const { ticket } = kind === 'agent' ? await client.getAgentTicket() : await client.getJsapiTicket()
    const [nonceStr, timestamp] = ['n1', 1760000000]
    const signature = jsSdkSignature({ ticket, nonceStr, timestamp, url })
    return { timestamp, nonceStr, signature }
  }
  const refused = (call: Promise<unknown>) =>
    call.then(
      () => '',
      (failure: { errMsg: string }) => failure.errMsg,
    )

  it('registers with the app ticket, learns the customer and sends', async () => {
    const ww = openWebView('agent')
    expect((await ww.getContext()).entry).to.equal('single_chat_tools')
    expect((await ww.getCurExternalContact()).userId).to.equal(externalUserId)
    await ww.sendChatMessage({ msgtype: 'text', text: { content: '周末到店吗' } })
    expect(bench.local.chatOf('guide.lin', externalUserId)[0]?.message).to.deep.equal({
      text: { content: '周末到店吗' },
    })
  })

  it('hears of a cancelled send as a rejection', async () => {
    const ww = openWebView('agent')
    bench.local.bridge.change({ sessionId, sendOutcome: 'cancel' })
    expect(await refused(ww.sendChatMessage({ msgtype: 'text', text: { content: '在吗' } }))).to.contain('cancel')
    expect(bench.local.chatOf('guide.lin', externalUserId)).to.deep.equal([])
  })

  it('is refused with 42012 when it signed with the ticket of the corp', async () => {
    expect(await refused(openWebView('corp').getCurExternalContact())).to.contain('42012')
  })
})
