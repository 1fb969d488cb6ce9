import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { type Device, saveScreenshot, scaleText, withChromium } from '../support/browser.ts'
import { findFaults, findSmallTargets, type Scan, scrollsSideways } from './axe.ts'
import { type Site, startSite, type Visit, visit } from './site.ts'

const WIDE: Device = { width: 1280, height: 800 }

const SCREENS: { name: string; hash: string; opens?: string; says: string[] }[] = [
  { name: 'guides', hash: '', says: ['净销售', '数据截至 今天 09:05；微信联系数据到昨天', '林晓'] },
  { name: 'change', hash: '#/?view=change', says: ['涨 25%'] },
  { name: 'per-head', hash: '#/?view=perHead', says: ['人均净业绩'] },
  { name: 'empty', hash: '#/?store=HZ001', says: ['这段时间、这个范围里还没有数据'] },
  { name: 'entries', hash: '', opens: '¥320.00，看流水', says: ['由 60 条流水合成', '10月30日的事，当月已结'] },
  { name: 'groups', hash: '#/?tab=groups', says: ['群活跃', '静默', '4 天没有客户说话', '虹口店还没有登记客户群'] },
]

const LOOKS: { name: string; device: Device; scan: Scan; textPercent?: number }[] = [
  { name: '1280', device: WIDE, scan: 'all' },
  { name: '1280-dark', device: { ...WIDE, isDark: true }, scan: 'colours' },
  { name: '375', device: {}, scan: 'all' },
  { name: '320-200', device: { width: 320 }, scan: 'layout', textPercent: 200 },
]

withChromium(() => {
  describe("the manager's board", () => {
    let site: Site
    let visited: Visit | undefined
    before(async function () {
      this.timeout(60_000)
      site = await startSite()
    })
    after(() => site.close())
    beforeEach(() => site.signInAs('manager'))
    afterEach(() => visited?.close())

    async function open(path = '/board/', device: Device = WIDE): Promise<Page> {
      visited = await visit(site, path, {}, device)
      return visited.page
    }

    for (const look of LOOKS)
      it(`says what matters, passes AA and has room for thumbs: ${look.name}`, async function () {
        this.timeout(60_000)
        const page = await open('/404', look.device)
        for (const screen of SCREENS) {
          await page.goto('about:blank')
          await page.goto(`${site.url}/board/${screen.hash}`)
          if (look.textPercent) await scaleText(page, look.textPercent)
          if (screen.opens) await page.getByRole('button', { name: screen.opens }).click()
          for (const words of screen.says) await page.getByText(words).first().waitFor()
          const where = `${screen.name} ${look.name}`
          expect(await findFaults(page, look.scan), where).to.deep.equal([])
          expect(await findSmallTargets(page), where).to.deep.equal([])
          expect(await scrollsSideways(page), `${where} scrolls sideways`).to.equal(false)
          if (process.env.SCREENSHOTS) await saveScreenshot(page, `board-${where.replace(' ', '-')}`)
        }
      })

    it('keeps its filters in the address and asks the server with them', async () => {
      const page = await open()
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
      const kept = page.url()
      await page.goto('about:blank')
      await page.goto(kept)
      await page.locator('th[aria-sort=descending]', { hasText: '线上' }).waitFor()
      expect(await page.getByLabel('区域').inputValue()).to.equal('sh')
      const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
      expect(csv).to.equal('/api/exports/leaderboard.csv?from=2026-11-15&to=2026-11-21&region=sh&sort=onlineFen')
    })

    it('shares ranks, leaves newcomers unranked and adds up to the sales', async () => {
      const page = await open()
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
      const page = await open('/board/', {})
      await page.getByRole('button', { name: /周宁/ }).click()
      await page.getByText('¥99（1%）').waitFor()
      await page.getByRole('tab', { name: '客户群' }).click()
      await page.getByRole('button', { name: '徐汇店 2026-11-15 活跃指数 92' }).click()
      await page.getByRole('dialog', { name: '徐汇店 · 2026-11-15' }).getByText('186 / 179').waitFor()
    })

    it('opens a figure to its entries, page after page, and an order to whose sale it is', async () => {
      const page = await open()
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
      await page.getByRole('dialog', { name: '业绩算谁的' }).getByText('周宁服务了这一单').waitFor()
      await page.keyboard.press('Escape')
      expect(await order.and(page.locator(':focus')).count(), 'focus returns to the order').to.equal(1)
      await page.keyboard.press('Escape')
      expect(await page.getByRole('dialog').count()).to.equal(0)
    })

    for (const [figure, title, holder] of [
      ['¥1,500.00', '门店公共业绩', 'pool=*'],
      ['¥320.00', '未归属的销售', 'unattributed=1'],
    ] as const)
      it(`opens what no guide holds: ${title}`, async () => {
        const page = await open('/board/', {})
        const asked = page.waitForRequest(/boards\/entries/)
        await page.getByRole('button', { name: `${figure}，看流水` }).click()
        expect(decodeURIComponent(new URL((await asked).url()).search)).to.include(holder)
        await page.getByRole('dialog', { name: title }).getByText('退款 RF-20261119-01，没有原订单').waitFor()
      })

    it('tells a guide without an area who can help', async () => {
      site.signInAs('guide')
      const page = await open()
      await page.getByText('你还没有负责的区域').waitFor()
    })

    it('keeps the figures on the screen when the network goes', async () => {
      const page = await open()
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
