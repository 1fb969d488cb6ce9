import { expect } from 'chai'
import { type Device, saveScreenshot, scaleText, withChromium } from '../support/browser.ts'
import { findFaults, findSmallTargets, type Scan, scrollsSideways } from './axe.ts'
import type { ClientStart } from './bridge.ts'
import { guidePages } from './guidePages.ts'

interface Screen {
  name: string
  path?: string
  start: ClientStart
  /** Words that must be on the screen. */
  says: string[]
  /** Words that must not. */
  never?: string[]
  press?: string
  /** Pressed after that, by its name. */
  tap?: string
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
  {
    name: 'home',
    start: { entry: 'normal' },
    says: ['今天 3 位待跟进', '其中 1 位已经晚了', '没处理完的投诉', '赵雅'],
  },
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
  {
    name: 'credit',
    start: {},
    press: '归属：我',
    says: ['因为扫了徐汇店的门店二维码', '这单归林晓，¥199.00', '我有异议'],
  },
  {
    name: 'objected',
    start: {},
    press: '归属：我',
    tap: '我有异议',
    says: ['已提出，店长会看到', '等店长处理'],
  },
  { name: 'menu', start: {}, press: '⋯', says: ['换一条话术', '已线下跟进', '今晚', '跳过', '不再提醒此客户'] },
  { name: 'tracks', start: {}, press: '⋯', tap: '换一条话术', says: ['新品到店', '用这条'] },
  { name: 'skip', start: {}, press: '⋯', tap: '跳过，选个原因', says: ['为什么跳过', '刚刚联系过'] },
  {
    name: 'asks',
    start: { userId: 'wm_asks' },
    says: ['客户怎么说', '用得顺不顺', '没有困难', '高价值老客'],
    never: ['聊聊新品'],
  },
  {
    name: 'answered',
    start: { userId: 'wm_asks' },
    tap: '没有困难',
    says: ['已记下：没有困难', '请客户评价', '改一下'],
  },
  { name: 'asked', start: { userId: 'wm_asked' }, tap: '发送：首购回访', says: ['任务完成', '用得顺不顺'] },
  {
    name: 'complaint',
    start: { userId: 'wm_complaint' },
    says: ['有投诉还没处理完：破损少件', '别的跟进都先停', '打电话', '已打过', '处理好了'],
    never: ['聊聊新品', '登记投诉'],
  },
  { name: 'complain', start: { userId: 'wm_asks' }, tap: '要投诉', says: ['客户怎么说的', '已登记：破损少件'] },
  { name: 'complaint-new', start: {}, tap: '登记投诉', says: ['质量问题', '服务不满意'] },
  { name: 'settle', start: { userId: 'wm_complaint' }, tap: '处理好了', says: ['怎么处理的', '已补发'] },
  { name: 'muted', start: { userId: 'wm_muted' }, says: ['已设为不再提醒', '恢复'], never: ['聊聊新品'] },
  { name: 'picture', start: { userId: 'wm_picture' }, says: ['随后一起发：图片「洗护要点图」、链接「门店商城」'] },
  {
    name: 'plan',
    start: {},
    tap: '接下来的安排',
    says: ['会提醒你', '看客户怎么回答', '不提醒的，和原因', '先服务后销售'],
  },
  { name: 'referral', start: {}, tap: '老带新', says: ['推荐来：积分已到账', '生成客户的推荐码', '推荐达人'] },
  {
    name: 'my-objections',
    start: { entry: 'normal' },
    tap: '我的异议',
    says: ['没有支持', '沈越：小票是林晓开的', '总部 顾宁：监控里看不清是谁接待的'],
  },
  { name: 'my-statement', start: { entry: 'normal' }, tap: '我的业绩', says: ['徐汇店', '静安店', '这个月还没结账'] },
  { name: 'days-off', start: { entry: 'normal' }, tap: '我的休息日', says: ['11月23日 周一', '挪到下一个上班日'] },
]

const LOOKS: { name: string; device: Device; scan: Scan; textPercent?: number }[] = [
  { name: 'light', device: {}, scan: 'all' },
  { name: 'dark', device: { isDark: true }, scan: 'colours' },
  { name: '320-200', device: { width: 320 }, scan: 'layout', textPercent: 200 },
]

withChromium(() => {
  describe('the guide page, state by state', () => {
    const guide = guidePages()

    for (const look of LOOKS)
      it(`says what matters, passes AA and has room for thumbs: ${look.name}`, async function () {
        this.timeout(300_000)
        const { page } = await guide.visit('/404', {}, look.device)
        for (const screen of SCREENS) {
          await page.goto('about:blank')
          await page.goto(
            `${guide.site.url}/sidebar/?state=${screen.name}&start=${encodeURIComponent(JSON.stringify(screen.start))}${screen.path ?? ''}`,
          )
          if (look.textPercent) await scaleText(page, look.textPercent)
          if (screen.press) await page.getByText(screen.press).first().click()
          if (screen.tap) await page.getByRole('button', { name: screen.tap, exact: true }).click()
          for (const words of screen.says) await page.getByText(words).first().waitFor()
          const shown = String(await page.evaluate('document.body.innerText'))
          for (const words of screen.never ?? []) expect(shown, screen.name).to.not.include(words)
          const where = `${screen.name} ${look.name}`
          expect(await findFaults(page, look.scan), where).to.deep.equal([])
          expect(await findSmallTargets(page), where).to.deep.equal([])
          expect(await scrollsSideways(page), `${where} scrolls sideways`).to.equal(false)
          if (process.env.SCREENSHOTS) await saveScreenshot(page, `guide-${where.replace(' ', '-')}`)
        }
      })

    it('large text is not squeezed beside a button: the button moves below the words', async () => {
      const page = await guide.open({ userId: 'wm_limited' })
      const notice = page.locator('.notice').first()
      const shareOfWords = async () => {
        const [all, words] = [await notice.boundingBox(), await notice.locator('p').boundingBox()]
        return (words?.width ?? 0) / (all?.width ?? 1)
      }
      await notice.waitFor()
      expect(await shareOfWords(), 'beside the button').to.be.within(0.5, 0.8)
      await scaleText(page, 200)
      expect(await shareOfWords(), 'above the button').to.be.greaterThan(0.8)
    })
  })
})
