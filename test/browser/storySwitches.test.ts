import { request } from 'node:http'
import { expect } from 'chai'
import type { FrameLocator, Page } from 'playwright-core'
import { CAST } from '../../demo/seed/chain.ts'
import { settle } from '../../demo/stage.ts'
import type { Demo } from '../../demo/start.ts'
import { openContext, saveScreenshot, withChromium } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { findFaults } from './axe.ts'
import { type DemoDesk, openDemoDesk } from './demoDesk.ts'
import { openSharedDemo } from './sharedDemo.ts'

interface Chat {
  id: string
  kind: string
  mark: string | null
}

withChromium(() =>
  describe('the switches of the demo, on the screen', function () {
    this.timeout(900_000)
    let demo: Demo
    let desk: DemoDesk
    let page: Page
    let side: FrameLocator

    before(async () => {
      demo = await openSharedDemo()
      desk = await openDemoDesk(demo, { width: 1280, height: 800 })
      ;({ page, side } = desk)
      await chat('徐曼')
    })
    after(async () => {
      await desk?.context.close()
    })

    const chat = async (name: string) => {
      await page.locator('.chat', { has: page.locator('.name', { hasText: name }) }).click()
      await side.locator('main').getByText(name).first().waitFor()
    }
    const me = async () => ((await (await page.request.get(`${demo.url}/api/me`)).json()) as { name: string }).name
    const shoot = (step: string) => saveScreenshot(page, `story-switch-${step}`, false)
    const isPressed = (name: string, pressed: boolean) =>
      page.getByRole('button', { name, exact: true, pressed }).waitFor()

    it('a send the customer’s guide cancels leaves the follow-up open and nothing in the chat', async () => {
      await desk.press('客户取消发送')
      await isPressed('客户取消发送', true)
      const sentence = (await side.locator('.composer.main .sentence').textContent())?.trim() ?? ''
      await side.locator('.composer.main .fill').click()
      await side.getByText('没有发出').first().waitFor()
      expect(sentence).to.have.length.greaterThan(5)
      expect(await page.locator('.mine .bubble', { hasText: sentence }).count()).to.equal(0)
      expect(await side.getByText('新朋友问候').count()).to.be.greaterThan(0)
      await shoot('cancel')
      await desk.press('客户取消发送')
      await isPressed('客户取消发送', false)
    })

    it('a colleague’s customer shows no spending, and an unbound one asks for the member', async () => {
      await desk.press('不是我的客户')
      await side.getByText('周婉').first().waitFor()
      expect(await side.getByRole('tab', { name: '订单' }).count()).to.equal(0)
      await shoot('colleague')
      await desk.press('未绑定会员')
      await side.getByText('还没绑定会员').first().waitFor()
      await shoot('unbound')
    })

    it('without network the page says so, and comes back', async () => {
      await chat('何静宜')
      await desk.press('断网')
      await side
        .getByRole('button', { name: /刷新|更新/ })
        .first()
        .click()
      await side
        .getByText(/网络不稳|连不上/)
        .first()
        .waitFor()
      await shoot('offline')
      await desk.press('断网')
      await side
        .getByRole('button', { name: /刷新|更新|重试/ })
        .first()
        .click()
      await side
        .getByText(/网络不稳|连不上/)
        .first()
        .waitFor({ state: 'detached' })
    })

    it('dark and large text reach the page inside', async () => {
      await desk.press('深色')
      await desk.press('大字 200%')
      await side.locator('html[data-theme=dark][style*="font-size: 200%"]').waitFor()
      await shoot('dark-large')
      await desk.press('大字 200%')
      await desk.press('深色')
    })

    it('the other roles sign in for real and see their board', async () => {
      for (const [role, name] of [
        ['店长', '张敏'],
        ['区域经理', '陈立'],
        ['运营', '沈知夏'],
      ] as const) {
        await desk.pressForNewPage(role)
        await side.getByText('导购榜').first().waitFor()
        expect(await me()).to.equal(name)
      }
      await desk.press('导购')
      await until('the guide is signed in', async () => (await me()) === '林晓')
    })

    it('an address kept from before opens where it says, with the signing in between', async () => {
      const manager = await openContext()
      await manager.addCookies([{ name: 'local_userid', value: CAST.storeManager, url: demo.url }])
      const kept = await manager.newPage()
      await kept.goto(`${demo.url}/board/#/disputes`)
      await kept.getByRole('heading', { name: '业绩争议' }).waitFor()
      expect(new URL(kept.url()).hash).to.equal('#/disputes')
      await manager.close()
    })

    it('the file of today’s till is imported once, however often', async () => {
      await desk.press('导入今天 POS')
      await page.locator('#toast', { hasText: '新增 24 单，已有 0 单' }).waitFor()
      await desk.press('导入今天 POS')
      await page.locator('#toast', { hasText: '新增 0 单，已有 24 单' }).waitFor()
    })

    /** Whether a card waits anyway depends on the day the demo opens on; a complaint brings one on every day. */
    async function complain(): Promise<void> {
      const { userId } = (await (await page.request.get(`${demo.url}/api/me`)).json()) as { userId: string }
      const ask = { data: { userid: userId }, headers: { origin: demo.url } }
      const { chats } = (await (await page.request.post(`${demo.url}/demo/api/chats`, ask)).json()) as { chats: Chat[] }
      const calm = chats.find(({ kind, mark }) => kind === 'customer' && mark === null)
      const data = { clientKey: 'switches', kind: 'service', body: '等了很久没有人招呼' }
      const answer = await page.request.post(`${demo.url}/api/customers/${calm?.id}/complaints`, { data })
      expect(answer.status(), await answer.text()).to.equal(200)
      await settle(demo.stage)
    }

    it('a tick on a card closes the follow-up, and the card says so', async () => {
      await complain()
      await page.locator('[data-chat=bot]').click()
      await page.locator('.card').getByRole('button', { name: '已跟进' }).last().waitFor()
      const withButton = await page
        .locator('.card')
        .evaluateAll((cards) =>
          cards.map((one) => [...one.querySelectorAll('button')].some(({ textContent }) => textContent === '已跟进')),
        )
      const card = page.locator('.card').nth(withButton.lastIndexOf(true))
      await card.getByRole('button', { name: '已跟进' }).click()
      await card.locator('.closed').waitFor()
      await shoot('card-closed')
    })

    it('a customer who deletes the guide can no longer be written to', async () => {
      await chat('徐曼')
      await desk.pressForNewPage('被顾客删除')
      await side
        .getByText(/不是好友/)
        .first()
        .waitFor()
      expect(await side.locator('.composer.main .fill').count()).to.equal(0)
      await shoot('deleted')
    })

    it('the chat frame itself can be read and used by everybody', async () => {
      expect(await findFaults(page)).to.deep.equal([])
    })

    it('answers only its own page: a foreign origin, a foreign name or a form are turned away', async () => {
      const post = (headers: Record<string, string>) =>
        fetch(`${demo.url}/demo/api/cast`, { method: 'POST', headers, body: '{}' }).then(({ status }) => status)
      const json = { 'content-type': 'application/json' }
      expect(await post(json)).to.equal(200)
      expect(await post({ ...json, origin: 'http://evil.example' })).to.equal(403)
      expect(await post({ 'content-type': 'text/plain' })).to.equal(403)
      expect((await fetch(`${demo.url}/demo/api/cast`)).status).to.equal(403)
      expect(await postAs(demo.url, 'rebound.example')).to.equal(403)
    })
  }),
)

/** As a browser would whose name server was turned against us: our address under another name. */
function postAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const headers = { host, 'content-type': 'application/json' }
    const sent = request(`${url}/demo/api/cast`, { method: 'POST', headers }, (answer) => {
      answer.resume()
      done(answer.statusCode)
    })
    sent.once('error', fail)
    sent.end('{}')
  })
}
