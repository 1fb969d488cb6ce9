import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { callsOf, guidePages, mainButton, press, rewrite, says } from './guidePages.ts'
import { waitForFocus, waitForPosts } from './visits.ts'

withChromium(() => {
  describe('what a guide does on the page', () => {
    const guide = guidePages()

    it('sends the suggested sentence with one tap, closes the follow-up and can take that back', async () => {
      const page = await guide.open()
      await mainButton(page).click()
      await says(page, '已发送 ✓ 任务完成')
      const [sent] = await callsOf(page, 'sendChatMessage')
      expect(sent?.text?.content).to.include('穿着合身吗')
      expect(guide.site.posted[0]?.path).to.equal('/api/follow-ups/11/sent')
      expect(guide.site.posted[0]?.body).to.include({
        result: 'ok',
        isEdited: false,
        talkTrackId: 'first-purchase-day-7',
      })
      await page.getByRole('heading', { name: '换季提醒' }).waitFor()
      await press(page, '撤销完成')
      await says(page, '已撤销完成')
      expect(guide.site.posted[1]?.path).to.equal('/api/follow-ups/11/reopen')
    })

    it('edits and sends with two taps', async () => {
      const page = await guide.open()
      await rewrite(page, '首购回访')
      await page.keyboard.type('周末见。')
      await mainButton(page).click()
      await says(page, '任务完成')
      const body = guide.site.posted[0]?.body
      expect(body?.isEdited).to.equal(true)
      expect(String(body?.text)).to.match(/免费改。周末见。$/)
    })

    it('never marks a cancelled send as done', async () => {
      const page = await guide.open({ sends: 'cancel' })
      await mainButton(page).click()
      await says(page, '没有发出')
      await page.getByRole('heading', { name: '首购回访' }).first().waitFor()
      await waitForPosts(guide.site, 1)
      expect(guide.site.posted.map((post) => post.body.result)).to.deep.equal(['cancel'])
    })

    it('copies the sentence when the client fails to send it', async () => {
      const page = await guide.open({ sends: 'fail_network' })
      await mainButton(page).click()
      await says(page, '发送失败，已为你复制')
      expect((await callsOf(page, 'setClipboardData'))[0]?.data).to.include('穿着合身吗')
      await waitForPosts(guide.site, 1)
      expect(guide.site.posted[0]?.body.result).to.equal('fail')
      await page.getByRole('heading', { name: '首购回访' }).first().waitFor()
    })

    it('cannot send a sentence with a gap until the gap is filled', async () => {
      const page = await guide.open({ userId: 'wm_gap' })
      expect(await mainButton(page).isDisabled()).to.equal(true)
      await rewrite(page, '生日问候')
      expect(await mainButton(page).isDisabled()).to.equal(true)
      // The gap is selected: typing fills it.
      await page.keyboard.type('芳芳')
      await mainButton(page).click()
      await says(page, '任务完成')
      expect(String(guide.site.posted[0]?.body.text)).to.match(/^芳芳生日快乐/)
    })

    it('closes, puts off and skips in 2, 2 and 3 taps', async () => {
      const page = await guide.open()
      await press(page, '更多做法')
      await press(page, '已线下跟进')
      await says(page, '已记为线下跟进')
      await press(page, '更多做法')
      await press(page, '推迟到明天上午')
      await says(page, '已推迟到明天上午')
      await page.reload()
      await press(page, '更多做法')
      await press(page, '跳过，选个原因')
      await press(page, '刚刚联系过')
      await says(page, '已跳过')
      expect(guide.site.posted.map(({ path, body }) => [path, body])).to.deep.equal([
        ['/api/follow-ups/11/done', {}],
        ['/api/follow-ups/12/snooze', { until: 'tomorrow_morning' }],
        ['/api/follow-ups/11/skip', { reason: '刚刚联系过' }],
      ])
    })

    it('sends another talk track with one tap, found by a search', async () => {
      const page = await guide.open()
      await page.getByLabel('搜话术').fill('会员日')
      await press(page, '发送：会员日提醒')
      await says(page, '已发送 ✓')
      await waitForPosts(guide.site, 1)
      expect(guide.site.posted[0]?.path).to.equal('/api/sends')
      expect(guide.site.posted[0]?.body).to.include({
        externalUserId: 'wm_full',
        talkTrackId: 'member-day',
        result: 'ok',
      })
    })

    it('adds a tag in two taps and a note', async () => {
      const page = await guide.open()
      await page.getByRole('tab', { name: '标签备注' }).click()
      await press(page, '怕冷')
      await says(page, '已加标签「怕冷」')
      await page.getByLabel('新备注').fill('<b>要大一码</b>')
      await press(page, '保存')
      await says(page, '备注已保存')
      await page.locator('.rows .said').first().getByText('<b>要大一码</b>', { exact: true }).waitFor()
    })

    it('binds a member by phone, and lets the guide choose when the phone has several', async () => {
      const page = await guide.open({ userId: 'wm_unbound' })
      await press(page, '绑定会员')
      await page.getByLabel('会员手机号').fill('138 0000 0001')
      await press(page, '绑定')
      await page.getByRole('button', { name: /M0729/ }).click()
      await says(page, '已绑定会员')
      expect(guide.site.posted.at(-1)?.body).to.deep.equal({ phone: '138 0000 0001', memberNo: 'M0729' })
    })

    it('offers the members that match with masked phones, and chooses none by itself', async () => {
      const page = await guide.open({ userId: 'wm_several' })
      await press(page, '确认会员')
      const choices = page.getByRole('dialog').getByRole('button', { name: /138\*{4}0001/ })
      await choices.nth(1).waitFor()
      expect(await choices.count()).to.equal(2)
      await choices.first().click()
      await says(page, '已绑定会员')
      expect(guide.site.posted.at(-1)?.body).to.deep.equal({ memberNo: 'M0001' })
    })

    it('finds the follow-up of a card by the query too, which signing in does not lose', async () => {
      const page = await guide.open({ entry: 'normal' }, '/sidebar/?t=11')
      await page.getByRole('button', { name: '复制并打开聊天：首购回访' }).waitFor()
      expect(new URL(page.url()).hash).to.equal('#/t/11')
    })

    it('copies and opens the chat from a card, and closes nothing by that', async () => {
      const page = await guide.open({ entry: 'normal' }, '/sidebar/#/t/11')
      await press(page, '复制并打开聊天：首购回访')
      await says(page, '已复制，到聊天里粘贴发送')
      expect((await callsOf(page, 'openEnterpriseChat'))[0]?.externalUserIds).to.equal('wm_full')
      expect(await callsOf(page, 'sendChatMessage')).to.deep.equal([])
      expect(guide.site.posted).to.deep.equal([])
    })

    it('reaches the chat of the next customer on the list in two taps', async () => {
      const page = await guide.open({ entry: 'normal' })
      await page.getByText('王芳芳').click()
      await press(page, '复制并打开聊天：首购回访')
      await says(page, '已复制')
      expect(await callsOf(page, 'openEnterpriseChat')).to.have.length(1)
    })

    it('sends to the group it stands in', async () => {
      const page = await guide.open({ entry: 'group_chat_tools' })
      await mainButton(page).click()
      await says(page, '已发送 ✓')
      await waitForPosts(guide.site, 1)
      expect(guide.site.posted[0]?.body).to.include({ chatId: 'wr_xuhui', result: 'ok' })
    })

    it('moves between tabs with the arrow keys and keeps focus inside a dialog', async () => {
      const page = await guide.open()
      await page.getByRole('tab', { name: '话术' }).focus()
      await page.keyboard.press('ArrowRight')
      await page.getByText('近一年').waitFor()
      const more = page.getByRole('button', { name: '更多做法' })
      await more.press('Enter')
      await waitForFocus(page.getByRole('dialog'))
      const inDialog = 'document.activeElement.closest("[role=dialog]") !== null'
      for (let i = 0; i < 12; i++) await page.keyboard.press('Tab')
      expect(await page.evaluate(inDialog)).to.equal(true)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await waitForFocus(more)
    })
  })
})
