import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'

const SCREENS: Screen[] = [
  { name: 'exceptions', address: '#/exceptions', says: ['到第 120,000 行', '已存 ¥199.00', '导购不认识'] },
  { name: 'exceptions-settled', address: '#/exceptions?state=settled', says: ['还没有处理过例外'] },
]

withChromium(() => {
  describe('the page of exceptions', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, SCREENS)

    it('has a matter posted again, and takes a settled one off the list', async () => {
      const page = await board.open('#/exceptions')
      await page.getByRole('button', { name: '重新计算' }).nth(1).click()
      await page.getByText('正在重新计算').waitFor()
      await page.getByRole('button', { name: '标为已处理' }).first().click()
      await page.getByText('已标为处理').waitFor()
      await page.getByText('又来 ¥189.00').waitFor({ state: 'detached' })
      expect(board.site.posted.map(({ path }) => path)).to.deep.equal([
        '/api/intake-exceptions/2/rerun',
        '/api/intake-exceptions/3/settle',
      ])
    })
  })
})
