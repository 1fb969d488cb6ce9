import { expect } from 'chai'
import {
  createWeComClient,
  memoryTokenStore,
  parseCallback,
  type WeComClientOptions,
  WeComError,
  WeComTransportError,
} from '../src/index.ts'
import { type Bench, corpId, keys, openBench, openReceiver, type Receiver, START_MS } from './localSupport.ts'

const seconds = (ms: number) => Math.floor(ms / 1000)
const DAY_MS = 86_400_000

describe('local WeCom: the real client and the real callback parser run against it', () => {
  let bench: Bench
  let receiver: Receiver
  let client: ReturnType<typeof createWeComClient>
  beforeEach(async () => {
    receiver = await openReceiver()
    bench = await openBench({ callback: { url: receiver.url, ...keys } })
    client = clientOf({})
  })
  afterEach(async () => {
    await bench.close()
    await receiver.close()
  })
  const clientOf = (options: Pick<WeComClientOptions, 'timeoutMs' | 'tokens'>) =>
    createWeComClient({
      corpId,
      agentId: 1000002,
      secret: 'app-secret',
      baseUrl: bench.local.baseUrl,
      nowMs: () => bench.local.clock.nowMs(),
      ...options,
    })
  const refusal = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error)

  it('goes from a contact way over the scan and the callback to the welcome in the chat', async () => {
    await client.addContactWay({ type: 1, scene: 2, state: 's0042', user: ['guide.lin'] })
    const { externalUserId } = bench.local.scanContactWay({ state: 's0042', name: '青柠', unionid: 'oU1' })
    await bench.local.delivery.idle()
    const event = parseCallback(receiver.texts[0] ?? '')
    if (event.kind !== 'customer_added') throw new Error(`unexpected ${event.kind}`)
    expect(event).to.include({ userId: 'guide.lin', externalUserId, state: 's0042', createTimeMs: START_MS })
    await client.sendWelcomeMsg({ welcome_code: event.welcomeCode ?? '', text: { content: '你好' } })
    expect(bench.local.chatOf('guide.lin', externalUserId)).to.have.length(1)
    const late = await refusal(
      client.sendWelcomeMsg({ welcome_code: event.welcomeCode ?? '', text: { content: '你好' } }),
    )
    expect(late).to.be.instanceOf(WeComError).and.to.include({ errcode: 41051 })
  })

  it('reads customers, staff and tags', async () => {
    expect(await client.listCustomers('guide.lin')).to.deep.equal([])
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.lin', remarkMobiles: ['13800000000'] })
    expect(await client.listCustomers('guide.lin')).to.deep.equal([externalUserId])
    expect(await client.getFollowUserList()).to.deep.equal(['guide.lin', 'guide.zhou'])
    expect((await client.getUser('guide.lin')).name).to.equal('林晓')
    const made = await client.addCorpTag({ group_name: '等级', tag: [{ name: '银卡' }] })
    const tagId = made.tag[0]?.id ?? ''
    await client.markTag({ userid: 'guide.lin', external_userid: externalUserId, add_tag: [tagId] })
    await client.remarkCustomer({ userid: 'guide.lin', external_userid: externalUserId, remark: '青柠 S码' })
    const customer = await client.getCustomer(externalUserId)
    expect(customer.follow_user[0]).to.include({ remark: '青柠 S码' })
    expect(customer.follow_user[0]?.tags[0]).to.include({ tag_name: '银卡', tag_id: tagId })
    const page = await client.batchGetCustomers({ userid_list: ['guide.lin'] })
    expect(page.external_contact_list).to.have.length(1)
  })

  it('survives a revoked token and an expired one without the caller noticing', async () => {
    await client.getUser('guide.lin')
    bench.local.revokeToken()
    expect((await client.getUser('guide.lin')).userid).to.equal('guide.lin')
    bench.local.clock.advance(3 * 3_600_000)
    expect((await client.getUser('guide.lin')).userid).to.equal('guide.lin')
  })

  it('tells a broken wire from a refusal', async () => {
    const tokens = memoryTokenStore()
    await clientOf({ tokens }).getUser('guide.lin')
    const hasty = clientOf({ tokens, timeoutMs: 300 })
    const kinds = ['timeout', 'half_body', 'http_500', 'redirect'] as const
    for (const errcode of kinds) {
      bench.local.fault({ api: 'user/get', errcode })
      expect(await refusal(hasty.getUser('guide.lin')), errcode).to.be.instanceOf(WeComTransportError)
    }
    bench.local.fault({ api: 'user/get', errcode: -1 })
    expect(await refusal(client.getUser('guide.lin'))).to.be.instanceOf(WeComError)
  })

  it('sends a card, reads the click and closes the card', async () => {
    await client.sendMessage({
      touser: ['guide.lin'],
      msgtype: 'template_card',
      template_card: {
        card_type: 'button_interaction',
        task_id: 'followup_1',
        main_title: { title: '今天联系王芳芳' },
        button_list: [{ text: '完成', key: 'done' }],
      },
    })
    bench.local.clickCard({ userid: 'guide.lin', taskId: 'followup_1', key: 'done' })
    await bench.local.delivery.idle()
    const event = parseCallback(receiver.texts[0] ?? '')
    if (event.kind !== 'card_clicked') throw new Error(`unexpected ${event.kind}`)
    expect(event).to.include({ eventKey: 'done', taskId: 'followup_1' })
    await client.updateTemplateCard({
      userids: ['guide.lin'],
      response_code: event.responseCode ?? '',
      button: { replace_name: '已完成' },
    })
    expect(bench.local.messagesOf('guide.lin')[0]?.replacedButton).to.equal('已完成')
  })

  it('reads groups, their statistics, bills, tickets and address lists', async () => {
    const { chatId } = bench.local.createGroup({ name: '徐汇店', owner: 'guide.lin' })
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.lin' })
    bench.local.customerPays({ userid: 'guide.lin', externalUserId, totalFeeFen: 39_900 })
    bench.local.clock.advance(DAY_MS)
    expect((await client.listGroups({ limit: 10 })).group_chat_list).to.deep.equal([{ chat_id: chatId, status: 0 }])
    expect((await client.getGroup(chatId)).owner).to.equal('guide.lin')
    const days = await client.groupStatisticByDay({
      day_begin_time: seconds(START_MS),
      owner_filter: { userid_list: ['guide.lin'] },
    })
    expect(days).to.have.length(1)
    const bills = await client.getBillList({ begin_time: seconds(START_MS), end_time: seconds(START_MS) + 86_400 })
    expect(bills.bill_list[0]).to.include({ total_fee: 39_900, trade_state: 1 })
    expect((await client.getAgentTicket()).ticket).not.to.equal((await client.getJsapiTicket()).ticket)
    expect(await client.getCallbackIps()).to.deep.equal(['127.0.0.1'])
  })

  it('reads a live stream and who watched it, page by page until it says that it ends', async () => {
    const { local } = bench
    const { livingId } = local.goesLive({ userid: 'guide.lin', theme: '双十一' })
    const ids = [1, 2, 3].map(() => local.customerAdds({ userid: 'guide.lin' }).externalUserId)
    for (const externalUserId of ids) local.customerWatches({ livingId, externalUserId, invitedBy: 'guide.lin' })
    expect((await client.getLivingInfo(livingId)).status).to.equal(1)
    local.clock.advance(3_600_000)
    local.endsLive({ livingId })
    expect(await client.getLivingInfo(livingId)).to.include({ status: 2, living_duration: 3600 })
    const first = await client.getWatchStat({ livingid: livingId, next_key: '0' })
    const last = await client.getWatchStat({ livingid: livingId, next_key: first.next_key ?? '' })
    expect([first.ending, last.ending]).to.deep.equal([0, 1])
    const seen = [...first.stat_info.external_users, ...last.stat_info.external_users]
    expect(seen.map((one) => one.external_userid)).to.deep.equal(ids)
    expect(seen[0]).to.deep.equal({
      external_userid: ids[0],
      watch_time: 600,
      invitor_userid: 'guide.lin',
    })
    const refused = await client.getLivingInfo('lvNone').catch((error: unknown) => error)
    expect(refused).to.include({ errcode: 40035 })
  })

  it('carries every scene as an event the parser knows', async () => {
    const { local } = bench
    const pair = { userid: 'guide.lin', externalUserId: local.customerAdds({ userid: 'guide.lin' }).externalUserId }
    local.guideEdits({ ...pair, remark: '青柠' })
    local.customerDeletesGuide(pair)
    local.guideDeletesCustomer(pair)
    const { chatId } = local.createGroup({ name: '群', owner: 'guide.lin' })
    const { memberId } = local.joinGroup({ chatId })
    local.leaveGroup({ chatId, memberId })
    local.renameGroup({ chatId, name: '新群' })
    local.changeOwner({ chatId, owner: 'guide.zhou' })
    local.dismissGroup({ chatId })
    local.memberWrites({ userid: 'guide.lin', text: '今天业绩' })
    local.memberOpensApp({ userid: 'guide.lin' })
    local.consoleAddsTags({ name: '等级', tags: ['银卡'] })
    await local.delivery.idle()
    expect(receiver.texts.map((text) => parseCallback(text).kind)).to.have.members([
      'customer_added',
      'customer_edited',
      'guide_deleted_by_customer',
      'customer_deleted_by_guide',
      'group_created',
      'group_members_joined',
      'group_members_left',
      'group_renamed',
      'group_owner_changed',
      'group_dismissed',
      'message_text',
      'app_entered',
      'tag_created',
    ])
  })
})
