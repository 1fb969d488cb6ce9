import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'
import { waitForFocus } from './visits.ts'

const SCREENS: Screen[] = [
  { name: 'cycles', address: '#/cycles', says: ['一半在 45 天内', '样本不足，只有 7 次'] },
  { name: 'cycle', address: '#/cycles', taps: ['设定茶叶的周期'], says: ['空着就按配置或学到的来'] },
]

withChromium(() => {
  describe('the page of cycles', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, SCREENS)

    it('keeps the operator’s word, and takes it back', async () => {
      const page = await board.open('#/cycles')
      const row = page.getByRole('row', { name: /防风外套/ })
      await row.getByText('不知道').waitFor()
      await row.getByRole('button', { name: '设定防风外套的周期' }).click()
      await page.getByLabel(/一件用多久/).fill('200')
      await page.getByRole('button', { name: '保存' }).click()
      await row.getByText('200 天').waitFor()
      await page.getByRole('button', { name: '撤销' }).click()
      await page.getByText('防风外套的周期已改回').waitFor()
      await row.getByText('不知道').waitFor()
      expect(board.site.posted.slice(-2).map(({ body }) => body.useUpDays)).to.deep.equal([200, null])
    })

    it('says what is wrong where it was typed, and loses nothing', async () => {
      const page = await board.open('#/cycles')
      await page.getByRole('button', { name: '设定茶叶的周期' }).click()
      await page.getByLabel(/^活跃/).fill('90')
      await page.getByLabel(/^沉默/).fill('30')
      await page.getByRole('button', { name: '保存' }).click()
      await page.getByText('活跃、沉默、流失的天数要一个比一个长').waitFor()
      expect(await page.getByLabel(/^沉默/).inputValue()).to.equal('30')
    })

    it('finds products while typing, and the field keeps the focus', async () => {
      const page = await board.open('#/cycles')
      await page.getByLabel('找商品').pressSequentially('外套')
      await page.getByText('明前龙井').waitFor({ state: 'detached' })
      await page.getByText('防风外套').waitFor()
      await waitForFocus(page.getByLabel('找商品'))
      expect(await page.locator(':focus').inputValue()).to.equal('外套')
    })
  })
})
