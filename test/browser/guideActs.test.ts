import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withChromium } from '../support/browser.ts'
import type { ClientStart } from './bridge.ts'
import { type Site, startSite, type Visit, visit } from './site.ts'

interface ClientCall {
  name: string
  params: { text?: { content: string }; data?: string; externalUserIds?: string }
}

withChromium(() => {
  describe('what a guide does on the page', () => {
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
    const calls = (page: Page, name: string): Promise<ClientCall[]> =>
      page.evaluate(`window.fakeClient.calls.filter((call) => call.name === '${name}')`)
    const says = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor()
    const mainButton = (page: Page) => page.locator('.main .fill')

    it('sends the suggested sentence with one tap, closes the follow-up and can take that back', async () => {
      const page = await open()
      await mainButton(page).click()
      await says(page, '已发送 ✓ 任务完成')
      const [sent] = await calls(page, 'sendChatMessage')
      expect(sent?.params.text?.content).to.include('穿着合身吗')
      expect(site.posted[0]?.path).to.equal('/api/follow-ups/11/sent')
      expect(site.posted[0]?.body).to.include({ result: 'ok', isEdited: false, talkTrackId: 'first-purchase-day-7' })
      await page.getByRole('heading', { name: '换季提醒' }).waitFor()
      await page.getByRole('button', { name: '撤销完成' }).click()
      await says(page, '已撤销完成')
      expect(site.posted[1]?.path).to.equal('/api/follow-ups/11/reopen')
    })

    it('edits and sends with two taps', async () => {
      const page = await open()
      await page.getByRole('button', { name: '改一改：首购回访' }).click()
      await page.keyboard.type('周末见。')
      await mainButton(page).click()
      await says(page, '任务完成')
      const body = site.posted[0]?.body
      expect(body?.isEdited).to.equal(true)
      expect(String(body?.text)).to.match(/免费改。周末见。$/)
    })

    it('never marks a cancelled send as done', async () => {
      const page = await open({ sends: 'cancel' })
      await mainButton(page).click()
      await says(page, '没有发出')
      await page.getByRole('heading', { name: '首购回访' }).first().waitFor()
      await expectPosted(1)
      expect(site.posted.map((post) => post.body.result)).to.deep.equal(['cancel'])
    })

    it('copies the sentence when the client fails to send it', async () => {
      const page = await open({ sends: 'fail_network' })
      await mainButton(page).click()
      await says(page, '发送失败，已为你复制')
      expect((await calls(page, 'setClipboardData'))[0]?.params.data).to.include('穿着合身吗')
      await expectPosted(1)
      expect(site.posted[0]?.body.result).to.equal('fail')
      await page.getByRole('heading', { name: '首购回访' }).first().waitFor()
    })

    it('cannot send a sentence with a gap until the gap is filled', async () => {
      const page = await open({ userId: 'wm_gap' })
      expect(await mainButton(page).isDisabled()).to.equal(true)
      await page.getByRole('button', { name: '改一改：生日问候' }).click()
      expect(await mainButton(page).isDisabled()).to.equal(true)
      // The gap is selected: typing fills it.
      await page.keyboard.type('芳芳')
      await mainButton(page).click()
      await says(page, '任务完成')
      expect(String(site.posted[0]?.body.text)).to.match(/^芳芳生日快乐/)
    })

    it('closes, puts off and skips in 2, 2 and 3 taps', async () => {
      const page = await open()
      await page.getByRole('button', { name: '更多做法' }).click()
      await page.getByRole('button', { name: '已线下跟进' }).click()
      await says(page, '已记为线下跟进')
      await page.getByRole('button', { name: '更多做法' }).click()
      await page.getByRole('button', { name: '推迟到明天上午' }).click()
      await says(page, '已推迟到明天上午')
      await page.reload()
      await page.getByRole('button', { name: '更多做法' }).click()
      await page.getByRole('button', { name: '跳过，选个原因' }).click()
      await page.getByRole('button', { name: '刚刚联系过' }).click()
      await says(page, '已跳过')
      expect(site.posted.map(({ path, body }) => [path, body])).to.deep.equal([
        ['/api/follow-ups/11/done', {}],
        ['/api/follow-ups/12/snooze', { until: 'tomorrow_morning' }],
        ['/api/follow-ups/11/skip', { reason: '刚刚联系过' }],
      ])
    })

    it('sends another talk track with one tap, found by a search', async () => {
      const page = await open()
      await page.getByLabel('搜话术').fill('会员日')
      await page.getByRole('button', { name: '发送：会员日提醒' }).click()
      await says(page, '已发送 ✓')
      await expectPosted(1)
      expect(site.posted[0]?.path).to.equal('/api/sends')
      expect(site.posted[0]?.body).to.include({ externalUserId: 'wm_full', talkTrackId: 'member-day', result: 'ok' })
    })

    it('adds a tag in two taps and a note', async () => {
      const page = await open()
      await page.getByRole('tab', { name: '标签备注' }).click()
      await page.getByRole('button', { name: '怕冷' }).click()
      await says(page, '已加标签「怕冷」')
      await page.getByLabel('新备注').fill('<b>要大一码</b>')
      await page.getByRole('button', { name: '保存' }).click()
      await says(page, '备注已保存')
      expect(await page.locator('.rows .said').first().textContent()).to.equal('<b>要大一码</b>')
    })

    it('binds a member by phone, and lets the guide choose when the phone has several', async () => {
      const page = await open({ userId: 'wm_unbound' })
      await page.getByRole('button', { name: '绑定会员' }).click()
      await page.getByLabel('会员手机号').fill('138 0000 0001')
      await page.getByRole('button', { name: '绑定', exact: true }).click()
      await page.getByRole('button', { name: /M0729/ }).click()
      await says(page, '已绑定会员')
      expect(site.posted.at(-1)?.body).to.deep.equal({ phone: '138 0000 0001', memberNo: 'M0729' })
    })

    it('offers the members that match with masked phones, and chooses none by itself', async () => {
      const page = await open({ userId: 'wm_several' })
      await page.getByRole('button', { name: '确认会员' }).click()
      const choices = page.getByRole('dialog').getByRole('button', { name: /138\*{4}0001/ })
      expect(await choices.count()).to.equal(2)
      await choices.first().click()
      await says(page, '已绑定会员')
      expect(site.posted.at(-1)?.body).to.deep.equal({ memberNo: 'M0001' })
    })

    it('finds the follow-up of a card by the query too, which signing in does not lose', async () => {
      const page = await open({ entry: 'normal' }, '/sidebar/?t=11')
      await page.getByRole('button', { name: '复制并打开聊天：首购回访' }).waitFor()
      expect(new URL(page.url()).hash).to.equal('#/t/11')
    })

    it('copies and opens the chat from a card, and closes nothing by that', async () => {
      const page = await open({ entry: 'normal' }, '/sidebar/#/t/11')
      await page.getByRole('button', { name: '复制并打开聊天：首购回访' }).click()
      await says(page, '已复制，到聊天里粘贴发送')
      expect((await calls(page, 'openEnterpriseChat'))[0]?.params.externalUserIds).to.equal('wm_full')
      expect(await calls(page, 'sendChatMessage')).to.deep.equal([])
      expect(site.posted).to.deep.equal([])
    })

    it('reaches the chat of the next customer on the list in two taps', async () => {
      const page = await open({ entry: 'normal' })
      await page.getByText('王芳芳').click()
      await page.getByRole('button', { name: '复制并打开聊天：首购回访' }).click()
      await says(page, '已复制')
      expect(await calls(page, 'openEnterpriseChat')).to.have.length(1)
    })

    it('sends to the group it stands in', async () => {
      const page = await open({ entry: 'group_chat_tools' })
      await mainButton(page).click()
      await says(page, '已发送 ✓')
      await expectPosted(1)
      expect(site.posted[0]?.body).to.include({ chatId: 'wr_xuhui', result: 'ok' })
    })

    it('moves between tabs with the arrow keys and keeps focus inside a dialog', async () => {
      const page = await open()
      await page.getByRole('tab', { name: '话术' }).focus()
      await page.keyboard.press('ArrowRight')
      await page.getByText('近一年').waitFor()
      await page.getByRole('button', { name: '更多做法' }).press('Enter')
      const inDialog = 'document.activeElement.closest("[role=dialog]") !== null'
      for (let i = 0; i < 12; i++) await page.keyboard.press('Tab')
      expect(await page.evaluate(inDialog)).to.equal(true)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).to.equal('更多做法')
    })

    async function expectPosted(count: number): Promise<void> {
      for (let turn = 0; turn < 200 && site.posted.length < count; turn++)
        await new Promise((resolve) => setTimeout(resolve, 10))
      expect(site.posted).to.have.length(count)
    }
  })
})
