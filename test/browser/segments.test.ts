import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen, tapOn } from './boardPages.ts'

const SCREENS: Screen[] = [
  { name: 'segments', address: '#/segments', says: ['位客户', '能联系到 1,274 位', '今天已联系过', '国庆没来的老客'] },
  { name: 'segments-mass', address: '#/segments', taps: ['群发'], says: ['符合 1286 位'] },
  { name: 'segments-nobody', address: '#/segments', taps: ['流失客户'], says: ['没有这样的客户'] },
  { name: 'mass-sends', address: '#/mass-sends', says: ['秋茶上新', '已送达 860/1200'] },
  { name: 'mass-send', address: '#/mass-sends', taps: ['秋茶上新'], says: ['没送到的原因', '取消这次群发'] },
]
withChromium(() => {
  describe('segments and mass sends on the board', () => {
    const board = boardPagesOf('manager')

    itLooksRight(board, SCREENS)

    it('opens a page from the navigation, by keyboard too, and says where one is', async () => {
      const page = await board.open('')
      const link = page.getByRole('navigation', { name: '后台' }).getByRole('link', { name: '群发' })
      await link.focus()
      await page.keyboard.press('Enter')
      await page.getByText('秋茶上新').waitFor()
      await page.locator('[aria-current=page]', { hasText: '群发' }).waitFor()
      await page.goBack()
      await page.getByText('净销售').waitFor()
    })

    it('counts while a filter is put together, and asks with all of it', async () => {
      const page = await board.open('#/segments')
      await tapOn(page, '沉默客户')
      await page.getByText('消费', { exact: true }).click()
      const asked = page.waitForRequest((request) => request.postData()?.includes('netFenMin') ?? false)
      await page.getByLabel('累计净消费最少，元').fill('500')
      expect(JSON.parse((await asked).postData() ?? '')).to.deep.equal({
        filter: { stages: ['silent'], netFenMin: 50_000 },
      })
    })

    it('says when the least is more than the most, and asks nothing of it', async () => {
      const page = await board.open('#/segments')
      await page.getByText('消费', { exact: true }).click()
      await page.getByLabel('购买次数最少，次').fill('5')
      await page.getByLabel('购买次数最多，次').fill('3')
      await page.getByRole('alert').getByText('最少不能比最多还大').waitFor()
      await page.getByText('有一项最少比最多还大').waitFor()
      expect(await page.getByRole('button', { name: '安排跟进' }).count()).to.equal(0)
      expect(board.site.posted.some(({ body }) => JSON.stringify(body).includes('purchasesMax'))).to.equal(false)
      await page.getByLabel('购买次数最多，次').fill('8')
      await page.getByText('能联系到 1,274 位').waitFor()
    })

    it('shows how many are reached before anything happens, and asks once', async () => {
      const page = await board.open('#/segments')
      await tapOn(page, '群发')
      const sheet = page.getByRole('dialog', { name: '群发' })
      await sheet.getByLabel('这次叫什么').fill('秋茶上新')
      await sheet.getByLabel('内容').fill('您好，秋茶到店了')
      await sheet.getByText('每位客户每天最多收 1 次群发').waitFor()
      await sheet.getByRole('button', { name: '请导购群发，1230 位' }).click()
      await page.getByText('正在送到导购手机上').waitFor()
      const sent = board.site.posted.filter(({ path }) => path === '/api/mass-sends')
      expect(sent).to.have.length(1)
      expect(sent[0]?.body).to.deep.include({ name: '秋茶上新', filter: {}, text: '您好，秋茶到店了' })
    })
  })
})
