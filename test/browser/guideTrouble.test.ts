import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withChromium } from '../support/browser.ts'
import type { ClientStart } from './bridge.ts'
import { type Site, startSite, type Visit, visit } from './site.ts'

withChromium(() => {
  describe('the guide page when things are not as they should be', () => {
    let site: Site
    let visited: Visit | undefined
    before(async function () {
      this.timeout(60_000)
      site = await startSite()
    })
    after(() => site.close())
    beforeEach(() => site.posted.splice(0))
    afterEach(() => visited?.close())

    async function open(start: ClientStart = {}, path = '/sidebar/'): Promise<Page> {
      visited = await visit(site, path, start)
      return visited.page
    }
    const says = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor()
    const switchTo = (page: Page, userId: string) => page.evaluate(`window.fakeClient.userId = '${userId}'`)
    const setVisibility = (page: Page, state: 'hidden' | 'visible') =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`)
    const shownText = (page: Page) => page.evaluate('document.querySelector(".app").innerText') as Promise<string>

    it('loads exactly one HTML, one script, one style sheet and one answer', async () => {
      visited = await visit(site, '/404')
      const asked: string[] = []
      visited.page.on('request', (request) => {
        if (!request.url().startsWith('data:'))
          asked.push(`${request.resourceType()} ${new URL(request.url()).pathname}`)
      })
      await visited.page.goto(`${site.url}/sidebar/`)
      await visited.page.getByText('现在该做').waitFor()
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
        site.signInAs(who)
        const html = await (await fetch(site.url + path)).text()
        const sizeOf = async (pattern: RegExp) => {
          const file = pattern.exec(html)?.[1] ?? ''
          expect(file, path).to.match(/^\/assets\//)
          return gzipSync(Buffer.from(await (await fetch(site.url + file)).arrayBuffer())).length / 1024
        }
        expect(await sizeOf(/src="([^"]+\.js)"/), `${path} script`).to.be.below(limit)
        expect(await sizeOf(/href="([^"]+\.css)"/), `${path} styles`).to.be.below(6)
      }
      site.signInAs('guide')
    })

    it('shows the next customer after the chat changed, and never the former one', async () => {
      const page = await open()
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
      const page = await open({ sends: 'cancel' })
      await page.locator('.main .fill').click()
      await says(page, '没有发出')
      await switchTo(page, 'wm_second')
      await page.evaluate('dispatchEvent(new Event("focus"))')
      await page.getByText('李建国').first().waitFor()
      expect(await page.locator('.toast').textContent()).to.equal('')
    })

    it('throws away an answer about the former customer that comes late', async () => {
      const page = await open({ userId: 'wm_second' })
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
      await page.evaluate('dispatchEvent(new Event("focus"))')
      await page.locator('.skeleton').waitFor()
      await switchTo(page, 'wm_idle')
      await page.evaluate('dispatchEvent(new Event("focus"))')
      await page.getByText('孙女士').first().waitFor()
      const late = page.waitForResponse('**/wm_full/panel')
      release()
      await late
      expect(await shownText(page))
        .to.include('孙女士')
        .and.not.include('王芳芳')
    })

    it('sends nothing into a chat that is no longer the one on the screen', async () => {
      const page = await open()
      await page.getByText('王芳芳').first().waitFor()
      await switchTo(page, 'wm_second')
      await page.locator('.main .fill').click()
      await says(page, '聊天已切换，没有发出')
      expect(await page.evaluate('window.fakeClient.calls.some((call) => call.name === "sendChatMessage")')).to.equal(
        false,
      )
      await page.getByText('李建国').first().waitFor()
    })

    it('says so when the client stays silent for three seconds', async () => {
      const page = await open({ isSilent: true })
      await page.getByText('请在企业微信里打开').waitFor()
      await page.evaluate('window.fakeClient.isSilent = false')
      await page.getByRole('button', { name: '再试一次' }).waitFor()
    })

    it('is a short page with the link outside WeCom', async () => {
      visited = await visit(site, '/404', {}, { userAgent: 'Mozilla/5.0 Chrome/130.0' })
      await visited.context.addInitScript('delete window.WeixinJSBridge')
      await visited.page.goto(`${site.url}/sidebar/`)
      await visited.page.getByText('请在企业微信里打开').waitFor()
      await visited.page.getByText(`${site.url}/sidebar/`).waitFor()
    })

    it('shows what it has, with its time, when the network goes; sending still works and is recorded later', async () => {
      const page = await open()
      await page.getByText('现在该做').waitFor()
      await page.route('**/api/**', (route) => route.abort())
      await page.getByRole('button', { name: '刷新' }).click()
      await page.getByText(/网络不稳，显示 \d\d:\d\d 的数据/).waitFor()
      await page.locator('.main .fill').click()
      await says(page, '已发送 ✓ 网络恢复后自动记录')
      expect(site.posted).to.deep.equal([])
      await page.unroute('**/api/**')
      const recorded = page.waitForResponse('**/api/follow-ups/11/sent')
      await page.evaluate('dispatchEvent(new Event("online"))')
      await recorded
      expect(site.posted.map((post) => post.body.result)).to.deep.equal(['ok'])
    })

    it('keeps the shape of the page while it waits, and says when that takes long', async () => {
      visited = await visit(site, '/404')
      const { page } = visited
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route('**/panel', async (route) => {
        await held
        await route.continue()
      })
      await page.goto(`${site.url}/sidebar/`)
      await page.locator('.skeleton').waitFor()
      await page.getByText('网络不稳，还在等数据').waitFor()
      release()
      await page.getByText('现在该做').waitFor()
    })

    it('treats names as text, whatever they contain', async () => {
      const page = await open({ userId: 'wm_hostile' })
      await page.getByText('<img src=x onerror=').waitFor()
      expect(await page.title()).to.equal('导购助手')
    })

    it('asks to come in again when the session is over', async () => {
      const page = await open()
      await page.getByText('现在该做').waitFor()
      site.signInAs('nobody')
      await page.getByRole('button', { name: '刷新' }).click()
      await page.getByText('离开太久了').waitFor()
      site.signInAs('guide')
      await page.getByRole('button', { name: '重新进入' }).click()
      await page.getByText('现在该做').waitFor()
    })

    it('is dark from the first paint when the client says so in its user agent', async () => {
      visited = await visit(
        site,
        '/sidebar/',
        {},
        { userAgent: 'Mozilla/5.0 Chrome/130.0 wxwork/5.0.6 ColorScheme/Dark' },
      )
      expect(await visited.page.evaluate('document.documentElement.dataset.theme')).to.equal('dark')
      expect(await visited.page.evaluate('getComputedStyle(document.body).color')).to.equal('rgb(232, 234, 237)')
    })
  })
})
