import { expect } from 'chai'
import { type Device, saveScreenshot, scaleText, withChromium } from '../support/browser.ts'
import { findFaults, findSmallTargets, type Scan, scrollsSideways } from './axe.ts'
import type { ClientStart } from './bridge.ts'
import { type Site, startSite, visit } from './site.ts'

interface Screen {
  name: string
  path?: string
  start: ClientStart
  /** Words that must be on the screen. */
  says: string[]
  /** Words that must not. */
  never?: string[]
  press?: string
}

/** Every state of the page a guide can meet. */
const SCREENS: Screen[] = [
  { name: 'full', start: {}, says: ['王芳芳', '首购第 7 天', '归属：我（林晓）', '现在该做', '穿着合身吗'] },
  {
    name: 'not-mine',
    start: { userId: 'wm_limited' },
    says: ['徐汇店 张敏', '申请转接', '话术'],
    never: ['近一年', '订单'],
  },
  { name: 'unbound', start: { userId: 'wm_unbound' }, says: ['还没绑定会员，看不到消费', '绑定会员'] },
  { name: 'several', start: { userId: 'wm_several' }, says: ['对上了几位会员', '确认会员'] },
  {
    name: 'choose',
    start: { userId: 'wm_several' },
    press: '确认会员',
    says: ['是哪一位会员', '138****0001', '会员号 M0729'],
  },
  { name: 'lost', start: { userId: 'wm_lost' }, says: ['对方已不是好友', '记流失原因'], never: ['发送'] },
  { name: 'nothing-to-do', start: { userId: 'wm_idle' }, says: ['今天没有待跟进，聊聊新品？'] },
  { name: 'gap', start: { userId: 'wm_gap' }, says: ['还差【称呼】', '今天已联系过 1 次'] },
  { name: 'not-a-chat', start: { entry: 'contact_profile' }, says: ['复制并打开聊天'], never: ['网络不稳'] },
  {
    name: 'group',
    start: { entry: 'group_chat_tools' },
    says: ['徐汇店老客福利群', '发送到群', '李建国'],
    never: ['¥'],
  },
  { name: 'home', start: { entry: 'normal' }, says: ['今天 3 位待跟进', '其中 1 位已经晚了'] },
  { name: 'card', path: '#/t/11', start: { entry: 'normal' }, says: ['王芳芳', '复制并打开聊天'] },
  { name: 'card-closed', path: '#/t/99', start: { entry: 'normal' }, says: ['这条跟进已经结束'] },
  {
    name: 'no-right',
    start: { contact: 'fail_no permission' },
    says: ['还没有客户联系权限', '权限配置', '复制给管理员'],
  },
  { name: 'not-visible', start: { userId: 'wm_nobody' }, says: ['这位客户不在你的名下'] },
  { name: 'orders', start: {}, press: '订单', says: ['近一年', '退款', '−¥99.00', '业绩归'] },
  { name: 'tags', start: {}, press: '标签备注', says: ['高意向', '喜欢宽松一点', '同事可见'] },
  { name: 'events', start: {}, press: '动态', says: ['扫了徐汇店的门店二维码'] },
  { name: 'credit', start: {}, press: '归属：我', says: ['业绩算谁的', '因为扫了徐汇店的门店二维码', '按第 1 版规则'] },
  { name: 'menu', start: {}, press: '⋯', says: ['换一条话术', '已线下跟进', '推迟到今晚', '跳过'] },
]

const LOOKS: { name: string; device: Device; scan: Scan; textPercent?: number }[] = [
  { name: 'light', device: {}, scan: 'all' },
  { name: 'dark', device: { isDark: true }, scan: 'colours' },
  { name: '320-200', device: { width: 320 }, scan: 'layout', textPercent: 200 },
]

withChromium(() => {
  describe('the guide page, state by state', () => {
    let site: Site
    before(async function () {
      this.timeout(60_000)
      site = await startSite()
    })
    after(() => site.close())

    for (const look of LOOKS)
      it(`says what matters, passes AA and has room for thumbs: ${look.name}`, async function () {
        this.timeout(60_000)
        const { page, close } = await visit(site, '/sidebar/', {}, look.device)
        for (const screen of SCREENS) {
          await page.goto('about:blank')
          await page.goto(
            `${site.url}/sidebar/?state=${screen.name}&start=${encodeURIComponent(JSON.stringify(screen.start))}${screen.path ?? ''}`,
          )
          if (look.textPercent) await scaleText(page, look.textPercent)
          if (screen.press) await page.getByText(screen.press).first().click()
          for (const words of screen.says) await page.getByText(words).first().waitFor()
          const shown = String(await page.evaluate('document.body.innerText'))
          for (const words of screen.never ?? []) expect(shown, screen.name).to.not.include(words)
          const where = `${screen.name} ${look.name}`
          expect(await findFaults(page, look.scan), where).to.deep.equal([])
          expect(await findSmallTargets(page), where).to.deep.equal([])
          expect(await scrollsSideways(page), `${where} scrolls sideways`).to.equal(false)
          if (process.env.SCREENSHOTS) await saveScreenshot(page, `guide-${where.replace(' ', '-')}`)
        }
        await close()
      })
  })
})
