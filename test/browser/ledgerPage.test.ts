import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'

const SCREENS: Screen[] = [
  { name: 'ledger', address: '#/ledger', says: ['47 处差错', '查清之前不能结账', '¥1,234,567.00'] },
  { name: 'health', address: '#/health', says: ['发现 47 处差错', '第 1 版'] },
]

withChromium(() => {
  describe('the page of the ledger', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, SCREENS)

    it('leads from the health page, proves on demand, and closes the next month after asking twice', async () => {
      const page = await board.open('#/health')
      await page.getByRole('link', { name: '账本核对' }).click()
      await page.getByText('47 处差错').waitFor()
      expect(await page.getByRole('button', { name: '结账 2026年10月' }).count()).to.equal(0)
      await page.getByRole('button', { name: '立即核对' }).click()
      await page.getByText('账目无误').first().waitFor()
      await page.getByRole('button', { name: '立即核对' }).waitFor()
      await page.getByRole('button', { name: '结账 2026年10月' }).click()
      await page.getByText('也不能重开').waitFor()
      await page.getByRole('button', { name: '再等等' }).click()
      expect(board.site.posted.map(({ path }) => path)).to.deep.equal(['/api/ledger/proofs'])
      await page.getByRole('button', { name: '结账 2026年10月' }).click()
      await page.getByRole('button', { name: '确认结账 2026年10月' }).click()
      await page.getByText('2026年10月已结账').waitFor()
      await page.getByText('¥1,300,000.00').waitFor()
      await page.getByText('2026年11月还没有过完').waitFor()
      expect(board.site.posted.at(-1)?.path).to.equal('/api/ledger/months/2026-10/close')
    })
  })
})
