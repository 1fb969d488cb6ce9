import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'
import { guidePages, press } from './guidePages.ts'
import { waitForAddress } from './visits.ts'

const SCREENS: Screen[] = [{ name: 'referrals', address: '#/referrals', says: ['等到账 1 位', '积分已收回'] }]

withChromium(() => {
  describe('the board of old customers who bring new ones', () => {
    const board = boardPagesOf('manager')

    itLooksRight(board, SCREENS)

    it('keeps the state one looks at in the address', async () => {
      const page = await board.open('#/referrals')
      await page.getByText('赵强').waitFor()
      await page.getByText('已到账', { exact: true }).first().click()
      await page.getByText('王芳芳').waitFor()
      await waitForAddress(page, 'state=rewarded')
      expect(await page.getByText('赵强').count()).to.equal(0)
    })
  })

  describe('a customer’s code', () => {
    const guide = guidePages()

    it('is one tap, after the reward has been said', async () => {
      const page = await guide.open()
      await press(page, '老带新')
      await page.getByText('先跟客户说清：每位朋友的首单完成').waitFor()
      await page.getByText('推荐来：积分已到账').waitFor()
      await page.getByText('再有 7 位成交').waitFor()
      await press(page, '生成客户的推荐码')
      await page.getByText('推荐码正在生成').waitFor()
      await page.getByRole('img', { name: '客户的推荐码' }).waitFor()
      expect(guide.site.posted.map(({ path }) => path)).to.deep.equal(['/api/customers/wm_full/referral-code'])
    })
  })
})
