import { expect } from 'chai'
import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import { settle } from '../../demo/stage.ts'
import { type Demo, startDemo } from '../../demo/start.ts'
import { openContext, withChromium } from '../support/browser.ts'
import { until } from '../support/until.ts'

interface Row {
  id: number
  externalUserId: string
  customerName: string
  title: string
  channel: string
}
interface Card {
  msgid: string
  content: { main_title?: { desc?: string }; button_list?: { url?: string }[] }
}
interface Chat {
  kind: string
  id: string
  mark: string | null
}
/** A follow-up of today with the card that asks for it. */
interface Asked extends Row {
  msgid: string
}

withChromium(() =>
  describe('card and sidebar tell one truth', function () {
    this.timeout(900_000)
    let demo: Demo
    let context: BrowserContext
    let page: Page
    let side: FrameLocator
    let asked: Asked[]

    before(async () => {
      demo = await startDemo({ port: 0, nowMs: Date.now(), say: () => {}, scale: 0.03 })
      context = await openContext({ width: 1440, height: 900 })
      page = await context.newPage()
      await page.goto(`${demo.url}/demo`)
      await page.waitForSelector('body[data-ready]')
      side = page.frameLocator('#page')
      asked = [...(await complain()), ...(await askedOf(({ customerName }) => customerName === '徐曼'))]
      expect(asked.map(({ channel }) => channel)).to.deep.equal(['call', 'call', 'chat'])
    })
    after(async () => {
      await context?.close()
      await demo?.close()
    })

    const act = async (name: string, data: object) => {
      const answer = await page.request.post(`${demo.url}/demo/api/${name}`, { data, headers: { origin: demo.url } })
      expect(answer.status(), await answer.text()).to.equal(200)
      return (await answer.json()) as unknown
    }
    const guide = async () =>
      ((await (await page.request.get(`${demo.url}/api/me`)).json()) as { userId: string }).userId
    const cards = async () =>
      ((await act('bubbles', { userid: await guide(), kind: 'bot', id: 'bot' })) as { cards: Card[] }).cards
    const cardOf = async ({ msgid }: Asked) => (await cards()).find((card) => card.msgid === msgid)
    const isOf = (card: Card, { id }: Row) => card.content.button_list?.some(({ url }) => url?.endsWith(`/t/${id}`))
    const todo = async () =>
      ((await (await page.request.get(`${demo.url}/api/follow-ups`)).json()) as { rows: Row[] }).rows

    /** Two customers with nothing to do complain: each makes a follow-up by phone, and a card for it alone. */
    async function complain(): Promise<Asked[]> {
      const { chats } = (await act('chats', { userid: await guide() })) as { chats: Chat[] }
      const busy = new Set((await todo()).map(({ externalUserId }) => externalUserId))
      const calm = chats
        .filter(({ kind, mark, id }) => kind === 'customer' && mark === null && !busy.has(id))
        .slice(0, 2)
      for (const { id } of calm) {
        const data = { clientKey: `story-${id}`, kind: 'service', body: '等了很久没有人招呼' }
        const answer = await page.request.post(`${demo.url}/api/customers/${id}/complaints`, { data })
        expect(answer.status(), await answer.text()).to.equal(200)
        await settle(demo.stage)
      }
      return askedOf((row) => calm.some(({ id }) => id === row.externalUserId))
    }
    async function askedOf(isMeant: (row: Row) => boolean): Promise<Asked[]> {
      const [rows, sent] = [await todo(), await cards()]
      return rows.filter(isMeant).flatMap((row) => {
        const card = sent.find((one) => isOf(one, row))
        return card ? [{ ...row, msgid: card.msgid }] : []
      })
    }
    const take = () => {
      const next = asked.shift()
      if (!next) throw new Error('no follow-up with a card is left')
      return next
    }
    const open = async ({ externalUserId, title }: Asked) => {
      await page.locator(`[data-chat="${externalUserId}"]`).click()
      await side.locator('.now').getByRole('heading', { name: title }).waitFor()
    }
    const isGone = async ({ id }: Asked) => expect((await todo()).map((row) => row.id)).to.not.include(id)
    const gone = ({ title }: Asked) =>
      side.locator('.now').getByRole('heading', { name: title }).waitFor({ state: 'detached' })
    /** Says what the card shows once it was brought in step. */
    async function closedText(of: Asked): Promise<string> {
      let text = ''
      await until('the card in step', async () => {
        text = (await cardOf(of))?.content.main_title?.desc ?? ''
        return !text.includes('前跟进')
      })
      return text
    }

    it('done in the sidebar: the card says so', async () => {
      const one = take()
      await open(one)
      await side.getByRole('button', { name: '已打过' }).click()
      await gone(one)
      expect(await closedText(one)).to.include('已跟进')
    })

    it('done on the card while the customer stands open: the sidebar says so when the guide comes back', async () => {
      const one = take()
      await open(one)
      await act('click-card', { userid: await guide(), msgid: one.msgid, key: 'done' })
      await side.locator('body').evaluate('window.dispatchEvent(new Event("focus"))')
      await gone(one)
      await isGone(one)
    })

    it('done on the card and sent from a page that did not know: said, recorded, closed once', async () => {
      const one = take()
      await open(one)
      await act('click-card', { userid: await guide(), msgid: one.msgid, key: 'done' })
      await side.locator('.composer.main .fill').click()
      await side.getByRole('status').filter({ hasText: '已发送 ✓' }).waitFor()
      await isGone(one)
      expect(await closedText(one)).to.include('已跟进')
    })
  }),
)
