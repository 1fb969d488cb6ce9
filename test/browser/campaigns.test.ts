import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'

const SCREENS: Screen[] = [
  { name: 'list', address: '#/campaigns', says: ['新建活动', '双十二老客答谢', '草稿'] },
  { name: 'progress', address: '#/campaigns?id=1', says: ['活动第 14 天', '完成 16%', '含认不出买家的 ¥888.00'] },
  { name: 'tasks', address: '#/campaigns?id=1&tab=tasks', says: ['林晓', '77%'] },
  { name: 'review', address: '#/campaigns?id=1&tab=review', says: ['给其余 6 位安排跟进', '样本少', '26%'] },
  {
    name: 'editor',
    address: '#/campaigns?edit=1',
    says: ['去年人数', '近三个月样本不足', '已经开始，日期和客户不能再改'],
  },
  { name: 'live-list', address: '#/live', says: ['登记一场直播', '等观看名单'] },
  { name: 'live', address: '#/live?id=1', says: ['43%', '12%', '名单齐了，开始跟进'] },
  { name: 'live-editor', address: '#/live?edit=new', says: ['结束，还没结束先空着'] },
]

withChromium(() => {
  describe('the pages of campaigns and live sessions', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, SCREENS)

    it('corrects the forecast by hand, with what was computed beside it, and saves it', async () => {
      const page = await board.open('#/campaigns?edit=1')
      await page.getByLabel('老客销售改成，元').fill('300000')
      await page.getByLabel('老客销售改成，元').blur()
      await page.getByText('已修正').waitFor()
      await page.getByRole('cell', { name: '¥248,800' }).waitFor()
      await page.getByRole('button', { name: '保存' }).click()
      await page.getByText('完成 16%').waitFor()
      const saved = board.site.posted.findLast(({ path }) => path === '/api/campaigns/1')?.body
      expect(saved?.forecast).to.deep.equal({ growth: {}, pricePercent: 100, corrections: { oldFen: 30_000_000 } })
      expect(saved?.phases).to.have.length(4)
    })

    it('keeps what is being typed when an answer comes meanwhile', async () => {
      const page = await board.open('#/campaigns?edit=1')
      const sales = page.getByLabel('老客销售改成，元')
      await sales.waitFor()
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route('**/api/campaign-forecasts', (route) => held.then(() => route.continue()))
      const asked = page.waitForRequest('**/api/campaign-forecasts')
      await page.getByLabel('新客人数改成').fill('120')
      await page.getByLabel('新客人数改成').blur()
      await asked
      await sales.fill('300000')
      release()
      await page.getByText('已修正').waitFor()
      expect(await sales.inputValue()).to.equal('300000')
    })

    it('offers managers to read, and nothing to change', async () => {
      board.site.signInAs('manager')
      const page = await board.open('#/campaigns?id=1')
      await page.getByText('完成 16%').waitFor()
      expect(await page.getByRole('link', { name: '修改' }).count()).to.equal(0)
      await page.goto(`${board.site.url}/board/#/live?id=1`)
      await page.getByText('43%').first().waitFor()
      expect(await page.getByRole('button', { name: /开始跟进/ }).count()).to.equal(0)
    })
  })
})
