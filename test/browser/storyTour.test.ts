import { expect } from 'chai'
import type { FrameLocator, Page } from 'playwright-core'
import type { Demo } from '../../demo/start.ts'
import { saveScreenshot, withChromium } from '../support/browser.ts'
import { type DemoDesk, openDemoDesk } from './demoDesk.ts'
import { openSharedDemo } from './sharedDemo.ts'

interface Row {
  guideUserId: string
  rank: number | null
  netFen: number
  onlineFen: number
  offlineFen: number
  refundFen: number
  orders: number
  newCustomers: number
}
interface Board {
  rows: Row[]
  totals: { netFen: number; storePoolFen: number; unattributedFen: number; netSalesFen: number }
}

withChromium(() =>
  describe('the story of the demo, on the screen', function () {
    this.timeout(900_000)
    let demo: Demo
    let desk: DemoDesk
    let page: Page
    let side: FrameLocator
    let first: Row
    let fromDay: string

    before(async () => {
      demo = await openSharedDemo()
      desk = await openDemoDesk(demo, { width: 1440, height: 900 })
      ;({ page, side } = desk)
      fromDay = dayOf(nowMs() - 20 * 86_400_000)
    })
    after(async () => {
      await desk?.context.close()
    })

    const shoot = (step: string) => saveScreenshot(page, `story-${step}`, false)
    const nowMs = () => demo.stage.deps.clock.nowMs()
    const dayOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
    const board = async (): Promise<Board> => {
      const answer = await page.request.get(
        `${demo.url}/api/boards/leaderboard?from=${fromDay}&to=${dayOf(nowMs())}&sort=netFen`,
      )
      expect(answer.status(), await answer.text()).to.equal(200)
      return (await answer.json()) as Board
    }
    const linXiao = (rows: Row[]): Row => {
      const row = rows.find(({ guideUserId }) => guideUserId === 'SH001.1')
      if (!row) throw new Error('林晓 is not on the board')
      return row
    }

    it('a regional manager sees the region, and the amounts add up', async () => {
      await desk.press('区域经理')
      await side.getByText('林晓').first().waitFor()
      const { rows, totals } = await board()
      first = linXiao(rows)
      const sum = rows.reduce((total, { netFen }) => total + netFen, 0)
      expect(sum + totals.storePoolFen + totals.unattributedFen).to.equal(totals.netSalesFen)
      expect(totals.netSalesFen).to.be.greaterThan(0)
      await shoot('01-board')
    })

    it('a customer scans the code of 林晓 and is welcomed at once', async () => {
      await desk.press('导购')
      await desk.press('顾客扫码')
      await page.locator('.bubble', { hasText: '欢迎语' }).waitFor()
      const welcome = await page.locator('.bubble', { hasText: '欢迎语' }).textContent()
      expect(welcome).to.have.length.greaterThan(10)
      expect(welcome).to.not.match(/\{\{|【/)
      await side.getByText('王芳芳').first().waitFor()
      await shoot('02-welcome')
    })

    it('the next day a card asks 林晓 to speak to her', async () => {
      await desk.press('时间 +1 天')
      await page.locator('[data-chat=bot]').click()
      await page.locator('.card', { hasText: '王芳芳' }).first().waitFor()
      await shoot('03-card')
    })

    it('one tap in the sidebar sends the sentence, word for word, and closes the follow-up', async () => {
      await page.locator('.chat', { has: page.locator('.name', { hasText: '王芳芳' }) }).click()
      const sentence = side.locator('.composer.main .sentence')
      await sentence.waitFor()
      const text = (await sentence.textContent())?.trim() ?? ''
      await shoot('04-sidebar')
      await side.locator('.composer.main .fill').click()
      await page.locator('.mine .bubble', { hasText: text }).waitFor()
      await side.getByRole('status').filter({ hasText: '已发送' }).waitFor()
      expect(await page.locator('.mine .bubble').last().textContent()).to.equal(text)
      await shoot('05-sent')
    })

    it('an order in the shop is hers to the fen', async () => {
      await desk.pressForNewPage('到店下单')
      await side.getByRole('tab', { name: '订单' }).click()
      await side.getByText('¥486.20').first().waitFor()
      await shoot('06-shop-order')
    })

    it('so is an order online', async () => {
      await desk.pressForNewPage('小程序来一单')
      await side.getByRole('tab', { name: '订单' }).click()
      await side.getByText('¥239.90').first().waitFor()
      await shoot('07-online-order')
    })

    it('a refund takes back what was sold, and no more', async () => {
      await desk.pressForNewPage('退款')
      await side.getByRole('tab', { name: '订单' }).click()
      await side.getByText('−¥128.00').first().waitFor()
      await shoot('08-refund')
    })

    it('the leaderboard has moved by exactly that', async () => {
      const shown = page.waitForResponse(/\/api\/boards\/leaderboard/)
      await desk.press('区域经理')
      const screen = linXiao(((await (await shown).json()) as Board).rows)
      const line = side.getByRole('row', { name: /林晓/ })
      await line.getByText(wholeYuan(screen.netFen), { exact: true }).waitFor()
      const { rows, totals } = await board()
      const now = linXiao(rows)
      expect(now.netFen - first.netFen).to.equal(48_620 + 23_990 - 12_800)
      expect(now.offlineFen - first.offlineFen).to.equal(48_620 - 12_800)
      expect(now.onlineFen - first.onlineFen).to.equal(23_990)
      expect(now.refundFen - first.refundFen).to.equal(12_800)
      expect(now.orders - first.orders).to.equal(2)
      expect(now.newCustomers - first.newCustomers).to.equal(1)
      const sum = rows.reduce((total, { netFen }) => total + netFen, 0)
      expect(sum + totals.storePoolFen + totals.unattributedFen).to.equal(totals.netSalesFen)
      await shoot('09-leaderboard')
    })

    it('nothing failed on the way: no error on the page, nothing parked, the ledger balances', async () => {
      expect(desk.problems).to.deep.equal([])
      const state = (await (await fetch(`${demo.url}/dev/state`)).json()) as { parked: number; ledgerSumFen: number }
      expect(state.parked).to.equal(0)
      expect(state.ledgerSumFen).to.equal(0)
    })
  }),
)

/** As dense tables show it: `¥1,299`. */
function wholeYuan(fen: number): string {
  return `¥${Math.round(fen / 100).toLocaleString('en-US')}`
}
