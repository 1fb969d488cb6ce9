import { expect } from 'chai'
import { createWeComClient, type WeComClient } from '../../src/client/client.ts'
import { startWireServer, type WireServer } from './wireServer.ts'

type Row = [method: keyof WeComClient, call: (client: WeComClient) => Promise<unknown>, wire: string, answer?: object]

const list = { userid_list: ['guide.lin'] }
const pair = { userid: 'guide.lin', external_userid: 'wm1' }
const hands = { handover_userid: 'a', takeover_userid: 'b' }
const joinWay = { config_id: 'c1', scene: 2, chat_id_list: ['wr1'] } as const

/** The wire form: method, path, query without the token, body. */
const rows: Row[] = [
  ['getUser', (c) => c.getUser('a'), 'GET user/get userid=a', { userid: 'a' }],
  ['listDepartmentUsers', (c) => c.listDepartmentUsers(3), 'GET user/simplelist department_id=3'],
  ['listDepartments', (c) => c.listDepartments(), 'GET department/simplelist'],
  ['getUserInfoByCode', (c) => c.getUserInfoByCode('C'), 'GET auth/getuserinfo code=C'],
  ['getFollowUserList', (c) => c.getFollowUserList(), 'GET externalcontact/get_follow_user_list'],
  ['listCustomers', (c) => c.listCustomers('a'), 'GET externalcontact/list userid=a'],
  [
    'getCustomer',
    (c) => c.getCustomer('wm1', 'N'),
    'GET externalcontact/get external_userid=wm1&cursor=N',
    { external_contact: { external_userid: 'wm1' } },
  ],
  [
    'batchGetCustomers',
    (c) => c.batchGetCustomers({ ...list, limit: 100 }),
    'POST externalcontact/batch/get_by_user {"userid_list":["guide.lin"],"limit":100}',
  ],
  [
    'remarkCustomer',
    (c) => c.remarkCustomer({ ...pair, remark_mobiles: [''] }),
    'POST externalcontact/remark {"userid":"guide.lin","external_userid":"wm1","remark_mobiles":[""]}',
  ],
  ['getCorpTagList', (c) => c.getCorpTagList(), 'POST externalcontact/get_corp_tag_list {}'],
  [
    'addCorpTag',
    (c) => c.addCorpTag({ group_name: 'g', tag: [{ name: 't' }] }),
    'POST externalcontact/add_corp_tag {"group_name":"g","tag":[{"name":"t"}]}',
    { tag_group: { group_id: 'et1' } },
  ],
  [
    'markTag',
    (c) => c.markTag({ ...pair, add_tag: ['et1'] }),
    'POST externalcontact/mark_tag {"userid":"guide.lin","external_userid":"wm1","add_tag":["et1"]}',
  ],
  [
    'addContactWay',
    (c) => c.addContactWay({ type: 1, scene: 2, state: 's1', user: ['a'] }),
    'POST externalcontact/add_contact_way {"type":1,"scene":2,"state":"s1","user":["a"]}',
    { config_id: 'c1' },
  ],
  [
    'getContactWay',
    (c) => c.getContactWay('c1'),
    'POST externalcontact/get_contact_way {"config_id":"c1"}',
    { contact_way: { config_id: 'c1' } },
  ],
  [
    'updateContactWay',
    (c) => c.updateContactWay({ config_id: 'c1', user: ['b'] }),
    'POST externalcontact/update_contact_way {"config_id":"c1","user":["b"]}',
  ],
  ['delContactWay', (c) => c.delContactWay('c1'), 'POST externalcontact/del_contact_way {"config_id":"c1"}'],
  [
    'listGroups',
    (c) => c.listGroups({ owner_filter: list, limit: 100 }),
    'POST externalcontact/groupchat/list {"owner_filter":{"userid_list":["guide.lin"]},"limit":100}',
  ],
  [
    'getGroup',
    (c) => c.getGroup('wr1'),
    'POST externalcontact/groupchat/get {"chat_id":"wr1","need_name":1}',
    { group_chat: { chat_id: 'wr1' } },
  ],
  [
    'addJoinWay',
    (c) => c.addJoinWay({ scene: 2, chat_id_list: ['wr1'] }),
    'POST externalcontact/groupchat/add_join_way {"scene":2,"chat_id_list":["wr1"]}',
    { config_id: 'c1' },
  ],
  [
    'getJoinWay',
    (c) => c.getJoinWay('c1'),
    'POST externalcontact/groupchat/get_join_way {"config_id":"c1"}',
    { join_way: { config_id: 'c1' } },
  ],
  [
    'updateJoinWay',
    (c) => c.updateJoinWay({ ...joinWay, chat_id_list: ['wr1'] }),
    'POST externalcontact/groupchat/update_join_way {"config_id":"c1","scene":2,"chat_id_list":["wr1"]}',
  ],
  [
    'groupStatistic',
    (c) => c.groupStatistic({ day_begin_time: 1, owner_filter: list }),
    'POST externalcontact/groupchat/statistic {"day_begin_time":1,"owner_filter":{"userid_list":["guide.lin"]}}',
  ],
  [
    'groupStatisticByDay',
    (c) => c.groupStatisticByDay({ day_begin_time: 1, owner_filter: list }),
    'POST externalcontact/groupchat/statistic_group_by_day {"day_begin_time":1,"owner_filter":{"userid_list":["guide.lin"]}}',
  ],
  [
    'getUserBehaviorData',
    (c) => c.getUserBehaviorData({ userid: ['a'], start_time: 1, end_time: 2 }),
    'POST externalcontact/get_user_behavior_data {"userid":["a"],"start_time":1,"end_time":2}',
  ],
  [
    'sendWelcomeMsg',
    (c) => c.sendWelcomeMsg({ welcome_code: 'W', text: { content: 'x' } }),
    'POST externalcontact/send_welcome_msg {"welcome_code":"W","text":{"content":"x"}}',
  ],
  [
    'addMsgTemplate',
    (c) => c.addMsgTemplate({ chat_type: 'single', sender: 'a', text: { content: 'x' } }),
    'POST externalcontact/add_msg_template {"chat_type":"single","sender":"a","text":{"content":"x"}}',
    { msgid: 'm1' },
  ],
  [
    'getGroupMsgTask',
    (c) => c.getGroupMsgTask({ msgid: 'm1' }),
    'POST externalcontact/get_groupmsg_task {"msgid":"m1"}',
  ],
  [
    'getGroupMsgSendResult',
    (c) => c.getGroupMsgSendResult({ msgid: 'm1', userid: 'a' }),
    'POST externalcontact/get_groupmsg_send_result {"msgid":"m1","userid":"a"}',
  ],
  [
    'getGroupMsgList',
    (c) => c.getGroupMsgList({ chat_type: 'single', start_time: 1, end_time: 2, filter_type: 0 }),
    'POST externalcontact/get_groupmsg_list_v2 {"chat_type":"single","start_time":1,"end_time":2,"filter_type":0}',
  ],
  [
    'cancelGroupMsgSend',
    (c) => c.cancelGroupMsgSend({ msgid: 'm1' }),
    'POST externalcontact/cancel_groupmsg_send {"msgid":"m1"}',
  ],
  [
    'sendMessage',
    (c) => c.sendMessage({ touser: ['a', 'b'], msgtype: 'markdown', markdown: { content: 'x' } }),
    'POST message/send {"touser":"a|b","agentid":1000002,"msgtype":"markdown","markdown":{"content":"x"}}',
  ],
  [
    'updateTemplateCard',
    (c) => c.updateTemplateCard({ userids: ['a'], response_code: 'R', button: { replace_name: '已完成' } }),
    'POST message/update_template_card {"agentid":1000002,"userids":["a"],"response_code":"R","button":{"replace_name":"已完成"}}',
  ],
  [
    'transferCustomer',
    (c) => c.transferCustomer({ ...hands, external_userid: ['wm1'] }),
    'POST externalcontact/transfer_customer {"handover_userid":"a","takeover_userid":"b","external_userid":["wm1"]}',
  ],
  [
    'resignedTransferCustomer',
    (c) => c.resignedTransferCustomer({ ...hands, external_userid: ['wm1'] }),
    'POST externalcontact/resigned/transfer_customer {"handover_userid":"a","takeover_userid":"b","external_userid":["wm1"]}',
  ],
  [
    'transferResult',
    (c) => c.transferResult(hands),
    'POST externalcontact/transfer_result {"handover_userid":"a","takeover_userid":"b"}',
  ],
  [
    'resignedTransferResult',
    (c) => c.resignedTransferResult(hands),
    'POST externalcontact/resigned/transfer_result {"handover_userid":"a","takeover_userid":"b"}',
  ],
  [
    'onjobTransferGroups',
    (c) => c.onjobTransferGroups({ chat_id_list: ['wr1'], new_owner: 'b' }),
    'POST externalcontact/groupchat/onjob_transfer {"chat_id_list":["wr1"],"new_owner":"b"}',
  ],
  [
    'transferGroups',
    (c) => c.transferGroups({ chat_id_list: ['wr1'], new_owner: 'b' }),
    'POST externalcontact/groupchat/transfer {"chat_id_list":["wr1"],"new_owner":"b"}',
  ],
  ['getUnassignedList', (c) => c.getUnassignedList(), 'POST externalcontact/get_unassigned_list {}'],
  [
    'getBillList',
    (c) => c.getBillList({ begin_time: 1, end_time: 2 }),
    'POST externalpay/get_bill_list {"begin_time":1,"end_time":2}',
  ],
  [
    'getLivingInfo',
    (c) => c.getLivingInfo('lv1'),
    'GET living/get_living_info livingid=lv1',
    { living_info: { status: 2 } },
  ],
  [
    'getWatchStat',
    (c) => c.getWatchStat({ livingid: 'lv1', next_key: '0' }),
    'POST living/get_watch_stat {"livingid":"lv1","next_key":"0"}',
    { ending: 1 },
  ],
  ['getJsapiTicket', (c) => c.getJsapiTicket(), 'GET get_jsapi_ticket', { ticket: 'T', expires_in: 7200 }],
  ['getAgentTicket', (c) => c.getAgentTicket(), 'GET ticket/get type=agent_config', { ticket: 'T', expires_in: 7200 }],
  ['getCallbackIps', (c) => c.getCallbackIps(), 'GET getcallbackip', { ip_list: ['1.2.3.*'] }],
]

describe('WeCom endpoints on the wire', () => {
  let wire: WireServer
  let client: WeComClient
  before(async () => {
    wire = await startWireServer()
    client = createWeComClient({ corpId: 'ww1', agentId: 1000002, secret: 's', baseUrl: wire.baseUrl })
  })
  after(() => wire.close())

  for (const [method, call, expected, answer] of rows) {
    it(method, async () => {
      const api = expected.split(' ')[1] ?? ''
      wire.answer(api, { errcode: 0, errmsg: 'ok', ...answer })
      await call(client)
      const seen = wire.callsOf(api).at(-1)!
      expect(seen.query.get('access_token')).to.equal('TOKEN-1')
      seen.query.delete('access_token')
      expect([seen.method, api, seen.query.toString(), seen.body].filter(Boolean).join(' ')).to.equal(expected)
    })
  }

  it('uploadMedia posts a form with the file', async () => {
    wire.answer('media/upload', { errcode: 0, media_id: 'M1', created_at: '1760000000' })
    const content = new TextEncoder().encode('hello')
    expect(await client.uploadMedia({ type: 'image', filename: '茶.png', content })).to.include({ media_id: 'M1' })
    const [seen] = wire.callsOf('media/upload')
    expect(seen?.query.get('type')).to.equal('image')
    expect(seen?.body).to.include('name="media"; filename="茶.png"').and.include('hello')
  })

  it('has a row for every method', () => {
    expect([...rows.map(([method]) => method), 'uploadMedia'].sort()).to.deep.equal(Object.keys(client).sort())
  })
})
