import { expect } from 'chai'
import { type Bench, element, keys, openBench, openReceiver, type Receiver } from './localSupport.ts'

const HOUR_MS = 3_600_000
const hello = { text: { content: '你好，我是徐汇店林晓' } }

describe('local WeCom: customers, welcome codes, tags, contact ways and transfers', () => {
  let bench: Bench
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await openReceiver()
    bench = await openBench({
      callback: { url: receiver.url, ...keys },
      otherApps: [{ agentId: '1000009', secret: 'other-secret' }],
    })
  })
  afterEach(async () => {
    await bench.close()
    await receiver.close()
  })
  const add = (more: object = {}) => bench.local.customerAdds({ userid: 'guide.lin', name: '青柠', ...more })
  const lastChange = async (): Promise<string | undefined> => {
    await bench.local.delivery.idle()
    return receiver.texts.at(-1)
  }
  const details = (id: string) => bench.get('externalcontact/get', { external_userid: id })

  it('answers 84061 instead of an empty list of customers', async () => {
    expect(await bench.get('externalcontact/list', { userid: 'guide.lin' })).to.include({ errcode: 84061 })
    const { externalUserId } = add()
    const answer = await bench.get('externalcontact/list', { userid: 'guide.lin' })
    expect(answer.external_userid).to.deep.equal([externalUserId])
  })

  it('shows a customer with every guide who follows them, and knows no stranger', async () => {
    const { externalUserId } = add({ unionid: 'oU1', state: 's1', remarkMobiles: ['13800000000'] })
    add({ userid: 'guide.zhou', externalUserId })
    const answer = await details(externalUserId)
    expect(answer.external_contact).to.include({
      external_userid: externalUserId,
      name: '青柠',
      unionid: 'oU1',
      type: 1,
    })
    const follow = answer.follow_user as Record<string, unknown>[]
    expect(follow.map(({ userid }) => userid)).to.deep.equal(['guide.lin', 'guide.zhou'])
    expect(follow[0]).to.deep.include({ state: 's1', remark_mobiles: ['13800000000'], add_way: 1 })
    expect(follow[1]).not.to.have.property('state')
    expect(await details('wmNobody')).to.include({ errcode: 40096 })
  })

  it('pages with opaque cursors; the last page has an empty or a missing next_cursor', async () => {
    const ids = bench.local.burst({ count: 5, userid: 'guide.lin' }).map(({ externalUserId }) => externalUserId)
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const body = { userid_list: ['guide.lin'], limit: 2, ...(cursor ? { cursor } : {}) }
      const answer = await bench.post('externalcontact/batch/get_by_user', body)
      const rows = answer.external_contact_list as { external_contact: { external_userid: string } }[]
      seen.push(...rows.map(({ external_contact }) => external_contact.external_userid))
      cursor = answer.next_cursor as string | undefined
    } while (cursor)
    expect(cursor).to.equal('')
    expect(seen).to.deep.equal(ids)
    bench.local.settings.lastPageCursor = 'missing'
    const whole = await bench.post('externalcontact/batch/get_by_user', { userid_list: ['guide.lin'] })
    expect(whole).not.to.have.property('next_cursor')
  })

  it('answers 84061 for a half-added customer until the guide confirms', async () => {
    const half = add({ half: true, state: 's1' })
    expect(element(await lastChange(), 'ChangeType')).to.equal('add_half_external_contact')
    expect(await details(half.externalUserId)).to.include({ errcode: 84061 })
    await bench.post('externalcontact/send_welcome_msg', { welcome_code: half.welcomeCode, ...hello })
    bench.local.guideConfirms(half)
    expect(await details(half.externalUserId)).to.include({ errcode: 0 })
    // The code of the half event was used: the full event has none.
    const full = await lastChange()
    expect([element(full, 'ChangeType'), element(full, 'State')]).to.deep.equal(['add_external_contact', 's1'])
    expect(element(full, 'WelcomeCode')).to.equal(undefined)
  })

  it('keeps the relation when only the customer left, and ends it when the guide deletes', async () => {
    const pair = add()
    bench.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: pair.externalUserId })
    expect(element(await lastChange(), 'ChangeType')).to.equal('del_follow_user')
    expect(await details(pair.externalUserId)).to.include({ errcode: 0 })
    bench.local.guideDeletesCustomer({ userid: 'guide.lin', externalUserId: pair.externalUserId })
    expect(element(await lastChange(), 'ChangeType')).to.equal('del_external_contact')
    expect(element(await lastChange(), 'Source')).to.equal(undefined)
    expect(await details(pair.externalUserId)).to.include({ errcode: 84061 })
  })

  it('tells of a change made in the client without saying which', async () => {
    const { externalUserId } = add()
    bench.local.guideEdits({ userid: 'guide.lin', externalUserId, remark: '青柠 S码' })
    expect(element(await lastChange(), 'ChangeType')).to.equal('edit_external_contact')
    expect((await details(externalUserId)).follow_user).to.have.nested.property('[0].remark', '青柠 S码')
  })

  it('delivers one welcome within 20 seconds: later 41050, again 41051, meanwhile 41096', async () => {
    const send = (welcome_code: string | undefined) =>
      bench.post('externalcontact/send_welcome_msg', { welcome_code, ...hello })
    const first = add()
    expect(await send(first.welcomeCode)).to.include({ errcode: 0 })
    expect(await send(first.welcomeCode)).to.include({ errcode: 41051 })
    expect(bench.local.chatOf('guide.lin', first.externalUserId)).to.have.length(1)
    expect(bench.local.chatOf('guide.lin', first.externalUserId)[0]).to.deep.include({
      from: 'welcome',
      message: hello,
    })
    const late = add()
    bench.local.clock.advance(20_001)
    expect(await send(late.welcomeCode)).to.include({ errcode: 41050 })
    bench.local.settings.welcomeSendingMs = 500
    const contested = add()
    expect(await send(contested.welcomeCode)).to.include({ errcode: 0 })
    expect(await send(contested.welcomeCode)).to.include({ errcode: 41096 })
    const chatted = add()
    bench.local.customerWrites({ userid: 'guide.lin', externalUserId: chatted.externalUserId, text: '在吗' })
    expect(await send(chatted.welcomeCode)).to.include({ errcode: 41051 })
  })

  it('offers no code when the console welcomes, nor to a WeCom user', () => {
    expect(add({ consoleWelcome: true }).welcomeCode).to.equal(undefined)
    expect(add({ type: 2 }).welcomeCode).to.equal(undefined)
  })

  it('leads a scan to the guide of the contact way, with its state, round the members of a shared one', async () => {
    const made = await bench.post('externalcontact/add_contact_way', {
      type: 2,
      scene: 2,
      state: 's0042-door',
      user: ['guide.lin', 'guide.zhou'],
    })
    const picture = await fetch(String(made.qr_code))
    expect(picture.headers.get('content-type')).to.equal('image/svg+xml')
    expect(await picture.text()).to.include('s0042-door')
    const scans = [1, 2].map(() => bench.local.scanContactWay({ state: 's0042-door', name: '小满' }))
    expect(scans.map(({ userid }) => userid)).to.deep.equal(['guide.lin', 'guide.zhou'])
    expect(element(await lastChange(), 'State')).to.equal('s0042-door')
    const update = { config_id: made.config_id, user: ['guide.zhou'] }
    expect(await bench.post('externalcontact/update_contact_way', update)).to.include({ errcode: 0 })
    const read = await bench.post('externalcontact/get_contact_way', { config_id: made.config_id })
    expect(read.contact_way).to.deep.include({ user: ['guide.zhou'], state: 's0042-door' })
  })

  it('refuses with 60011 what another app or the console made', async () => {
    const other = `${bench.local.baseUrl}/cgi-bin/gettoken?corpid=wwsim0000000000001&corpsecret=other-secret`
    const { access_token } = (await (await fetch(other)).json()) as { access_token: string }
    const body = JSON.stringify({ type: 1, scene: 2, user: ['guide.lin'] })
    const address = `${bench.local.baseUrl}/cgi-bin/externalcontact/add_contact_way?access_token=${access_token}`
    const { config_id } = (await (await fetch(address, { method: 'POST', body })).json()) as { config_id: string }
    expect(await bench.post('externalcontact/del_contact_way', { config_id })).to.include({ errcode: 60011 })
    const group = bench.local.consoleAddsTags({ name: '会员等级', tags: ['银卡'] })
    const id = group.tags[0]?.id
    expect(await bench.post('externalcontact/edit_corp_tag', { id, name: '金卡' })).to.include({ errcode: 60011 })
    const mark = { userid: 'guide.lin', external_userid: add().externalUserId, add_tag: [id] }
    expect(await bench.post('externalcontact/mark_tag', mark)).to.include({ errcode: 0 })
  })

  it('adds tags to a group of the same name and answers only the new ones', async () => {
    const addTag = (...names: string[]) =>
      bench.post('externalcontact/add_corp_tag', { group_name: '等级', tag: names.map((name) => ({ name })) })
    await addTag('银卡')
    const second = await addTag('银卡', '金卡')
    expect(second.tag_group).to.have.nested.property('tag.length', 1)
    const listed = await bench.post('externalcontact/get_corp_tag_list', {})
    expect(listed.tag_group).to.have.length(1)
    expect(listed.tag_group).to.have.nested.property('[0].tag.length', 2)
  })

  it('transfers a customer after 24 hours and tells both sides', async () => {
    const { externalUserId } = add()
    const body = { handover_userid: 'guide.lin', takeover_userid: 'guide.zhou' }
    const started = await bench.post('externalcontact/transfer_customer', {
      ...body,
      external_userid: [externalUserId, 'wmNobody'],
    })
    expect(started.customer).to.deep.equal([
      { external_userid: externalUserId, errcode: 0 },
      { external_userid: 'wmNobody', errcode: 40096 },
    ])
    const status = async () => (await bench.post('externalcontact/transfer_result', body)).customer
    expect(await status()).to.have.nested.property('[0].status', 2)
    bench.local.clock.advance(24 * HOUR_MS)
    expect(await status()).to.have.nested.property('[0].status', 1)
    await bench.local.delivery.idle()
    const told = receiver.texts.slice(1)
    expect(told.map((text) => element(text, 'ChangeType'))).to.have.members([
      'del_external_contact',
      'add_external_contact',
    ])
    expect(told.map((text) => element(text, 'Source'))).to.include('DELETE_BY_TRANSFER')
    expect((await details(externalUserId)).follow_user).to.have.nested.property('[0].userid', 'guide.zhou')
  })

  it('sends no add event to a guide who was a friend already', async () => {
    const { externalUserId } = add()
    add({ userid: 'guide.zhou', externalUserId })
    const body = { handover_userid: 'guide.lin', takeover_userid: 'guide.zhou', external_userid: [externalUserId] }
    await bench.post('externalcontact/transfer_customer', body)
    bench.local.clock.advance(24 * HOUR_MS)
    await bench.local.delivery.idle()
    expect(receiver.texts.slice(2).map((text) => element(text, 'ChangeType'))).to.deep.equal(['del_external_contact'])
  })

  it('fails a transfer the customer refuses (3) or the new guide has no room for (4)', async () => {
    const [refused, full] = [add().externalUserId, add().externalUserId]
    const pair = { handover_userid: 'guide.lin', takeover_userid: 'guide.zhou' }
    await bench.post('externalcontact/transfer_customer', { ...pair, external_userid: [refused, full] })
    bench.local.customerRefusesTransfer({ externalUserId: refused, takeover: 'guide.zhou' })
    expect(element(await lastChange(), 'FailReason')).to.equal('customer_refused')
    bench.local.changeMember({ userid: 'guide.zhou', hasRoom: false })
    bench.local.clock.advance(24 * HOUR_MS)
    expect(element(await lastChange(), 'FailReason')).to.equal('customer_limit_exceed')
    const { customer } = await bench.post('externalcontact/transfer_result', pair)
    expect((customer as { status: number }[]).map(({ status }) => status)).to.deep.equal([3, 4])
  })

  it('hands over the customers of a guide who left, without a delete event', async () => {
    const { externalUserId } = add()
    const pair = { handover_userid: 'guide.lin', takeover_userid: 'guide.zhou', external_userid: [externalUserId] }
    expect(await bench.post('externalcontact/resigned/transfer_customer', pair)).to.include({ errcode: 40097 })
    bench.local.removeMember({ userid: 'guide.lin' })
    const waiting = await bench.post('externalcontact/get_unassigned_list', {})
    expect(waiting.info).to.have.nested.property('[0].external_userid', externalUserId)
    await bench.post('externalcontact/resigned/transfer_customer', pair)
    bench.local.clock.advance(24 * HOUR_MS)
    await bench.local.delivery.idle()
    expect(receiver.texts.slice(1).map((text) => element(text, 'ChangeType'))).to.deep.equal(['add_external_contact'])
    expect((await bench.post('externalcontact/get_unassigned_list', {})).info).to.deep.equal([])
  })
})
