import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withChromium } from '../support/browser.ts'
import { guidePages, press } from './guidePages.ts'

withChromium(() => {
  describe('whose sale it is, for a guide', () => {
    const guide = guidePages()

    async function openCredit(): Promise<Page> {
      const page = await guide.open()
      await page.getByRole('button', { name: /归属：我/ }).click()
      await page.getByText('这单归林晓，¥199.00').waitFor()
      return page
    }

    it('reads as a story: who got how much, by which rule and fact, and who did not and why', async () => {
      const page = await openCredit()
      const dialog = page.getByRole('dialog', { name: '业绩算谁的' })
      for (const words of ['+¥199.00', '付款时买家是林晓的客户', '没有计给周宁', '售后期满后结算'])
        await dialog.getByText(words).first().waitFor()
      await dialog.getByText('规则第 1 版「先到先得」', { exact: true }).click()
      await dialog.getByText('先看付款时是谁的客户，就计给谁').waitFor()
    })

    it('is objected to with one tap, and then says what becomes of it', async () => {
      const page = await openCredit()
      await press(page, '我有异议')
      await page.getByText('已提出，店长会看到').waitFor()
      await page.getByText('等店长处理').waitFor()
      expect(await page.getByRole('button', { name: '我有异议' }).count()).to.equal(0)
      expect(guide.site.posted).to.have.length(1)
      expect(guide.site.posted[0]).to.deep.include({ path: '/api/orders/pos-east/SH001-20261114-0007/objections' })
      expect(guide.site.posted[0]?.body).to.include({ reason: '' })
    })

    it('is objected to from my own statement too, where a figure opens to its orders', async () => {
      const page = await guide.open({ entry: 'normal' })
      await press(page, '我的业绩')
      const figures = page.getByRole('dialog', { name: '我的业绩' }).locator('button', { hasText: '¥' })
      await figures.first().click()
      await page.locator('button.entry').first().click()
      await press(page, '我有异议')
      await page.getByText('等店长处理').waitFor()
      expect(guide.site.posted[0]?.path).to.match(/objections$/)
    })

    it('its answer is one tap from the card that tells of it', async () => {
      const page = await guide.open({ entry: 'normal' }, '/sidebar/#/objections')
      const mine = page.getByRole('dialog', { name: '我的异议' })
      await mine.getByText('总部 顾宁：监控里看不清是谁接待的').waitFor()
      await press(page, '关闭')
      await page.getByRole('button', { name: '我的异议' }).waitFor()
    })

    it('is found by its number, when it stands on none of my lists', async () => {
      const page = await guide.open({ entry: 'normal' })
      await press(page, '我的异议')
      const number = page.getByLabel('查一单业绩算谁的')
      await number.fill('NO-SUCH')
      await press(page, '查找')
      await page.getByText('没有找到，或这单和你没有关系。').waitFor()
      await number.fill('SH001-20261113-LARGE')
      await press(page, '查找')
      await page.getByText('这单由林晓、徐汇店门店池分').waitFor()
      await page.getByText('认出了买家：单上的手机号对上了').waitFor()
    })

    it('takes reasons along, as many as fit', async () => {
      const page = await openCredit()
      await press(page, '客户是我接待的')
      await press(page, '小票写错了人')
      await press(page, '我有异议')
      await page.getByText('等店长处理').waitFor()
      expect(guide.site.posted[0]?.body).to.include({ reason: '客户是我接待的，小票写错了人' })
    })

    it('says so when it was not taken, and lets the same tap be tried again under the same key', async () => {
      const page = await openCredit()
      const keys: unknown[] = []
      await page.route('**/objections', async (route) => {
        keys.push((route.request().postDataJSON() as { clientKey: string }).clientKey)
        if (keys.length === 1) await route.abort()
        else await route.continue()
      })
      await press(page, '我有异议')
      await page.getByText('没有提出：网络不稳').waitFor()
      await press(page, '我有异议')
      await page.getByText('等店长处理').waitFor()
      expect(keys).to.have.length(2)
      expect(keys[0]).to.equal(keys[1])
    })
  })
})
