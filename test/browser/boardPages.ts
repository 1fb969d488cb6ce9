import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { type Device, saveScreenshot, scaleText } from '../support/browser.ts'
import { findFaults, findSmallTargets, type Scan, scrollsSideways } from './axe.ts'
import type { Site } from './site.ts'
import { visitsAs } from './visits.ts'

const WIDE: Device = { width: 1280, height: 800 }
const LOOKS: { name: string; device: Device; scan: Scan; textPercent?: number }[] = [
  { name: '1280', device: WIDE, scan: 'all' },
  { name: '1280-dark', device: { ...WIDE, isDark: true }, scan: 'colours' },
  { name: '375', device: {}, scan: 'all' },
  { name: '320-200', device: { width: 320 }, scan: 'layout', textPercent: 200 },
]

export interface BoardPages {
  readonly site: Site
  /** Opens an address of the board, on a wide screen unless said otherwise. */
  open(address: string, device?: Device): Promise<Page>
}

/** Inside `describe`: the pages of the board, this person signed in before each test. */
export function boardPagesOf(who: 'manager' | 'operator'): BoardPages {
  const visits = visitsAs(who)
  return {
    get site() {
      return visits.site
    },
    open: async (address, device = WIDE) => (await visits.visit(`/board/${address}`, {}, device)).page,
  }
}

export interface Screen {
  name: string
  address: string
  /** Buttons or summaries to tap first. */
  taps?: string[]
  says: string[]
}

/** One test a look: every screen says what it must, axe finds nothing, thumbs have room, nothing scrolls sideways. */
export function itLooksRight(board: BoardPages, screens: readonly Screen[]): void {
  for (const { name, device, scan, textPercent } of LOOKS)
    it(`says what matters, passes AA and has room for thumbs: ${name}`, async function () {
      this.timeout(300_000)
      const page = await board.open('404', device)
      for (const screen of screens) {
        await page.goto('about:blank')
        await page.goto(`${board.site.url}/board/${screen.address}`)
        if (textPercent) await scaleText(page, textPercent)
        for (const tap of screen.taps ?? []) await tapOn(page, tap)
        for (const words of screen.says) await page.getByText(words).first().waitFor()
        const where = `${screen.name} ${name}`
        if (process.env.SCREENSHOTS) await saveScreenshot(page, `board-${where.replace(' ', '-')}`)
        expect(await findFaults(page, scan), where).to.deep.equal([])
        expect(await findSmallTargets(page), where).to.deep.equal([])
        expect(await scrollsSideways(page), `${where} scrolls sideways`).to.equal(false)
      }
    })
}

export async function tapOn(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name })
  await button
    .or(page.locator('summary', { hasText: name }))
    .first()
    .click()
}
