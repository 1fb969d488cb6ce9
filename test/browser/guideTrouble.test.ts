import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withChromium } from '../support/browser.ts'
import { callsOf, comeBack, guidePages, mainButton, press, says } from './guidePages.ts'
import { waitForPosts } from './visits.ts'

withChromium(() => {
  describe('the guide page when things are not as they should be', () => {
    const guide = guidePages()
    const switchTo = (page: Page, userId: string) => page.evaluate(`window.fakeClient.userId = '${userId}'`)
    const setVisibility = (page: Page, state: 'hidden' | 'visible') =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`)
    const shownText = (page: Page) => page.evaluate('document.querySelector(".app").innerText') as Promise<string>

    it('loads exactly one HTML, one script, one style sheet and one answer', async () => {
      const { page } = await guide.visit('/404')
      const asked: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith('data:'))
          asked.push(`${request.resourceType()} ${new URL(request.url()).pathname}`)
      })
      await page.goto(`${guide.site.url}/sidebar/`)
      await page.getByText('现在该做').waitFor()
      expect(asked.map((line) => line.split(' ')[0]).sort()).to.deep.equal([
        'document',
        'fetch',
        'script',
        'stylesheet',
      ])
      expect(asked).to.include('fetch /api/customers/wm_full/panel')
    })

    it('keeps within its bytes: script 40 KB, styles 6 KB, gzip; the board 60 KB', async () => {
      for (const [path, who, limit] of [
        ['/sidebar/', 'guide', 40],
        ['/board/', 'manager', 60],
      ] as const) {
        guide.site.signInAs(who)
        const html = await (await fetch(guide.site.url + path)).text()
        const sizeOf = async (pattern: RegExp) => {
          const file = pattern.exec(html)?.[1] ?? ''
          expect(file, path).to.match(/^\/assets\//)
          return gzipSync(Buffer.from(await (await fetch(guide.site.url + file)).arrayBuffer())).length / 1024
        }
        expect(await sizeOf(/src="([^"]+\.js)"/), `${path} script`).to.be.below(limit)
        expect(await sizeOf(/href="([^"]+\.css)"/), `${path} styles`).to.be.below(6)
      }
    })

    it('shows the next customer after the chat changed, and never the former one', async () => {
      const page = await guide.open()
      await page.getByText('王芳芳').first().waitFor()
      await setVisibility(page, 'hidden')
      await switchTo(page, 'wm_second')
      expect(await shownText(page), 'nothing of the former customer while hidden').to.not.include('王芳芳')
      await setVisibility(page, 'visible')
      expect(await shownText(page)).to.not.include('王芳芳')
      await page.getByText('李建国').first().waitFor()
      expect(await shownText(page)).to.not.include('王芳芳')
    })

    it('leaves what was said about one customer behind with that customer', async () => {
      const page = await guide.open({ sends: 'cancel' })
      await mainButton(page).click()
      await says(page, '没有发出')
      await switchTo(page, 'wm_second')
      await comeBack(page)
      await page.getByText('李建国').first().waitFor()
      expect(await page.locator('.toast').textContent()).to.equal('')
    })

    it('throws away an answer about the former customer that comes late', async () => {
      const page = await guide.open({ userId: 'wm_second' })
      await page.getByText('李建国').first().waitFor()
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route('**/api/customers/wm_full/panel', async (route) => {
        await held
        await route.continue()
      })
      await switchTo(page, 'wm_full')
      await comeBack(page)
      await page.locator('.skeleton').waitFor()
      await switchTo(page, 'wm_idle')
      await comeBack(page)
      await page.getByText('孙女士').first().waitFor()
      const late = page.waitForResponse('**/wm_full/panel')
      release()
      await late
      expect(await shownText(page))
        .to.include('孙女士')
        .and.not.include('王芳芳')
    })

    it('sends nothing into a chat that is no longer the one on the screen', async () => {
      const page = await guide.open()
      await page.getByText('王芳芳').first().waitFor()
      await switchTo(page, 'wm_second')
      await mainButton(page).click()
      await says(page, '聊天已切换，没有发出')
      expect(await callsOf(page, 'sendChatMessage')).to.deep.equal([])
      await page.getByText('李建国').first().waitFor()
    })

    it('says so when the client stays silent for three seconds', async () => {
      const page = await guide.open({ isSilent: true })
      await page.getByText('请在企业微信里打开').waitFor()
      await page.evaluate('window.fakeClient.isSilent = false')
      await page.getByRole('button', { name: '再试一次' }).waitFor()
    })

    it('is a short page with the link outside WeCom', async () => {
      const { page, context } = await guide.visit('/404', {}, { userAgent: 'Mozilla/5.0 Chrome/130.0' })
      await context.addInitScript('delete window.WeixinJSBridge')
      await page.goto(`${guide.site.url}/sidebar/`)
      await page.getByText('请在企业微信里打开').waitFor()
      await page.getByText(`${guide.site.url}/sidebar/`).waitFor()
    })

    it('shows what it has, with its time, when the network goes; sending still works and is recorded later', async () => {
      const page = await guide.open()
      await page.getByText('现在该做').waitFor()
      await page.route('**/api/**', (route) => route.abort())
      await press(page, '刷新')
      await page.getByText(/网络不稳，显示 \d\d:\d\d 的数据/).waitFor()
      await mainButton(page).click()
      await says(page, '已发送 ✓ 网络恢复后自动记录')
      expect(guide.site.posted).to.deep.equal([])
      await page.unroute('**/api/**')
      await page.evaluate('dispatchEvent(new Event("online"))')
      await waitForPosts(guide.site, 1)
      expect(guide.site.posted.map((post) => post.body.result)).to.deep.equal(['ok'])
    })

    it('keeps the shape of the page while it waits, and says when that takes long', async () => {
      const { page } = await guide.visit('/404')
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route('**/panel', async (route) => {
        await held
        await route.continue()
      })
      await page.goto(`${guide.site.url}/sidebar/`)
      await page.locator('.skeleton').waitFor()
      await page.getByText('网络不稳，还在等数据').waitFor()
      release()
      await page.getByText('现在该做').waitFor()
    })

    it('treats names as text, whatever they contain', async () => {
      const page = await guide.open({ userId: 'wm_hostile' })
      await page.getByText('<img src=x onerror=').waitFor()
      expect(await page.title()).to.equal('导购助手')
    })

    it('asks to come in again when the session is over', async () => {
      const page = await guide.open()
      await page.getByText('现在该做').waitFor()
      guide.site.signInAs('nobody')
      await press(page, '刷新')
      await page.getByText('离开太久了').waitFor()
      guide.site.signInAs('guide')
      await press(page, '重新进入')
      await page.getByText('现在该做').waitFor()
    })

    it('is dark from the first paint when the client says so in its user agent', async () => {
      const { page } = await guide.visit(
        '/sidebar/',
        {},
        { userAgent: 'Mozilla/5.0 Chrome/130.0 wxwork/5.0.6 ColorScheme/Dark' },
      )
      expect(await page.evaluate('document.documentElement.dataset.theme')).to.equal('dark')
      expect(await page.evaluate('getComputedStyle(document.body).color')).to.equal('rgb(232, 234, 237)')
    })
  })
})
