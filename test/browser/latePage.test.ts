import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'
import { waitForAddress } from './visits.ts'

const SCREENS: Screen[] = [{ name: 'late', address: '#/follow-ups', says: ['还没跟进的客户（3）', '导购没有看到'] }]

withChromium(() => {
  describe('the board of follow-ups that wait too long', () => {
    const board = boardPagesOf('manager')

    itLooksRight(board, SCREENS)

    it('a guide’s figure opens to the rows behind it and closes again; expired ones are one tap away', async () => {
      const page = await board.open('#/follow-ups')
      const guide = page.getByRole('button', { name: '周敏' })
      await guide.click()
      await page.getByText('还没跟进的客户（1）').waitFor()
      await page.getByRole('button', { name: '周敏', pressed: true }).waitFor()
      await waitForAddress(page, 'guide=guide.zhou')
      await guide.click()
      await page.getByText('还没跟进的客户（3）').waitFor()
      await page.getByText('已过期', { exact: true }).first().click()
      await page.getByText('近 14 天没有过期的跟进').waitFor()
    })
  })
})
