import { expect } from 'chai'
import { saveScreenshot, withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'
import { waitForAddress } from './visits.ts'

const SCREENS: Screen[] = [
  { name: 'statements', address: '#/statements?month=2026-11', says: ['本月未结账', '本月没有变动的 1 行'] },
  {
    name: 'statement-entries',
    address: '#/statements?month=2026-11&guide=guide.zhou',
    taps: ['新增 ¥9,864.50，看流水'],
    says: ['由 2 条流水合成', '10月30日的事，当月已结'],
  },
  { name: 'statements-none', address: '#/statements?store=HZ001', says: ['没有导购的业绩'] },
]

withChromium(() => {
  describe('the board of statements', () => {
    const board = boardPagesOf('manager')

    itLooksRight(board, SCREENS)

    it('keeps month, store and guide in the address, and exports the very same', async () => {
      const page = await board.open('#/statements')
      await page.getByLabel('月份').selectOption('2026-10')
      await page.getByText('本月已结账').first().waitFor()
      await page.getByLabel('门店').selectOption('SH002')
      await page.getByLabel('导购').selectOption('guide.ouyang')
      await page.getByText('−¥980.00').first().waitFor()
      const query = 'month=2026-10&store=SH002&guide=guide.ouyang'
      await waitForAddress(page, `#/statements?${query}`)
      await page.locator(`a[href="/api/exports/statements.xlsx?${query}"]`, { hasText: 'Excel' }).waitFor()
    })

    it('shows who moved in the month with a row a store, and who had a quiet one on demand', async () => {
      const page = await board.open('#/statements')
      await page.getByRole('row', { name: /林晓 徐汇店/ }).waitFor()
      expect(await page.getByRole('row', { name: /林晓 静安店/ }).count()).to.equal(1)
      expect(await page.getByRole('row', { name: /钱多/ }).count()).to.equal(0)
      await page.getByRole('button', { name: /本月没有变动/ }).click()
      await page.getByRole('row', { name: /钱多/ }).waitFor()
    })

    it('prints one A4 sheet a guide with all their stores, and nothing of the page around it', async () => {
      const page = await board.open('#/statements?month=2026-10', { width: 1280, height: 800, isDark: true })
      await page.getByText('本月已结账').first().waitFor()
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.nav').isVisible()).to.equal(false)
      expect(await page.locator('.tools').isVisible()).to.equal(false)
      const papers = page.locator('.paper')
      expect(await papers.count()).to.equal(3)
      expect(await papers.first().locator('table').count()).to.equal(2)
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).to.equal('rgb(255, 255, 255)')
      if (process.env.SCREENSHOTS) await saveScreenshot(page, 'board-statements-print')
      const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).to.have.length(3)
      expect(pdf).to.match(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/)
    })

    it('asks for a smaller choice before it prints hundreds of sheets', async () => {
      const page = await board.open('#/statements?region=east')
      await page.getByText('先选一个区域或门店再打印').waitFor()
      expect(await page.getByRole('button', { name: '打印' }).isDisabled()).to.equal(true)
    })
  })
})
