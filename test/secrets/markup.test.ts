import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { createBuilder } from 'vite'
import { type ClientStart, FAKE_BRIDGE } from '../browser/bridge.ts'
import { type Chain, plantChain, type RoleName } from '../rights/chain.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { openContext, WECOM_USER_AGENT, withChromium } from '../support/browser.ts'

/** In every name, remark, note, tag and product of the east: what a hostile customer would call themselves. */
const MARKUP = '<img src=x onerror=xss=1>'
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

interface Stop {
  page: string
  who: RoleName
  path(chain: Chain): string
  start?(chain: Chain): ClientStart
}

const STOPS: Stop[] = [
  {
    page: 'a customer',
    who: 'eastGuide',
    path: () => '/sidebar/',
    start: ({ east }) => ({ userId: east.externalUserId }),
  },
  {
    page: 'a group',
    who: 'eastGuide',
    path: () => '/sidebar/',
    start: ({ east }) => ({ entry: 'group_chat_tools', chatId: east.chatId }),
  },
  { page: 'the list for today', who: 'eastGuide', path: () => '/sidebar/#/home' },
  {
    page: 'one follow-up',
    who: 'eastGuide',
    path: ({ east }) => `/sidebar/#/t/${east.followUpIds[0]}`,
    start: ({ east }) => ({ userId: east.externalUserId }),
  },
  { page: 'the board of a region', who: 'eastRegion', path: () => '/board/' },
  { page: 'the board of head office', who: 'operator', path: () => '/board/' },
]

withChromium(() =>
  describe('markup in names and texts is text on every page', function () {
    this.timeout(240_000)
    let app: TestApp
    let chain: Chain

    before(async () => {
      await buildMissingPages()
      app = await startTestApp('sqlite')
      chain = await plantChain(app, { east: MARKUP })
      const { externalUserId } = chain.east
      app.local.guideEdits({ userid: 'eastGuide', externalUserId, remark: `${MARKUP}备注` })
      await app.settle()
    })
    after(() => app.stop())

    for (const stop of STOPS)
      it(stop.page, async () => {
        const context = await openContext({ userAgent: WECOM_USER_AGENT, width: 900, height: 1400 })
        try {
          await context.addCookies(cookiesOf(app.url, chain.as[stop.who].cookie))
          const start = JSON.stringify(stop.start?.(chain) ?? {})
          await context.addInitScript(`window.xss = 0; window.fakeClientStart = ${start};${FAKE_BRIDGE}`)
          const page = await context.newPage()
          const refusals: string[] = []
          page.on('console', (line) => /inline|Content Security/.test(line.text()) && refusals.push(line.text()))
          await page.goto(app.url + stop.path(chain))
          await page.getByText(MARKUP).filter({ visible: true }).first().waitFor()
          for (const tab of [undefined, ...(await page.getByRole('tab').all())]) {
            await tab?.click()
            await page.waitForLoadState('networkidle')
            await checkPage(page)
          }
          expect(refusals).to.deep.equal([])
        } finally {
          await context.close()
        }
      })

    it('and in the API as the text it is', async () => {
      const answer = await chain.as.eastGuide.get(`/api/customers/${chain.east.externalUserId}/panel`)
      expect(answer.headers.get('content-type')).to.match(/^application\/json/)
      expect(answer.headers.get('x-content-type-options')).to.equal('nosniff')
      const panel = (await answer.json()) as Record<string, unknown>
      const { customer, notes, tags, orders, binding } = panel as Record<string, object>
      for (const part of [customer, notes, tags, orders, binding]) expect(JSON.stringify(part)).to.include(MARKUP)
    })
  }),
)

/** Nothing ran, and nothing became an element that could have: the policy against inline script is the second lock. */
async function checkPage(page: Page): Promise<void> {
  expect(await page.evaluate('window.xss')).to.equal(0)
  expect(await page.locator('img[src="x"]').count()).to.equal(0)
  expect(await page.locator('[onerror]').count()).to.equal(0)
}

function cookiesOf(url: string, header: string) {
  return header.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })
}

async function buildMissingPages(): Promise<void> {
  if (existsSync(`${ROOT}dist/sidebar/guide/index.html`)) return
  await (await createBuilder({ configFile: `${ROOT}sidebar/vite.config.ts`, logLevel: 'silent' })).buildApp()
}
