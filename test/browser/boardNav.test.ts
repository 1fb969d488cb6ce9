import { expect } from 'chai'
import { saveScreenshot, scaleText, withChromium } from '../support/browser.ts'
import { findFaults, findSmallTargets, scrollsSideways } from './axe.ts'
import { boardPagesOf } from './boardPages.ts'

const PHONE = { width: 390, height: 844 }

withChromium(() =>
  describe('the way around the board', () => {
    const board = boardPagesOf('operator')

    it('takes one line of a phone, at 200 % too; opened it shows every place in its group, and folds when one is chosen', async () => {
      const page = await board.open('#/corrections', PHONE)
      await scaleText(page, 200)
      const nav = page.getByRole('navigation', { name: '后台' })
      expect((await nav.boundingBox())?.height).to.be.below(PHONE.height / 7)
      expect(await nav.getByRole('link').count()).to.equal(0)
      const fold = nav.getByRole('button', { name: '全部页面' })
      expect(await fold.getAttribute('aria-expanded')).to.equal('false')
      await fold.click()
      await nav.getByRole('group', { name: '业绩' }).getByRole('link', { name: '老带新' }).waitFor()
      expect(await nav.getByRole('link').count()).to.equal(18)
      await saveScreenshot(page, 'board-nav-phone-200')
      expect(await findFaults(page, 'all')).to.deep.equal([])
      expect(await findSmallTargets(page)).to.deep.equal([])
      expect(await scrollsSideways(page)).to.equal(false)
      await nav.getByRole('link', { name: '账本' }).click()
      await page.getByRole('heading', { level: 1, name: '账本' }).waitFor()
      expect(await nav.getByRole('link').count()).to.equal(0)
    })

    it('Escape folds it and gives the focus back to its button', async () => {
      const page = await board.open('#/corrections', PHONE)
      const nav = page.getByRole('navigation', { name: '后台' })
      await nav.getByRole('button').click()
      await nav.getByRole('link', { name: '人群' }).focus()
      await page.keyboard.press('Escape')
      expect(await nav.getByRole('link').count()).to.equal(0)
      expect(await page.evaluate('document.activeElement.textContent')).to.include('全部页面')
    })

    it('stands open where there is room, its groups whole', async () => {
      const page = await board.open('#/corrections', { width: 1280, height: 800 })
      const nav = page.getByRole('navigation', { name: '后台' })
      expect(await nav.getByRole('link').count()).to.equal(18)
      expect(await nav.getByRole('button').count()).to.equal(0)
      for (const name of ['客户', '业绩', '话术', '活动', '系统']) {
        const links = await nav.getByRole('group', { name }).getByRole('link').all()
        const tops = await Promise.all(links.map(async (link) => (await link.boundingBox())?.y))
        expect(new Set(tops).size, name).to.equal(1)
      }
      await saveScreenshot(page, 'board-nav-1280', false)
    })
  }),
)
