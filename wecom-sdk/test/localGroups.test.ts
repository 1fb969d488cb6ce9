import { expect } from 'chai'
import { type Bench, element, keys, openBench, openReceiver, type Receiver, START_MS } from './localSupport.ts'

const DAY_MS = 86_400_000
const seconds = (ms: number) => Math.floor(ms / 1000)

describe('local WeCom: groups and their statistics', () => {
  let bench: Bench
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await openReceiver()
    bench = await openBench({ callback: { url: receiver.url, ...keys } })
  })
  afterEach(async () => {
    await bench.close()
    await receiver.close()
  })
  const open = (more: object = {}) =>
    bench.local.createGroup({ name: '徐汇店福利群', owner: 'guide.lin', ...more }).chatId
  const read = async (chatId: string) =>
    (await bench.post('externalcontact/groupchat/get', { chat_id: chatId, need_name: 1 })).group_chat as Record<
      string,
      unknown
    >
  const lastEvent = async () => {
    await bench.local.delivery.idle()
    return receiver.texts.at(-1)
  }

  it('shows the old member list for about two seconds after an event', async () => {
    const chatId = open()
    bench.local.clock.advance(10_000)
    const { memberId } = bench.local.joinGroup({ chatId, name: '小满', scene: 'qr', state: 's0042-door' })
    const event = await lastEvent()
    expect(await read(chatId)).to.have.nested.property('member_list.length', 1)
    bench.local.clock.advance(2000)
    const settled = await read(chatId)
    expect(settled).to.have.nested.property('member_list[1].userid', memberId)
    expect(settled).to.have.nested.property('member_list[1].state', 's0042-door')
    expect(settled.member_version).to.equal(element(event, 'CurMemVer'))
  })

  it('tells joins and leaves with scene, members and versions that chain', async () => {
    const chatId = open()
    const { memberId } = bench.local.joinGroup({ chatId, scene: 'invited', invitor: 'guide.lin' })
    const joined = await lastEvent()
    expect(element(joined, 'UpdateDetail')).to.equal('add_member')
    expect(element(joined, 'JoinScene')).to.equal('0')
    expect(element(joined, 'QuitScene')).to.equal(undefined)
    expect(element(joined, 'Item')).to.equal(memberId)
    bench.local.leaveGroup({ chatId, memberId, removed: true })
    const left = await lastEvent()
    expect([element(left, 'UpdateDetail'), element(left, 'QuitScene')]).to.deep.equal(['del_member', '1'])
    expect(element(left, 'LastMemVer')).to.equal(element(joined, 'CurMemVer'))
  })

  it('tells new names, owners, notices, founding and dismissal', async () => {
    const chatId = open()
    expect(element(await lastEvent(), 'ChangeType')).to.equal('create')
    bench.local.renameGroup({ chatId, name: '新名' })
    expect(element(await lastEvent(), 'UpdateDetail')).to.equal('change_name')
    bench.local.changeOwner({ chatId, owner: 'guide.zhou' })
    expect(element(await lastEvent(), 'UpdateDetail')).to.equal('change_owner')
    bench.local.changeNotice({ chatId, notice: '周三上新' })
    expect(element(await lastEvent(), 'UpdateDetail')).to.equal('change_notice')
    bench.local.dismissGroup({ chatId })
    expect(element(await lastEvent(), 'ChangeType')).to.equal('dismiss')
    expect(await bench.post('externalcontact/groupchat/get', { chat_id: chatId })).to.include({ errcode: 49008 })
    expect(await bench.post('externalcontact/groupchat/get', { chat_id: 'wrNone' })).to.include({ errcode: 40050 })
  })

  it('lists groups of visible owners; those of an owner who left need the filter', async () => {
    const [mine, hidden] = [open(), open({ owner: 'guide.zhou' })]
    bench.local.changeMember({ userid: 'guide.zhou', visible: false })
    const list = (body: object = {}) => bench.post('externalcontact/groupchat/list', { limit: 10, ...body })
    expect((await list()).group_chat_list).to.deep.equal([{ chat_id: mine, status: 0 }])
    bench.local.changeMember({ userid: 'guide.zhou', visible: true })
    bench.local.removeMember({ userid: 'guide.zhou' })
    expect((await list()).group_chat_list).to.have.length(1)
    const filtered = await list({ owner_filter: { userid_list: ['guide.zhou'] } })
    expect(filtered.group_chat_list).to.deep.equal([{ chat_id: hidden, status: 1 }])
  })

  it('moves groups without a callback, row by row', async () => {
    const chatId = open()
    await lastEvent()
    const body = { chat_id_list: [chatId, 'wrNone'], new_owner: 'guide.zhou' }
    const resigned = await bench.post('externalcontact/groupchat/transfer', body)
    expect((resigned.failed_chat_list as { errcode: number }[]).map(({ errcode }) => errcode)).to.deep.equal([
      90500, 90501,
    ])
    const moved = await bench.post('externalcontact/groupchat/onjob_transfer', body)
    expect(moved.failed_chat_list).to.have.length(1)
    bench.local.clock.advance(2000)
    expect(await read(chatId)).to.include({ owner: 'guide.zhou' })
    await bench.local.delivery.idle()
    expect(receiver.texts).to.have.length(1)
  })

  it('keeps join ways of this app', async () => {
    const body = { scene: 2, chat_id_list: [open()], state: 's0042-door', auto_create_room: 0 }
    const { config_id } = await bench.post('externalcontact/groupchat/add_join_way', body)
    await bench.post('externalcontact/groupchat/update_join_way', { ...body, config_id, remark: '门口' })
    const answer = await bench.post('externalcontact/groupchat/get_join_way', { config_id })
    expect(answer.join_way).to.deep.include({ ...body, remark: '门口', config_id })
  })

  it('has no figures for today; they are there from the next midnight in China on', async () => {
    const chatId = open()
    const { memberId } = bench.local.joinGroup({ chatId })
    bench.local.groupSpeaks({ chatId, memberIds: [memberId, 'guide.lin'], messages: 3 })
    const ask = async () =>
      (
        await bench.post('externalcontact/groupchat/statistic_group_by_day', {
          day_begin_time: seconds(START_MS),
          owner_filter: { userid_list: ['guide.lin'] },
        })
      ).items as { stat_time: number; data: unknown }[]
    expect(await ask()).to.deep.equal([])
    bench.local.clock.set(Date.UTC(2026, 10, 21, 15, 59, 59))
    expect(await ask()).to.deep.equal([])
    bench.local.clock.advance(1000)
    expect(await ask()).to.deep.equal([
      {
        stat_time: seconds(Date.UTC(2026, 10, 20, 16, 0, 0)),
        data: {
          new_chat_cnt: 1,
          chat_total: 1,
          chat_has_msg: 1,
          new_member_cnt: 2,
          member_total: 2,
          member_has_msg: 2,
          msg_total: 6,
        },
      },
    ])
  })

  it('counts a group for its owner only, page by page', async () => {
    open()
    open({ owner: 'guide.zhou' })
    bench.local.clock.advance(DAY_MS)
    const body = { day_begin_time: seconds(START_MS), owner_filter: { userid_list: ['guide.lin', 'guide.zhou'] } }
    const first = await bench.post('externalcontact/groupchat/statistic', { ...body, limit: 1 })
    expect(first).to.include({ total: 2, next_offset: 1 })
    const second = await bench.post('externalcontact/groupchat/statistic', { ...body, limit: 1, offset: 1 })
    expect(second).to.include({ total: 2, next_offset: 2 })
    expect(second.items).to.have.nested.property('[0].data.chat_total', 1)
  })

  it('refuses a span over 30 days and anything older than 180', async () => {
    const ask = (fromMs: number, untilMs: number) =>
      bench.post('externalcontact/groupchat/statistic_group_by_day', {
        day_begin_time: seconds(fromMs),
        day_end_time: seconds(untilMs),
      })
    expect(await ask(START_MS - 30 * DAY_MS, START_MS - DAY_MS)).to.include({ errcode: 0 })
    expect(await ask(START_MS - 31 * DAY_MS, START_MS - DAY_MS)).to.include({ errcode: 40035 })
    expect(await ask(START_MS - 181 * DAY_MS, START_MS - 181 * DAY_MS)).to.include({ errcode: 40035 })
  })

  it('gives one total for several guides', async () => {
    const [one, two] = [
      bench.local.customerAdds({ userid: 'guide.lin' }),
      bench.local.customerAdds({ userid: 'guide.zhou' }),
    ]
    bench.local.guideSends({ ...one, message: { text: { content: '早' } } })
    bench.local.customerDeletesGuide({ userid: two.userid, externalUserId: two.externalUserId })
    bench.local.clock.advance(DAY_MS)
    const answer = await bench.post('externalcontact/get_user_behavior_data', {
      userid: ['guide.lin', 'guide.zhou'],
      start_time: seconds(START_MS),
      end_time: seconds(START_MS),
    })
    expect(answer.behavior_data).to.have.length(1)
    expect(answer.behavior_data).to.have.nested.property('[0].new_contact_cnt', 2)
    expect(answer.behavior_data).to.have.nested.property('[0].chat_cnt', 1)
    expect(answer.behavior_data).to.have.nested.property('[0].negative_feedback_cnt', 1)
  })
})
