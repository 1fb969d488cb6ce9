import { expect } from 'chai'
import type { FrameLocator, Page } from 'playwright-core'
import type { Demo } from '../../demo/start.ts'
import { saveScreenshot, withChromium } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { type DemoDesk, openDemoDesk } from './demoDesk.ts'
import { openSharedDemo } from './sharedDemo.ts'

withChromium(() =>
  describe('an old customer brings new ones, in the demo', function () {
    this.timeout(900_000)
    let demo: Demo
    let desk: DemoDesk
    let page: Page
    let side: FrameLocator
    let stays = ''

    before(async () => {
      demo = await openSharedDemo()
      desk = await openDemoDesk(demo, { width: 1440, height: 900 })
      ;({ page, side } = desk)
    })
    after(async () => {
      await desk?.context.close()
    })

    const shoot = (step: string) => saveScreenshot(page, `story-referral-${step}`, false)
    const openChat = async (name: string) => {
      await page
        .locator('.chat', { has: page.locator('.name', { hasText: name }) })
        .first()
        .click()
      await side.locator('main').getByText(name).first().waitFor()
    }
    const referral = async (name: string) => {
      await openChat(name)
      await side.getByRole('button', { name: '老带新' }).click()
    }
    /** Somebody new scans the code of the customer whose chat is open. @returns their name; their chat is open then */
    const friendScans = async (): Promise<string> => {
      await desk.press('朋友扫推荐码')
      const name = (await page.locator('#talk-title').textContent()) ?? ''
      await side.locator('main').getByText(name).first().waitFor()
      return name
    }

    it('a loyal customer gets a code, and a friend who scans it comes through her', async () => {
      await openChat('金玉兰')
      await side.getByRole('button', { name: '老带新' }).click()
      await side.getByRole('button', { name: '生成客户的推荐码' }).click()
      const picture = side.getByRole('img', { name: '客户的推荐码' })
      await picture.waitFor()
      await until('the picture is there', () =>
        picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0),
      )
      await shoot('1-referral-code')
      stays = await friendScans()
      await referral(stays)
      await side.getByText('由 金玉兰 推荐来：已加好友，等第一单').waitFor()
    })

    it('her first order waits for the end of the refund window', async () => {
      await desk.pressForNewPage('到店下单')
      await referral(stays)
      await side.getByText(/首单已完成，\d+ 月 \d+ 日过退货期后到账/).waitFor()
      expect(demo.stage.members.calls).to.deep.equal([])
    })

    it('another friend gives everything back inside it', async () => {
      await openChat('金玉兰')
      const returns = await friendScans()
      await desk.pressForNewPage('到店下单')
      // What goes back in the second of the purchase never was one.
      await desk.pressForNewPage('时间 +1 天')
      await desk.pressForNewPage('退款')
      await desk.pressForNewPage('退款')
      await referral(returns)
      await side.getByText('首单已全部退款，不发积分').waitFor()
    })

    it('afterwards the points of the one who stayed come to the member system, signed, once; the guide sees it', async () => {
      await desk.press('时间 +30 天')
      await desk.press('时间 +30 天')
      await page.getByRole('button', { name: '会员系统' }).click()
      await page.getByText('会员 M300005 +200 积分 · 带来朋友').waitFor()
      await shoot('2-member-system')
      await page.getByRole('button', { name: '会员系统' }).click()
      expect(demo.stage.members.booked()).to.deep.equal({ M300005: 200 })
      await referral('金玉兰')
      await side.getByText('成交 1 位，共得 200 积分').waitFor()
      await shoot('3-referral-rewarded')
    })

    it('nothing failed on the way', async () => {
      expect(desk.problems).to.deep.equal([])
      const state = (await (await fetch(`${demo.url}/dev/state`)).json()) as { parked: number }
      expect(state.parked).to.equal(0)
    })
  }),
)
