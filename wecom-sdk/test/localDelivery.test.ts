import { expect } from 'chai'
import { type Bench, element, keys, openBench, openReceiver, type Receiver } from './localSupport.ts'
import { readVectors } from './support.ts'

describe('local WeCom: callbacks on the wire', () => {
  let bench: Bench
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await openReceiver()
    bench = await openBench({ callback: { url: receiver.url, ...keys }, settings: { retryDelayMs: 1 } })
  })
  afterEach(async () => {
    await bench.close()
    await receiver.close()
  })
  const addOne = () => bench.local.customerAdds({ userid: 'guide.lin', name: '青柠', state: 's0042-poster' })

  it('sends a signed, encrypted envelope that the real crypto opens, after & in an address with a query', async () => {
    const { externalUserId, welcomeCode } = addOne()
    await bench.local.delivery.idle()
    const [text] = receiver.texts
    expect(receiver.queries[0]?.get('app')).to.equal('1')
    expect(element(text, 'FromUserName')).to.equal('sys')
    expect(element(text, 'ChangeType')).to.equal('add_external_contact')
    expect(element(text, 'ExternalUserID')).to.equal(externalUserId)
    expect(element(text, 'State')).to.equal('s0042-poster')
    expect(element(text, 'WelcomeCode')).to.equal(welcomeCode)
    expect(text).not.to.contain('AgentID')
  })

  it('writes the outer fields in either order', async () => {
    addOne()
    await bench.local.delivery.idle()
    bench.local.settings.outerFieldOrder = 'agent_first'
    addOne()
    await bench.local.delivery.idle()
    const isAgentFirst = receiver.bodies.map((body) => body.indexOf('<AgentID>') < body.indexOf('<Encrypt>'))
    expect(isAgentFirst).to.deep.equal([false, true])
  })

  it('leaves optional fields out, or empty when told so', async () => {
    bench.local.customerAdds({ userid: 'guide.lin' })
    await bench.local.delivery.idle()
    bench.local.settings.emptyElements = true
    bench.local.customerAdds({ userid: 'guide.lin' })
    await bench.local.delivery.idle()
    expect(receiver.texts.map((text) => element(text, 'State'))).to.deep.equal([undefined, ''])
  })

  it('tries again at most three times, with the same text in a new cipher', async () => {
    receiver.answer = () => 'cut'
    addOne()
    await bench.local.delivery.idle()
    expect(receiver.texts).to.have.length(4)
    expect(new Set(receiver.texts).size).to.equal(1)
    expect(new Set(receiver.bodies).size).to.equal(4)
    expect(new Set(receiver.queries.map((query) => query.get('nonce'))).size).to.equal(4)
    expect(bench.local.delivery.deliveries()[0]?.outcome).to.equal('given_up')
  })

  it('keeps the nonce of the first try when told so', async () => {
    bench.local.settings.retryNewNonce = false
    receiver.answer = (n) => (n === 0 ? 'cut' : 200)
    addOne()
    await bench.local.delivery.idle()
    expect(new Set(receiver.queries.map((query) => query.get('nonce'))).size).to.equal(1)
    expect(receiver.queries).to.have.length(2)
  })

  it('cuts a receiver off that does not answer in time', async () => {
    bench.local.settings.callbackTimeoutMs = 30
    receiver.answer = (n) => (n === 0 ? 'hang' : 200)
    addOne()
    await bench.local.delivery.idle()
    expect(bench.local.delivery.deliveries()[0]?.attempts.map(({ result }) => result)).to.deep.equal(['timeout', 200])
  })

  it('reads a status other than 200 as a failure or not, after either official page', async () => {
    receiver.answer = () => 503
    addOne()
    await bench.local.delivery.idle()
    expect(receiver.texts).to.have.length(4)
    bench.local.settings.retryNon200 = false
    addOne()
    await bench.local.delivery.idle()
    expect(receiver.texts).to.have.length(5)
  })

  it('delivers twice, loses, holds back and shuffles when told so', async () => {
    const { delivery } = bench.local
    delivery.mode({ duplicate: 1 })
    addOne()
    await delivery.idle()
    expect(receiver.texts).to.have.length(2)
    delivery.mode({ duplicate: 0, loseNext: 1 })
    addOne()
    await delivery.idle()
    expect(receiver.texts).to.have.length(2)
    delivery.mode({ holdAll: true, reorder: true })
    const sent = Array.from({ length: 20 }, () => addOne().externalUserId)
    await delivery.idle()
    expect(receiver.texts).to.have.length(2)
    bench.local.settings.callbackParallel = 1
    expect(delivery.release()).to.equal(20)
    await delivery.idle()
    const arrived = receiver.texts.slice(2).map((text) => element(text, 'ExternalUserID'))
    expect(arrived).to.have.members(sent)
    expect(arrived).not.to.deep.equal(sent)
  })

  it('bursts 500 events of one second, all from sys', async () => {
    bench.local.settings.callbackParallel = 32
    bench.local.burst({ count: 500, userid: 'guide.lin' })
    await bench.local.delivery.idle()
    expect(receiver.texts).to.have.length(500)
    expect(new Set(receiver.texts.map((text) => element(text, 'CreateTime'))).size).to.equal(1)
    expect(new Set(receiver.texts.map((text) => element(text, 'FromUserName')))).to.deep.equal(new Set(['sys']))
    expect(new Set(receiver.texts.map((text) => element(text, 'ExternalUserID'))).size).to.equal(500)
  })

  it('tells nothing of what was changed through the API', async () => {
    const { externalUserId } = addOne()
    await bench.local.delivery.idle()
    const pair = { userid: 'guide.lin', external_userid: externalUserId }
    expect(await bench.post('externalcontact/remark', { ...pair, remark: '青柠 S码' })).to.include({ errcode: 0 })
    const made = await bench.post('externalcontact/add_corp_tag', { group_name: '等级', tag: [{ name: '银卡' }] })
    expect(made).to.include({ errcode: 0 })
    await bench.local.delivery.idle()
    expect(receiver.texts).to.have.length(1)
  })

  it('verifies an address with one GET and wants the plain echo to the byte', async () => {
    expect(await bench.local.verifyCallbackUrl()).to.include({ ok: true, result: 200 })
    bench.local.setCallback({ url: receiver.url, ...keys, token: 'OtherToken' })
    expect(await bench.local.verifyCallbackUrl()).to.include({ ok: false, result: 403 })
  })

  it('sends bad traffic of every kind, which a right receiver refuses', async () => {
    const { negative } = readVectors()
    const results = await bench.local.sendBadTraffic(negative)
    const names = results.map(({ name }) => name)
    expect(names).to.include.members(['neg-signature', 'neg-receiveid', 'neg-length-overflow', 'neg-bad-padding'])
    expect(names).to.include.members(['document type declaration', 'two megabytes', 'unknown event'])
    expect(results.filter(({ ok }) => !ok)).to.deep.equal([])
    expect(receiver.texts).to.have.length(1)
  })
})
