import { expect } from 'chai'
import { CustomerView } from '../../sidebar/guide/CustomerView.tsx'
import { CARE_PANELS } from '../browser/careFixtures.ts'
import { customerPanel, followUp, NOW_MS, PANELS } from '../browser/fixtures.ts'
import { renderAtDesk, textOf } from './renderAtDesk.tsx'

function htmlOf(panel = customerPanel(), canSend = true, askedAtMs = Date.now()): string {
  return renderAtDesk(
    <CustomerView
      panel={panel}
      askedAtMs={askedAtMs}
      canSend={canSend}
      onReload={() => undefined}
      onRefresh={() => undefined}
    />,
  )
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

  it('says in words what an old customer is worth', () => {
    expect(textOf(htmlOf(customerPanel({ rfmText: '高价值老客，最近来得少了' })))).to.include(
      '高价值老客，最近来得少了',
    )
  })

  it('puts a complaint above everything and suggests nothing beside its own follow-through', () => {
    const text = textOf(htmlOf(CARE_PANELS.wm_complaint))
    expect(text.indexOf('有投诉还没处理完')).to.be.within(0, text.indexOf('打电话'))
    expect(text).to.include('已打过').and.include('没有特别推荐的话术')
    expect(text).to.not.match(/聊聊新品|新品到店|登记投诉/)
  })

  it('offers nothing new to whom nobody is to be reminded of, but the way back', () => {
    const text = textOf(htmlOf(CARE_PANELS.wm_muted))
    expect(text).to.include('已设为不再提醒').and.include('恢复')
    expect(text).to.not.include('聊聊新品')
  })

  it('asks first what the customer said when nothing else is to do, and after the sentence when something is', () => {
    const alone = textOf(htmlOf(CARE_PANELS.wm_asks))
    expect(alone).to.include('客户怎么说').and.not.include('聊聊新品')
    const both = textOf(htmlOf({ ...(CARE_PANELS.wm_asks ?? customerPanel()), followUps: [followUp()] }))
    expect(both.indexOf('客户怎么说')).to.be.greaterThan(both.indexOf('穿着合身吗'))
  })

  it('shows what was put off to tonight as later, not as the thing to do now', () => {
    const later = followUp({ state: 'planned', dueAtMs: NOW_MS + 5 * 3_600_000 })
    const text = textOf(htmlOf(customerPanel({ followUps: [later] })))
    expect(text).to.include('稍后').and.include('19:20 提醒')
    expect(text).to.not.include('现在该做')
  })

  it('shows what an answer has just brought as the thing to do now, however old the panel is', () => {
    const brought = followUp({ state: 'planned', dueAtMs: NOW_MS + 40 * 60_000 })
    const panel = customerPanel({ followUps: [brought] })
    expect(textOf(htmlOf(panel, true, Date.now() - 40 * 60_000))).to.include('现在该做')
  })

  it('names what goes with a sentence, and that it needs the chat', () => {
    expect(textOf(htmlOf(CARE_PANELS.wm_picture))).to.include('随后一起发：图片「洗护要点图」、链接「门店商城」')
    expect(textOf(htmlOf(CARE_PANELS.wm_picture, false))).to.include('在客户聊天里打开侧边栏才能发')
  })
})
