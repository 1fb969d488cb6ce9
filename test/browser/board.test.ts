import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen } from './boardPages.ts'
import { waitForAddress, waitForFocus } from './visits.ts'

const SCREENS: Screen[] = [
  { name: 'guides', address: '', says: ['净销售', '数据截至 今天 09:05；微信联系数据到昨天', '林晓'] },
  { name: 'change', address: '#/?view=change', says: ['涨 25%'] },
  { name: 'per-head', address: '#/?view=perHead', says: ['人均净业绩'] },
  { name: 'empty', address: '#/?store=HZ001', says: ['这段时间、这个范围里还没有数据'] },
  { name: 'entries', address: '', taps: ['¥320.00，看流水'], says: ['由 60 条流水合成', '10月30日的事，当月已结'] },
  { name: 'groups', address: '#/?tab=groups', says: ['群活跃', '静默', '4 天没有客户说话', '虹口店还没有登记客户群'] },
]

withChromium(() => {
  describe("the manager's board", () => {
    const board = boardPagesOf('manager')

    itLooksRight(board, SCREENS)

    it('keeps its filters in the address and asks the server with them', async () => {
      const page = await board.open('')
      await page.getByText('林晓').waitFor()
      const asked = page.waitForRequest(/leaderboard\?.*region=sh.*sort=onlineFen/)
      await page.getByLabel('区域').selectOption('sh')
      await page.getByRole('button', { name: '线上' }).click()
      const query = new URL((await asked).url()).searchParams
      expect([query.get('from'), query.get('to')]).to.deep.equal(['2026-11-15', '2026-11-21'])
      expect(await page.getByLabel('门店').locator('option').allTextContents()).to.deep.equal([
        '全部门店',
        '徐汇店',
        '静安店',
      ])
      await waitForAddress(page, 'sort=onlineFen')
      const kept = page.url()
      await page.goto('about:blank')
      await page.goto(kept)
      await page.locator('th[aria-sort=descending]', { hasText: '线上' }).waitFor()
      await page.getByLabel('区域').locator('option:checked', { hasText: '上海' }).waitFor({ state: 'attached' })
      const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
      expect(csv).to.equal('/api/exports/leaderboard.csv?from=2026-11-15&to=2026-11-21&region=sh&sort=onlineFen')
    })

    it('shares ranks, leaves newcomers unranked and adds up to the sales', async () => {
      const page = await board.open('')
      await page.getByText('林晓').waitFor()
      const ranks = await page.locator('td.rank').allTextContents()
      expect(ranks).to.deep.equal(['1', '2', '2', '4', '5', '6', '新入职', '7'])
      expect(await page.locator('.totals dd').allTextContents()).to.deep.equal([
        '¥49,080.00',
        '¥47,260.00',
        '¥1,500.00',
        '¥320.00',
      ])
    })

    it('opens a row on a phone and a day of a group', async () => {
      const page = await board.open('', {})
      await page.getByRole('button', { name: /周宁/ }).click()
      await page.getByText('¥99（1%）').waitFor()
      await page.getByRole('tab', { name: '客户群' }).click()
      await page.getByRole('button', { name: '徐汇店 2026-11-15 活跃指数 92' }).click()
      await page.getByRole('dialog', { name: '徐汇店 · 2026-11-15' }).getByText('186 / 179').waitFor()
    })

    it('opens a figure to its entries, page after page, and an order to whose sale it is', async () => {
      const page = await board.open('')
      const asked = page.waitForRequest(/boards\/entries/)
      await page.getByRole('row', { name: /周宁/ }).getByRole('button', { name: '¥7,398，看流水' }).click()
      const query = Object.fromEntries(new URL((await asked).url()).searchParams)
      expect(query).to.deep.equal({ from: '2026-11-15', to: '2026-11-21', guide: 'guide.1', figure: 'offlineFen' })
      const sheet = page.getByRole('dialog', { name: '周宁 · 门店' })
      await sheet.getByText('由 60 条流水合成').waitFor()
      expect(await sheet.getByRole('listitem').count()).to.equal(50)
      await sheet.getByRole('button', { name: '再看 50 条' }).click()
      await sheet.getByText('SH001-20261120-0001').waitFor()
      expect(await sheet.getByRole('listitem').count()).to.equal(60)
      const order = sheet.getByRole('button', { name: /SH001-20261120-0059/ })
      await order.click()
      await page.getByRole('dialog', { name: '业绩算谁的' }).getByText('单上写的服务导购是周宁').waitFor()
      await page.keyboard.press('Escape')
      await waitForFocus(order)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    })

    for (const [figure, title, holder] of [
      ['¥1,500.00', '门店池的业绩', 'pool=*'],
      ['¥320.00', '待归属的销售', 'unattributed=1'],
    ] as const)
      it(`opens what no guide holds: ${title}`, async () => {
        const page = await board.open('', {})
        const asked = page.waitForRequest(/boards\/entries/)
        await page.getByRole('button', { name: `${figure}，看流水` }).click()
        expect(decodeURIComponent(new URL((await asked).url()).search)).to.include(holder)
        await page.getByRole('dialog', { name: title }).getByText('退款 RF-20261119-01，没有原订单').waitFor()
      })

    it('leads from the follow-ups of a guide to those that wait', async () => {
      const page = await board.open('')
      await page.getByRole('link', { name: /看林晓还没跟进的/ }).click()
      await page.getByText('还没跟进的客户（1）').waitFor()
      await waitForAddress(page, '/board/#/follow-ups?store=SH001&guide=guide.0')
    })

    it('tells a guide without an area who can help', async () => {
      board.site.signInAs('guide')
      const page = await board.open('')
      await page.getByText('你还没有负责的区域').waitFor()
    })

    it('keeps the figures on the screen when the network goes', async () => {
      const page = await board.open('')
      await page.getByText('林晓').waitFor()
      await page.route('**/api/**', (route) => route.abort())
      await page.getByRole('button', { name: '环比' }).click()
      await page.getByText('林晓').waitFor()
      await page.getByRole('button', { name: '本月' }).click()
      await page.getByText('没能取到数据').waitFor()
      await page.unroute('**/api/**')
      await page.getByRole('button', { name: '重试' }).click()
      await page.getByText('林晓').waitFor()
    })
  })
})
