import { expect } from 'chai'
import { CustomerView } from '../../sidebar/guide/CustomerView.tsx'
import { customerPanel, followUp, NOW_MS, PANELS } from '../browser/fixtures.ts'
import { renderAtDesk, textOf } from './renderAtDesk.tsx'

function htmlOf(panel = customerPanel(), canSend = true): string {
  return renderAtDesk(<CustomerView panel={panel} receivedAtMs={1} canSend={canSend} onReload={() => undefined} />)
}

const panelOf = (id: string) => PANELS[id] ?? customerPanel()

describe('the customer view', () => {
  it('says who, which stage, whose, and what to do now, in that order', () => {
    const text = textOf(htmlOf())
    const order = [
      '王芳芳',
      '备注：王姐',
      '银卡 1,280 分',
      '首购第 7 天',
      '归属：我（林晓）',
      '现在该做',
      '穿着合身吗',
      '发送',
    ]
    const places = order.map((words) => text.indexOf(words))
    expect(places).to.not.include(-1)
    expect(places).to.deep.equal([...places].sort((a, b) => a - b))
  })

  it('shows one of several things to do, with the way to the next', () => {
    expect(textOf(htmlOf())).to.include('1/2')
    expect(textOf(htmlOf(customerPanel({ followUps: [followUp()] })))).to.not.include('1/1')
  })

  it('hides spending, notes and time line of a colleague’s customer, but lets a talk track go', () => {
    const text = textOf(htmlOf(panelOf('wm_limited')))
    expect(text).to.include('这是徐汇店 张敏的客户').and.include('申请转接').and.include('发送')
    expect(text).to.not.match(/订单|标签备注|动态|会员资料/)
  })

  it('offers no way to send to somebody who is no longer a friend', () => {
    const html = htmlOf(panelOf('wm_lost'))
    expect(textOf(html)).to.include('对方已不是好友').and.include('记流失原因')
    expect(html).to.not.match(/发送|话术|复制并打开聊天/)
  })

  it('never picks one of several members by itself', () => {
    expect(textOf(htmlOf(panelOf('wm_several')))).to.include('系统不会替你选')
  })

  it('blocks a sentence with a gap and marks the gap', () => {
    const html = htmlOf(panelOf('wm_gap'))
    expect(html).to.include('<mark>【称呼】</mark>')
    expect(html).to.match(/<button[^>]*class="fill"[^>]*disabled/)
    expect(textOf(html)).to.include('还差【称呼】')
  })

  it('warns about a second contact on one day and about resting hours, and blocks neither', () => {
    const html = htmlOf(customerPanel({ contactedToday: 2, isQuietHours: true }))
    expect(textOf(html)).to.include('今天已联系过 2 次').and.include('休息时间')
    expect(html).to.not.match(/<button[^>]*class="fill"[^>]*disabled[^>]*aria-label="发送：首购回访"/)
  })

  it('copies instead of sending where it does not stand in the chat', () => {
    const html = htmlOf(customerPanel(), false)
    expect(textOf(html)).to.include('复制并打开聊天')
    expect(html).to.not.include('aria-label="发送：')
  })

  it('keeps whatever a customer calls themselves as text', () => {
    const html = htmlOf(panelOf('wm_hostile'))
    expect(html).to.not.match(/<img|<script/)
    expect(html).to.include('&lt;img src=x')
  })

  it('says by when, until 20:00 of the due day, and how late', () => {
    const due = (dueAtMs: number) => textOf(htmlOf(customerPanel({ followUps: [followUp({ dueAtMs })] })))
    expect(due(NOW_MS)).to.include('今天 20:00 前')
    expect(due(NOW_MS - 2 * 86_400_000)).to.include('晚了 2 天')
    expect(due(Date.parse('2026-11-21T21:30:00+08:00'))).to.include('今天 22:30 前')
  })
})
