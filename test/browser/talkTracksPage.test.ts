import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'
import { waitForAddress } from './visits.ts'

const SCREENS: Screen[] = [
  { name: 'tracks', address: '#/talk-tracks?q=茶', taps: ['细看'], says: ['首购回访：首购确认', '什么都不知道时'] },
]

withChromium(() => {
  describe('the page of all talk tracks', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, SCREENS)

    it('shows every track with its problems on top, and finds by the initials of pinyin', async () => {
      const page = await board.open('#/talk-tracks')
      await page.getByText('个附件的素材还没上传').first().waitFor()
      const all = await page.locator('.track').count()
      expect(all).to.be.at.least(100)
      await page.getByLabel('找话术').fill('skly')
      await page.getByText('没有这样的话术').waitFor()
      await page.getByLabel('找话术').fill('kywl')
      await page.getByRole('heading', { name: '快用完了', exact: true }).waitFor()
      await waitForAddress(page, 'q=kywl')
    })

    it('is not offered to a manager', async () => {
      board.site.signInAs('manager')
      const page = await board.open('#/talk-tracks')
      await page.getByText('净销售').first().waitFor()
      expect(await page.getByRole('link', { name: '话术', exact: true }).count()).to.equal(0)
    })
  })
})
