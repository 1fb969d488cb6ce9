import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withChromium } from '../support/browser.ts'
import { COMPLAINT_OPEN } from './careFixtures.ts'
import { callsOf, comeBack, guidePages, mainButton, press, rewrite, says } from './guidePages.ts'
import { waitForPosts } from './visits.ts'

withChromium(() => {
  describe('what a guide does for a customer beyond sending a sentence', () => {
    const guide = guidePages()
    const sends = (page: Page) => callsOf(page, 'sendChatMessage')
    const paths = () => guide.site.posted.map(({ path }) => path)
    /** What the server says of the panel from now on. */
    const panelSays = (page: Page, change: object) =>
      page.route('**/panel', async (route) => {
        const answer = await route.fetch()
        await route.fulfill({ json: { ...((await answer.json()) as object), ...change } })
      })

    it('takes an answer with one tap, brings the next sentence of the talk at once, and lets a slip be corrected', async () => {
      const page = await guide.open({ userId: 'wm_asks' })
      await press(page, '没有困难')
      await page.getByRole('heading', { name: '请客户评价' }).waitFor()
      await says(page, '已记下：没有困难')
      await page.locator('.toast').getByRole('button', { name: '改一下' }).click()
      await page.getByRole('button', { name: '没有困难', pressed: true }).waitFor()
      await press(page, '有困难')
      await says(page, '已记下：有困难')
      expect(guide.site.posted).to.deep.equal([
        { path: '/api/follow-ups/11/answers', body: { ask: 'difficulties', answer: 'no_difficulties' } },
        { path: '/api/follow-ups/11/answers', body: { ask: 'difficulties', answer: 'has_difficulties' } },
      ])
    })

    it('takes back an answer that the server refuses', async () => {
      const page = await guide.open({ userId: 'wm_asks' })
      await page.route('**/answers', (route) =>
        route.fulfill({ status: 422, json: { error: { code: 'RULE', message: '这条跟进没有这个问题' } } }),
      )
      await press(page, '没有困难')
      await says(page, '没有记下：这条跟进没有这个问题')
      await page.getByRole('button', { name: '没有困难', pressed: false }).waitFor()
    })

    it('asks what the customer said right after the sentence was sent', async () => {
      const page = await guide.open({ userId: 'wm_asked' })
      await press(page, '发送：首购回访')
      await says(page, '任务完成')
      await press(page, '没有困难')
      await page.getByRole('heading', { name: '请客户评价' }).waitFor()
      expect(paths()).to.deep.equal(['/api/follow-ups/11/sent', '/api/follow-ups/11/answers'])
    })

    it('turns the answer “complaint” into a banner, its own follow-through and a place for the customer’s words', async () => {
      const page = await guide.open({ userId: 'wm_asks' })
      await press(page, '要投诉')
      await page.getByRole('dialog', { name: '客户怎么说的' }).getByLabel('客户说了什么').fill('漏了 <b>一罐</b>')
      await panelSays(page, { followUps: [], complaint: { ...COMPLAINT_OPEN, body: '漏了 <b>一罐</b>' } })
      await press(page, '补充')
      await says(page, '已补充到投诉里')
      await page.getByRole('heading', { name: '有投诉还没处理完' }).waitFor()
      await page.locator('.complaint .said').getByText('漏了 <b>一罐</b>', { exact: true }).waitFor()
      expect(guide.site.posted.at(-1)?.body).to.include({ kind: 'damaged', body: '漏了 <b>一罐</b>' })
    })

    it('registers a complaint of its own, and stops everything else before the server has planned anew', async () => {
      const page = await guide.open()
      await press(page, '登记投诉')
      await press(page, '质量问题')
      await page.getByLabel('客户说了什么').fill('穿了两次就开线')
      await panelSays(page, { followUps: [], complaint: COMPLAINT_OPEN })
      await page.getByRole('dialog').getByRole('button', { name: '登记投诉' }).click()
      await says(page, '已登记，别的跟进先停下')
      expect(await page.locator('.now').count()).to.equal(0)
      expect(guide.site.posted[0]?.body).to.include({ kind: 'quality', body: '穿了两次就开线' })
    })

    it('settles a complaint with its outcome in three taps', async () => {
      const page = await guide.open({ userId: 'wm_complaint' })
      await press(page, '处理好了')
      await press(page, '已补发')
      await panelSays(page, { followUps: [], complaint: null })
      await page.getByRole('dialog').getByRole('button', { name: '处理好了' }).click()
      await says(page, '已记下处理结果')
      await page.locator('.complaint').waitFor({ state: 'detached' })
      expect(guide.site.posted).to.deep.equal([{ path: '/api/complaints/5/close', body: { outcome: '已补发' } }])
    })

    it('shows a call with its outline; one tap says it was made, and no message goes out', async () => {
      const page = await guide.open({ userId: 'wm_complaint' })
      await page.getByText('电话里可以这样说').waitFor()
      expect(await page.locator('.main').getByRole('button', { name: /发送/ }).count()).to.equal(0)
      await press(page, '已打过')
      await says(page, '已记为打过电话')
      expect(paths()).to.deep.equal(['/api/follow-ups/31/done'])
      expect(await sends(page)).to.deep.equal([])
    })

    it('puts a customer at rest in two taps, and prompts again with one', async () => {
      const page = await guide.open()
      await press(page, '更多做法')
      await press(page, '不再提醒此客户')
      await says(page, '以后不再提醒这位客户')
      await page.getByText('已设为不再提醒').waitFor()
      await press(page, '恢复')
      await says(page, '已恢复提醒')
      expect(guide.site.posted.map(({ body }) => body)).to.deep.equal([{ until: 'ever' }, { until: 'off' }])
    })

    it('notes a visit with one tap, once', async () => {
      const page = await guide.open()
      await press(page, '今天到店')
      await says(page, '已记下今天到店')
      await page.getByRole('button', { name: '今天到店 ✓', disabled: true }).waitFor()
      expect(paths()).to.deep.equal(['/api/customers/wm_full/visits'])
    })

    it('takes another track of the step to the page, and sends it for the same follow-up', async () => {
      const page = await guide.open()
      await press(page, '更多做法')
      await press(page, '换一条话术')
      await press(page, '用这条：新品到店')
      await press(page, '发送：首购回访')
      await says(page, '任务完成')
      expect(guide.site.posted[0]?.path).to.equal('/api/follow-ups/11/sent')
      expect(guide.site.posted[0]?.body).to.include({ talkTrackId: 'new-arrival', isEdited: false })
    })

    it('sends what goes with a sentence after it, part by part, and then closes', async () => {
      const page = await guide.open({ userId: 'wm_picture' })
      await mainButton(page).click()
      await says(page, '任务完成')
      const parts = await sends(page)
      expect(parts.map(({ msgtype }) => msgtype)).to.deep.equal(['text', 'image', 'news'])
      expect(parts[1]).to.deep.include({ image: { mediaid: 'media_1' } })
      expect(parts[2]?.news).to.include({ link: 'https://shop.example.com/care', title: '门店商城' })
    })

    it('says what left and what not when a part is cancelled, leaves the follow-up open, and goes on from there', async () => {
      const page = await guide.open({ userId: 'wm_picture', ends: ['ok', 'ok', 'cancel'] })
      await mainButton(page).click()
      await says(page, '文字已发出，链接「门店商城」没有发出')
      await page.getByRole('heading', { name: '现在该做 首购回访' }).waitFor()
      await waitForPosts(guide.site, 1)
      expect(paths(), 'the text counts as a contact, the follow-up stays').to.deep.equal(['/api/sends'])
      await press(page, '接着发')
      await says(page, '任务完成')
      expect((await sends(page)).map(({ msgtype }) => msgtype)).to.deep.equal(['text', 'image', 'news', 'news'])
      expect(paths()).to.deep.equal(['/api/sends', '/api/follow-ups/11/sent'])
      expect(guide.site.posted[1]?.body.clientKey, 'one tap, one send').to.equal(guide.site.posted[0]?.body.clientKey)
    })

    it('closes without the rest only when the guide says so', async () => {
      const page = await guide.open({ userId: 'wm_picture', ends: ['ok', 'fail_network'] })
      await mainButton(page).click()
      await says(page, '文字已发出，图片「洗护要点图」、链接「门店商城」没有发出')
      await press(page, '不发了')
      await says(page, '任务完成')
      expect((await sends(page)).length).to.equal(2)
    })

    it('offers an edited sentence to everybody with one tap after it was sent', async () => {
      const page = await guide.open()
      await mainButton(page).waitFor()
      expect(await page.getByText('推荐给大家').count()).to.equal(0)
      await rewrite(page, '首购回访')
      await page.keyboard.type('周末见。')
      await press(page, '发送：首购回访')
      await press(page, '推荐给大家')
      await says(page, '已推荐')
      const { path, body } = guide.site.posted.at(-1) ?? { path: '', body: {} }
      expect(path).to.equal('/api/talk-track-offers')
      expect(body).to.include({ followUpId: 11, talkTrackId: 'first-purchase-day-7', title: '首购回访' })
      expect(String(body.text)).to.match(/周末见。$/)
    })

    it('shows afresh what a card has closed meanwhile, without a word, when the guide comes back', async () => {
      const page = await guide.open()
      await page.getByRole('heading', { name: '首购回访' }).waitFor()
      await panelSays(page, { followUps: [], contactedToday: 1 })
      await comeBack(page)
      await page.getByText('今天没有待跟进').waitFor()
      expect(await page.getByText('正在更新').count()).to.equal(0)
    })

    it('keeps what is half written when the panel comes afresh', async () => {
      const page = await guide.open()
      await rewrite(page, '首购回访')
      await page.keyboard.type('我在写')
      await page.getByRole('tab', { name: '标签备注' }).click()
      await page.getByLabel('新备注').fill('半句')
      await panelSays(page, { contactedToday: 1 })
      await comeBack(page)
      await page.getByText('今天已联系过 1 次').waitFor()
      expect(await page.getByLabel('新备注').inputValue()).to.equal('半句')
      expect(await page.getByLabel('改一改：首购回访').inputValue()).to.match(/我在写$/)
    })

    it('shows what comes for the customer, and why the rest does not, from a script of its own', async () => {
      const page = await guide.open()
      await page.getByText('现在该做').waitFor()
      const script = page.waitForRequest(/CalendarList.*\.js$/)
      await press(page, '接下来的安排')
      await script
      await page.getByText('同一天有服务要做，先服务后销售').waitFor()
    })

    it('sets a day off with a tap from the list of today', async () => {
      const page = await guide.open({ entry: 'normal' })
      await press(page, '我的休息日')
      await press(page, '11月24日 周二')
      await says(page, '11月24日 周二休息')
      await page.getByRole('button', { name: '11月24日 周二', pressed: true }).waitFor()
      expect(guide.site.posted).to.deep.equal([{ path: '/api/days-off', body: { day: '2026-11-24', isOff: true } }])
    })

    it('opens the customer of an open complaint from the list of today', async () => {
      const page = await guide.open({ entry: 'normal' })
      await page.getByText('没处理完的投诉').waitFor()
      await page.getByRole('link', { name: /赵雅/ }).click()
      await page.getByRole('heading', { name: '有投诉还没处理完' }).waitFor()
      await page.getByText('‹ 今天的跟进').click()
      await page.getByText('今天 3 位待跟进').waitFor()
    })
  })
})
