import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'

const SCREENS: Screen[] = [
  { name: 'track-results', address: '#/track-results', taps: ['金牌导购怎么说'], says: ['明显更好'] },
  { name: 'offers', address: '#/offers', taps: ['改自'], says: ['王女士，东西到了吗'] },
]

withChromium(() => {
  describe('what talk tracks bring, and what guides offer', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, SCREENS)

    it('says the interval in numbers, and that a sample is too small; a number opens to its sends', async () => {
      const page = await board.open('#/track-results')
      await page.getByText('36.6%–63.4%').waitFor()
      await page.getByText('样本不足').waitFor()
      await page.getByRole('button', { name: '成交 25，看是哪些' }).click()
      await page.getByRole('dialog').getByText('订单 N1').waitFor()
    })

    it('accepts an offer with the title and level the operator chose', async () => {
      const page = await board.open('#/offers')
      await page.getByLabel('标题').fill('到货问候')
      await page.getByLabel('给谁用').selectOption('new')
      await page.getByRole('button', { name: '采用', exact: true }).click()
      await page.getByText('已写入 templates').waitFor()
      expect(board.site.posted.at(-1)).to.deep.equal({
        path: '/api/talk-track-offers/7/accept',
        body: { title: '到货问候', level: 'new', set: 'first-purchase/day-3' },
      })
    })
  })
})
