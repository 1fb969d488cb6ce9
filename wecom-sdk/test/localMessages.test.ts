import { expect } from 'chai'
import { type Bench, element, keys, openBench, openReceiver, type Receiver, START_MS } from './localSupport.ts'

const HOUR_MS = 3_600_000
const seconds = (ms: number) => Math.floor(ms / 1000)
const card = {
  card_type: 'button_interaction',
  task_id: 'followup_1',
  main_title: { title: '今天联系王芳芳' },
  button_selection: { question_key: 'reason', option_list: [{ id: 'no_answer', text: '没人接' }] },
  button_list: [{ text: '完成', key: 'done' }],
}

describe('local WeCom: app messages, cards, mass sends, media and bills', () => {
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
  const send = (more: object) => bench.post('message/send', { touser: 'guide.lin', agentid: 1000002, ...more })
  const sendCard = (more: object = {}) => send({ msgtype: 'template_card', template_card: { ...card, ...more } })
  const text = (content: string) => ({ msgtype: 'text', text: { content } })
  const lastEvent = async () => {
    await bench.local.delivery.idle()
    return receiver.texts.at(-1)
  }

  it('reports who was not reached in lower case, and 81013 when nobody was', async () => {
    const answer = await send({ touser: 'guide.lin|Guide.Gone', ...text('早') })
    expect(answer).to.include({ errcode: 0, invaliduser: 'guide.gone' })
    expect(await send({ touser: 'Guide.Gone', ...text('早') })).to.include({ errcode: 81013 })
    expect(bench.local.messagesOf('guide.lin')).to.have.length(1)
  })

  it('drops the 31st message of a minute silently', async () => {
    for (let n = 0; n < 31; n += 1) expect(await send(text(`第${n}条`))).to.include({ errcode: 0 })
    expect(bench.local.messagesOf('guide.lin')).to.have.length(30)
    expect(bench.local.droppedOf('guide.lin')).to.have.length(1)
    bench.local.clock.advance(60_000)
    await send(text('下一分钟'))
    expect(bench.local.messagesOf('guide.lin')).to.have.length(31)
  })

  it('suppresses a repeated request when asked to', async () => {
    const once = { ...text('早'), enable_duplicate_check: 1 }
    await send(once)
    await send(once)
    expect(bench.local.messagesOf('guide.lin')).to.have.length(1)
  })

  it('refuses a card without its required parts, and one that calls back to an app without an address', async () => {
    expect(await sendCard({ task_id: undefined })).to.include({ errcode: 40058 })
    expect(await sendCard({ button_list: [] })).to.include({ errcode: 40058 })
    bench.local.setCallback(undefined)
    expect(await sendCard()).to.include({ errcode: 43012 })
  })

  it('calls back a click with a fresh response code that updates the card once, within 72 hours', async () => {
    const sent = await sendCard()
    const first = bench.local.clickCard({
      userid: 'guide.lin',
      taskId: 'followup_1',
      key: 'done',
      selected: { reason: ['no_answer'] },
    })
    const event = await lastEvent()
    expect(element(event, 'Event')).to.equal('template_card_event')
    expect(element(event, 'FromUserName')).to.equal('guide.lin')
    expect(element(event, 'EventKey')).to.equal('done')
    expect(element(event, 'TaskId')).to.equal('followup_1')
    expect(element(event, 'OptionId')).to.equal('no_answer')
    expect(element(event, 'AgentID')).to.equal('1000002')
    expect(element(event, 'ResponseCode')).to.equal(first.responseCode)
    expect(first.responseCode).not.to.equal(sent.response_code)
    const update = (response_code: unknown) =>
      bench.post('message/update_template_card', {
        userids: ['guide.lin'],
        agentid: 1000002,
        response_code,
        button: { replace_name: '已完成' },
      })
    const second = bench.local.clickCard({ userid: 'guide.lin', taskId: 'followup_1', key: 'done' })
    expect(await update(first.responseCode)).to.include({ errcode: 0 })
    expect(bench.local.messagesOf('guide.lin')[0]).to.include({ replacedButton: '已完成' })
    expect(await update(first.responseCode)).to.include({ errcode: 40058 })
    bench.local.clock.advance(72 * HOUR_MS)
    expect(await update(second.responseCode)).to.include({ errcode: 40058 })
  })

  it('passes on what a member writes to the app, with a 64-bit message id', async () => {
    const { msgId } = bench.local.memberWrites({ userid: 'guide.lin', text: '今天业绩' })
    const event = await lastEvent()
    expect(element(event, 'Content')).to.equal('今天业绩')
    expect(element(event, 'MsgId')).to.equal(msgId)
    expect(BigInt(msgId) > BigInt(Number.MAX_SAFE_INTEGER)).to.equal(true)
  })

  it('only lays tasks for a mass send: 41063 at first, then sent, lost friend, or had one already', async () => {
    const customers = [1, 2, 3].map(() => bench.local.customerAdds({ userid: 'guide.lin' }).externalUserId)
    const template = (ids: string[]) =>
      bench.post('externalcontact/add_msg_template', {
        chat_type: 'single',
        external_userid: ids,
        sender: 'guide.lin',
        text: { content: '上新了' },
      })
    const earlier = await template(customers.slice(0, 1))
    bench.local.confirmMassSend({ msgid: String(earlier.msgid), userid: 'guide.lin' })
    const { msgid, fail_list } = await template([...customers, 'wmNobody'])
    expect(fail_list).to.deep.equal(['wmNobody'])
    const tasks = () => bench.post('externalcontact/get_groupmsg_task', { msgid })
    expect(await tasks()).to.include({ errcode: 41063 })
    bench.local.clock.advance(1000)
    expect((await tasks()).task_list).to.deep.equal([{ userid: 'guide.lin', status: 0 }])
    bench.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: String(customers[1]) })
    bench.local.confirmMassSend({ msgid: String(msgid), userid: 'guide.lin' })
    const results = await bench.post('externalcontact/get_groupmsg_send_result', { msgid, userid: 'guide.lin' })
    expect((results.send_list as { status: number }[]).map(({ status }) => status)).to.deep.equal([3, 2, 1])
    expect(bench.local.chatOf('guide.lin', String(customers[2]))).to.have.length(1)
    expect(await template(['wmNobody'])).to.include({ errcode: 41048 })
  })

  it('lists mass sends of a span of time, and stops what is not confirmed yet', async () => {
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.lin' })
    const { msgid } = await bench.post('externalcontact/add_msg_template', {
      external_userid: [externalUserId],
      sender: 'guide.lin',
      text: { content: '上新了' },
    })
    const list = async (start: number, end: number) => {
      const body = { chat_type: 'single', start_time: seconds(start), end_time: seconds(end), filter_type: 0 }
      const answer = await bench.post('externalcontact/get_groupmsg_list_v2', body)
      return (answer.group_msg_list as Record<string, unknown>[]) ?? answer
    }
    const [found] = await list(START_MS, START_MS + HOUR_MS)
    expect(found).to.deep.include({ msgid, create_time: seconds(START_MS), text: { content: '上新了' } })
    expect(await list(START_MS + HOUR_MS, START_MS + 2 * HOUR_MS)).to.deep.equal([])
    expect(await list(START_MS, START_MS + 40 * 24 * HOUR_MS)).to.include({ errcode: 40035 })
    expect(await bench.post('externalcontact/cancel_groupmsg_send', { msgid })).to.include({ errcode: 0 })
    expect(await bench.post('externalcontact/cancel_groupmsg_send', { msgid })).to.include({ errcode: 41093 })
    expect(bench.local.massSendTasksOf('guide.lin')).to.deep.equal([])
    expect(() => bench.local.confirmMassSend({ msgid: String(msgid), userid: 'guide.lin' })).to.throw('cancelled')
  })

  it('keeps uploaded material for three days and refuses unknown material', async () => {
    const form = new FormData()
    form.append('media', new Blob([Buffer.from('JPEG data')]), 'a.jpg')
    const address = `${bench.local.baseUrl}/cgi-bin/media/upload?type=image&access_token=${await bench.token()}`
    const answer = (await (await fetch(address, { method: 'POST', body: form })).json()) as Record<string, unknown>
    expect(answer.created_at).to.equal(String(seconds(START_MS)))
    const { welcomeCode: welcome_code } = bench.local.customerAdds({ userid: 'guide.lin' })
    const welcome = (media_id: unknown) =>
      bench.post('externalcontact/send_welcome_msg', {
        welcome_code,
        attachments: [{ msgtype: 'image', image: { media_id } }],
      })
    expect(await welcome('nothing')).to.include({ errcode: 40007 })
    expect(await welcome(answer.media_id)).to.include({ errcode: 0 })
  })

  it('lists bills paid, later refunded; rows of payees out of range shrink the page', async () => {
    const { externalUserId } = bench.local.customerAdds({ userid: 'guide.lin' })
    const pay = (userid: string) => bench.local.customerPays({ userid, externalUserId, totalFeeFen: 39_900 })
    const [bill] = [pay('guide.lin'), pay('guide.zhou')]
    const list = async (more: object = {}) =>
      bench.post('externalpay/get_bill_list', {
        begin_time: seconds(START_MS),
        end_time: seconds(START_MS) + 86_400,
        ...more,
      })
    const rows = async () => (await list()).bill_list as Record<string, unknown>[]
    expect((await rows())[0]).to.include({ bill_type: 0, trade_state: 1, total_fee: 39_900 })
    bench.local.clock.advance(HOUR_MS)
    bench.local.refundBill({ outTradeNo: bill.outTradeNo, feeFen: 10_000, comment: '差价' })
    expect((await rows())[0]).to.include({ trade_state: 3, total_refund_fee: 10_000 })
    expect((await rows()).at(-1)).to.include({ bill_type: 1, total_fee: 10_000, payee_userid: 'guide.lin' })
    expect(() => bench.local.refundBill({ outTradeNo: bill.outTradeNo, feeFen: 30_000 })).to.throw('more than was paid')
    bench.local.changeMember({ userid: 'guide.lin', visible: false })
    const short = await list({ limit: 1 })
    expect(short.bill_list).to.deep.equal([])
    expect(short.next_cursor).to.be.a('string')
    expect(await list({ end_time: seconds(START_MS) + 40 * 86_400 })).to.include({ errcode: 40035 })
  })
})
