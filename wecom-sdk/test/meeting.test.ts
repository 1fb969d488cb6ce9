import { expect } from 'chai'
import { parseCallback, type WeComCallback } from '../src/callback/events.ts'
import { createWeComClient, type WeComClient } from '../src/client/client.ts'
import { WeComError } from '../src/client/errors.ts'
import { type Bench, corpId, keys, openBench, openReceiver, type Receiver } from './localSupport.ts'

/** The real client and the real parser against the local WeCom: what one writes, the other understands. */
describe('the client, the parser and the local WeCom', () => {
  let receiver: Receiver
  let bench: Bench
  let wecom: WeComClient

  before(async () => {
    receiver = await openReceiver()
    bench = await openBench({ callback: { url: receiver.url, ...keys } })
    const { baseUrl, clock } = bench.local
    wecom = createWeComClient({ corpId, agentId: 1000002, secret: 'app-secret', baseUrl, nowMs: () => clock.nowMs() })
  })
  after(async () => {
    await bench.close()
    await receiver.close()
  })

  async function lastCallback(): Promise<WeComCallback> {
    await bench.local.delivery.idle()
    return parseCallback(receiver.texts.at(-1) ?? '')
  }

  it('a scan of a contact way brings a customer with its state, and the welcome goes out once', async () => {
    const way = await wecom.addContactWay({ type: 1, scene: 2, state: 's0042-door', user: ['guide.lin'] })
    expect((await wecom.getContactWay(way.config_id)).state).to.equal('s0042-door')
    const { externalUserId } = bench.local.scanContactWay({ configId: way.config_id, name: '青柠' })
    const added = await lastCallback()
    expect(added).to.include({ kind: 'customer_added', userId: 'guide.lin', externalUserId, state: 's0042-door' })

    const welcome = { welcome_code: ('welcomeCode' in added && added.welcomeCode) || '', text: { content: '欢迎' } }
    await wecom.sendWelcomeMsg(welcome)
    const again = await wecom.sendWelcomeMsg(welcome).catch((error: unknown) => error)
    expect(again).to.be.instanceOf(WeComError).that.includes({ meaning: 'welcome_over', retry: 'never' })

    const { external_contact, follow_user } = await wecom.getCustomer(externalUserId)
    expect(external_contact.name).to.equal('青柠')
    expect(follow_user[0]).to.include({ userid: 'guide.lin', state: 's0042-door', add_way: 1 })
    expect(await wecom.listCustomers('guide.lin')).to.include(externalUserId)
    expect(await wecom.listCustomers('guide.zhou')).to.deep.equal([])
    const batch = await wecom.batchGetCustomers({ userid_list: ['guide.lin'], limit: 100 })
    expect(batch.external_contact_list.map((row) => row.external_contact.external_userid)).to.deep.equal([
      externalUserId,
    ])
    expect(batch.next_cursor).to.equal(undefined)
  })

  it('remark and tags come back with the customer, a deletion ends the relation', async () => {
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.zhou', name: '阿雅' })
    const pair = { userid: 'guide.zhou', external_userid: externalUserId }
    const group = await wecom.addCorpTag({ group_name: '会员等级', tag: [{ name: '银卡' }] })
    await wecom.markTag({ ...pair, add_tag: [group.tag[0]?.id ?? ''] })
    await wecom.remarkCustomer({ ...pair, remark: '阿雅 S码' })
    const [relation] = (await wecom.getCustomer(externalUserId)).follow_user
    expect([relation?.remark, relation?.tags[0]?.tag_name]).to.deep.equal(['阿雅 S码', '银卡'])

    bench.local.guideDeletesCustomer({ userid: 'guide.zhou', externalUserId })
    expect(await lastCallback()).to.include({ kind: 'customer_deleted_by_guide', externalUserId })
    const gone = await wecom.remarkCustomer({ ...pair, remark: 'x' }).catch((error: unknown) => error)
    expect(gone).to.include({ meaning: 'no_relation' })
  })

  it('a clicked card names its button and can be updated once', async () => {
    const template_card = {
      card_type: 'button_interaction' as const,
      task_id: 'task_0001',
      main_title: { title: '今日跟进' },
      button_list: [{ text: '已完成', style: 1, key: 'btn_done' }],
    }
    await wecom.sendMessage({ touser: ['guide.lin'], msgtype: 'template_card', template_card })
    bench.local.clickCard({ userid: 'guide.lin', taskId: 'task_0001', key: 'btn_done' })
    const clicked = await lastCallback()
    expect(clicked).to.include({ kind: 'card_clicked', userId: 'guide.lin', eventKey: 'btn_done', taskId: 'task_0001' })
    const response_code = ('responseCode' in clicked && clicked.responseCode) || ''
    const update = { userids: ['guide.lin'], response_code, button: { replace_name: '已完成' } }
    await wecom.updateTemplateCard(update)
    expect(await wecom.updateTemplateCard(update).catch((error: unknown) => error)).to.be.instanceOf(WeComError)
  })

  it('a group grows: the callback names who joined and both versions', async () => {
    const { chatId } = bench.local.createGroup({ name: '徐汇店福利群', owner: 'guide.lin' })
    expect(await lastCallback()).to.include({ kind: 'group_created', chatId })
    bench.local.joinGroup({ chatId, name: '小满', scene: 'qr' })
    const joined = await lastCallback()
    expect(joined).to.include({ kind: 'group_members_joined', chatId, joinScene: 3 })
    bench.local.clock.advance(3_000)
    const group = await wecom.getGroup(chatId)
    expect(joined).to.include({ curMemVer: group.member_version })
    expect(joined.kind === 'group_members_joined' && joined.memberIds).to.deep.equal([group.member_list.at(-1)?.userid])
  })

  it('a revoked token is renewed without the caller noticing', async () => {
    bench.local.revokeToken()
    expect((await wecom.getUser('guide.lin')).name).to.equal('林晓')
  })
})
