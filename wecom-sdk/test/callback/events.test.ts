import { expect } from 'chai'
import { parseCallback } from '../../src/callback/events.ts'
import { peekCallback } from '../../src/callback/peek.ts'
import { CallbackXmlError } from '../../src/callback/xml.ts'
import { listFixtures, readFixture, readVectors } from '../support.ts'

const corpId = 'wwsim0000000000001'
const customer = (digit: number) => `wmSimAAAA000000000000000000000${digit}`
const chatId = 'wrSimAAAA0000000000000000000001'
const agentId = 1000002

/** Only what is there: undefined fields count as absent. */
function parsed(xml: string): unknown {
  return JSON.parse(JSON.stringify(parseCallback(xml)))
}

function from(fromUserName: string, second: number) {
  return { corpId, fromUserName, createTimeMs: (1_760_000_000 + second) * 1000 }
}

const expected: Record<string, object> = {
  add_external_contact: {
    ...from('sys', 0),
    kind: 'customer_added',
    userId: 'guide.lin',
    externalUserId: customer(1),
    state: 's0042-poster',
    welcomeCode: 'SIMWELCOME0001',
  },
  'add_external_contact-no-code': {
    ...from('sys', 5),
    kind: 'customer_added',
    userId: 'guide.lin',
    externalUserId: 'woSimBBBB0000000000000000000009',
  },
  add_half_external_contact: {
    ...from('sys', 10),
    kind: 'customer_half_added',
    userId: 'guide.zhou',
    externalUserId: customer(2),
    state: 's0007-cashier',
    welcomeCode: 'SIMWELCOME0002',
  },
  edit_external_contact: {
    ...from('sys', 60),
    kind: 'customer_edited',
    userId: 'guide.lin',
    externalUserId: customer(1),
  },
  'del_external_contact-transfer': {
    ...from('sys', 86_400),
    kind: 'customer_deleted_by_guide',
    userId: 'guide.lin',
    externalUserId: customer(1),
    source: 'DELETE_BY_TRANSFER',
  },
  del_follow_user: {
    ...from('sys', 90_000),
    kind: 'guide_deleted_by_customer',
    userId: 'guide.zhou',
    externalUserId: customer(2),
  },
  transfer_fail: {
    ...from('sys', 86_405),
    kind: 'transfer_failed',
    userId: 'guide.zhou',
    externalUserId: customer(2),
    failReason: 'customer_refused',
  },
  'change_external_chat-create': { ...from('sys', 200), kind: 'group_created', chatId },
  'change_external_chat-dismiss': { ...from('sys', 99_999), kind: 'group_dismissed', chatId },
  'change_external_chat-change_name': { ...from('sys', 450), kind: 'group_renamed', chatId },
  'change_external_chat-add_member': {
    ...from('sys', 300),
    kind: 'group_members_joined',
    chatId,
    joinScene: 3,
    memberCount: 2,
    memberIds: [customer(7), customer(8)],
    lastMemVer: '9c3f97c2ada667dfb5f6d03308d963e1',
    curMemVer: '71217227bbd112ecfe3a49c482195cb4',
  },
  'change_external_chat-del_member': {
    ...from('sys', 400),
    kind: 'group_members_left',
    chatId,
    quitScene: 0,
    memberCount: 1,
    memberIds: [customer(8)],
    lastMemVer: '71217227bbd112ecfe3a49c482195cb4',
    curMemVer: '5d2b7a5d9c0be6a1f4f0c9d8aa01e377',
  },
  'change_external_tag-shuffle': { ...from('sys', 500), kind: 'tag_shuffled', id: 'etSimAAAA0000000000000000000G01' },
  'change_external_tag-update': {
    ...from('sys', 510),
    kind: 'tag_updated',
    id: 'etSimAAAA0000000000000000000001',
    tagType: 'tag',
  },
  'change_contact-create_party': {
    ...from('sys', 610),
    kind: 'party_created',
    departmentId: 15,
    name: '上海徐汇店',
    parentId: 3,
    order: 100,
  },
  'change_contact-update_user': {
    ...from('sys', 600),
    kind: 'member_updated',
    userId: 'guide.lin',
    departmentIds: [12, 15],
  },
  'message-text': {
    ...from('guide.lin', 0),
    kind: 'message_text',
    agentId,
    userId: 'guide.lin',
    content: '今天业绩',
    msgId: '7460000000000000123',
  },
  template_card_event: {
    ...from('guide.lin', 3),
    kind: 'card_clicked',
    agentId,
    userId: 'guide.lin',
    eventKey: 'btn_done',
    taskId: 'task_20251009_0001',
    cardType: 'button_interaction',
    responseCode: 'SIMRESPONSECODE0001',
    selected: [{ questionKey: 'reason', optionIds: ['no_answer'] }],
  },
  enter_agent: { ...from('guide.lin', 1), kind: 'app_entered', agentId, userId: 'guide.lin' },
  click: { ...from('guide.lin', 2), kind: 'menu_clicked', agentId, userId: 'guide.lin', eventKey: 'MENU_TODAY' },
  low_active_alert: {
    ...from('sys', 800),
    kind: 'app_low_active_alert',
    agentId,
    effectTimeMs: 1_760_605_600_000,
  },
  batch_job_result: {
    ...from('sys', 4),
    kind: 'batch_job_done',
    jobId: 'SIMJOB0001',
    jobType: 'sync_user',
    errCode: 0,
    errMsg: 'ok',
  },
  'customer_acquisition-customer_start_chat': {
    ...from('sys', 700),
    kind: 'acquisition_chat_started',
    userId: 'guide.lin',
    externalUserId: customer(1),
    linkId: 'casim0000000001',
  },
}

describe('callback events: every fixture', () => {
  it('has an expectation for each', () => {
    const names = listFixtures('cb-').map((name) => name.slice(3, -4))
    expect(names.sort()).to.deep.equal(Object.keys(expected).sort())
  })
  for (const [name, object] of Object.entries(expected)) {
    it(name, () => expect(parsed(readFixture(`cb-${name}.xml`))).to.deep.equal(object))
  }
})

function event(name: string, inner = ''): string {
  return `<xml><ToUserName>ww1</ToUserName><FromUserName>u1</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>${name}</Event>${inner}</xml>`
}

function change(name: string, type: string, inner = ''): string {
  return event(name, `${inner}<ChangeType>${type}</ChangeType>`)
}

describe('callback events: every other event of the platform', () => {
  const pair = '<UserID>u2</UserID><ExternalUserID>wm1</ExternalUserID>'
  const chat = (detail: string) => `<ChatId>wr1</ChatId><UpdateDetail>${detail}</UpdateDetail>`
  const base = { corpId: 'ww1', fromUserName: 'u1', createTimeMs: 1000 }
  const rows: [string, object][] = [
    [
      change('change_external_contact', 'msg_audit_approved', `${pair}<WelcomeCode>W</WelcomeCode>`),
      { kind: 'archive_agreed', userId: 'u2', externalUserId: 'wm1', welcomeCode: 'W' },
    ],
    [
      change('change_external_contact', 'del_external_contact', pair),
      { kind: 'customer_deleted_by_guide', userId: 'u2', externalUserId: 'wm1' },
    ],
    [change('change_external_chat', 'update', chat('change_owner')), { kind: 'group_owner_changed', chatId: 'wr1' }],
    [change('change_external_chat', 'update', chat('change_notice')), { kind: 'group_notice_changed', chatId: 'wr1' }],
    [
      change('change_external_chat', 'update', `${chat('add_member')}<JoinScene>0</JoinScene>`),
      { kind: 'group_members_joined', chatId: 'wr1', joinScene: 0, memberIds: [] },
    ],
    [
      change('change_external_tag', 'create', '<Id>et1</Id><TagType>tag_group</TagType>'),
      { kind: 'tag_created', id: 'et1', tagType: 'tag_group' },
    ],
    [
      change('change_external_tag', 'delete', '<Id>et1</Id><TagType>tag</TagType>'),
      { kind: 'tag_deleted', id: 'et1', tagType: 'tag' },
    ],
    [change('change_external_tag', 'shuffle', '<Id></Id>'), { kind: 'tag_shuffled' }],
    [
      change('change_contact', 'create_user', '<UserID>u2</UserID><Department>3</Department>'),
      { kind: 'member_created', userId: 'u2', departmentIds: [3] },
    ],
    [
      change('change_contact', 'update_user', '<UserID>u2</UserID><NewUserID>lin</NewUserID>'),
      { kind: 'member_updated', userId: 'u2', newUserId: 'lin' },
    ],
    [change('change_contact', 'delete_user', '<UserID>u2</UserID>'), { kind: 'member_deleted', userId: 'u2' }],
    [change('change_contact', 'update_party', '<Id>3</Id>'), { kind: 'party_updated', departmentId: 3 }],
    [change('change_contact', 'delete_party', '<Id>3</Id>'), { kind: 'party_deleted', departmentId: 3 }],
    [
      change(
        'change_contact',
        'update_tag',
        '<TagId>1</TagId><AddUserItems>a,b</AddUserItems><DelPartyItems>3</DelPartyItems>',
      ),
      {
        kind: 'member_tag_changed',
        tagId: 1,
        addUserIds: ['a', 'b'],
        delUserIds: [],
        addPartyIds: [],
        delPartyIds: [3],
      },
    ],
    [event('subscribe', '<EventKey></EventKey>'), { kind: 'subscribed', userId: 'u1' }],
    [event('unsubscribe'), { kind: 'unsubscribed', userId: 'u1' }],
    [
      event('view', '<EventKey>https://a.example</EventKey>'),
      { kind: 'menu_link_opened', userId: 'u1', eventKey: 'https://a.example' },
    ],
    [
      event('view_miniprogram', '<EventKey>p</EventKey>'),
      { kind: 'menu_mini_program_opened', userId: 'u1', eventKey: 'p' },
    ],
    [event('pic_weixin', '<EventKey>p</EventKey>'), { kind: 'menu_photo_sent', userId: 'u1', eventKey: 'p' }],
    [
      event(
        'scancode_waitmsg',
        '<EventKey>s</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>',
      ),
      { kind: 'code_scanned', userId: 'u1', waitsForAnswer: true, eventKey: 's', scanType: 'qrcode', scanResult: '1' },
    ],
    [
      event('LOCATION', '<Latitude>23.104</Latitude><Longitude>113.320</Longitude><Precision>65.000</Precision>'),
      { kind: 'location_reported', userId: 'u1', latitude: 23.104, longitude: 113.32, precision: 65 },
    ],
    [
      event(
        'location_select',
        '<SendLocationInfo><Location_X>23</Location_X><Location_Y>113</Location_Y><Label>店</Label></SendLocationInfo>',
      ),
      { kind: 'location_chosen', userId: 'u1', latitude: 23, longitude: 113, label: '店' },
    ],
    [
      event('template_card_menu_event', '<EventKey>m</EventKey><TaskId>t</TaskId><ResponseCode>r</ResponseCode>'),
      { kind: 'card_menu_clicked', userId: 'u1', eventKey: 'm', taskId: 't', responseCode: 'r' },
    ],
    [event('inactive_alert', '<EffectTime>2</EffectTime>'), { kind: 'app_inactive_alert', effectTimeMs: 2000 }],
    [event('close_inactive_agent'), { kind: 'app_closed_inactive' }],
    [event('reopen_inactive_agent'), { kind: 'app_reopened' }],
    [event('low_active'), { kind: 'app_low_active' }],
    [event('active_restored'), { kind: 'app_active_restored' }],
    [
      event('living_status_change', '<LivingId>lv1</LivingId><Status>1</Status>'),
      { kind: 'living_changed', userId: 'u1', livingId: 'lv1', status: 1 },
    ],
    [event('msgaudit_notify'), { kind: 'archive_ready' }],
    [change('customer_acquisition', 'balance_low'), { kind: 'acquisition_balance_low' }],
    [change('customer_acquisition', 'balance_exhausted'), { kind: 'acquisition_balance_exhausted' }],
    [change('customer_acquisition', 'balance_increased'), { kind: 'acquisition_balance_increased' }],
    [
      change(
        'customer_acquisition',
        'quota_expire_soon',
        '<ExpireTime>2</ExpireTime><ExpireQuotaNum>9</ExpireQuotaNum>',
      ),
      { kind: 'acquisition_quota_expires_soon', expireTimeMs: 2000, expireQuota: 9 },
    ],
    [
      change('customer_acquisition', 'link_unavailable', '<LinkId>ca1</LinkId>'),
      { kind: 'acquisition_link_unavailable', linkId: 'ca1' },
    ],
    [
      change('customer_acquisition', 'delete_link', '<LinkId>ca1</LinkId>'),
      { kind: 'acquisition_link_deleted', linkId: 'ca1' },
    ],
    [
      change('customer_acquisition', 'open_profile', '<LinkId>ca1</LinkId><State>s</State>'),
      { kind: 'acquisition_profile_opened', linkId: 'ca1', state: 's' },
    ],
    [
      change('customer_acquisition', 'friend_request', '<LinkId>ca1</LinkId>'),
      { kind: 'acquisition_friend_requested', linkId: 'ca1' },
    ],
    [
      change('customer_acquisition', 'message_from_customer', '<LinkId>ca1</LinkId><ChatKey>k</ChatKey>'),
      { kind: 'acquisition_message_received', linkId: 'ca1', chatKey: 'k' },
    ],
  ]
  for (const [xml, object] of rows) {
    it((object as { kind: string }).kind, () => expect(parsed(xml)).to.deep.equal({ ...base, ...object }))
  }

  it('a card with two questions and several options keeps them all', () => {
    const item = (key: string, ids: string[]) =>
      `<SelectedItem><QuestionKey>${key}</QuestionKey><OptionIds>${ids.map((id) => `<OptionId>${id}</OptionId>`).join('')}</OptionIds></SelectedItem>`
    const inner = `<EventKey>ok</EventKey><SelectedItems>${item('a', ['1', '2'])}${item('b', ['3'])}</SelectedItems>`
    expect(parseCallback(event('template_card_event', inner))).to.deep.include({
      selected: [
        { questionKey: 'a', optionIds: ['1', '2'] },
        { questionKey: 'b', optionIds: ['3'] },
      ],
    })
  })
})

describe('callback events: the unknown', () => {
  it('an event of next year is kept whole and throws nothing', () => {
    const callback = parseCallback(change('change_external_contact', 'cloned_external_contact', '<UserID>u2</UserID>'))
    expect(callback).to.include({
      kind: 'unknown',
      event: 'change_external_contact',
      changeType: 'cloned_external_contact',
    })
    expect(callback.kind === 'unknown' && callback.fields.get('UserID')).to.deep.equal(['u2'])
  })
  it('an unknown element beside known ones changes nothing', () => {
    const xml = change(
      'change_external_contact',
      'del_follow_user',
      '<UserID>u2</UserID><ExternalUserID>wm1</ExternalUserID><New><Thing>1</Thing></New>',
    )
    expect(parseCallback(xml).kind).to.equal('guide_deleted_by_customer')
  })
  for (const name of ['__proto__', 'constructor', 'toString', '']) {
    it(`an event named "${name}" is unknown`, () => expect(parseCallback(event(name)).kind).to.equal('unknown'))
  }
  it('an added customer without an id is unknown, not half typed', () => {
    expect(
      parseCallback(change('change_external_contact', 'add_external_contact', '<UserID>u2</UserID>')).kind,
    ).to.equal('unknown')
  })
  it('text that is no XML throws CallbackXmlError', () => {
    expect(() => parseCallback('1288432023552776189')).to.throw(CallbackXmlError)
  })
  it('published messages parse, 64-bit ids stay text', () => {
    const vector = readVectors().published.find(({ id }) => id === 'powerwechat-message-utf8')!
    expect(parseCallback(vector.plaintext)).to.include({ kind: 'message_text', msgId: '6972028683187026694' })
  })
})

describe('callback peek', () => {
  for (const file of listFixtures('cb-')) {
    it(`${file}: agrees with the full parse`, () => {
      const full = parseCallback(readFixture(file))
      const peek = peekCallback(readFixture(file))!
      expect(peek).to.include({ toUserName: full.corpId, createTimeMs: full.createTimeMs, agentId: full.agentId })
      if ('externalUserId' in full) expect(peek.externalUserId).to.equal(full.externalUserId)
      if ('chatId' in full) expect(peek.chatId).to.equal(full.chatId)
      expect(peek.hasWelcomeCode).to.equal('welcomeCode' in full && full.welcomeCode !== undefined)
    })
  }
  it('is undefined for what is no callback', () => {
    for (const text of ['', '123', '<xml>', '<!DOCTYPE x><xml></xml>', '{}'])
      expect(peekCallback(text)).to.equal(undefined)
  })
})
