import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { Demo } from '../../demo/start.ts'
import { type Device, openContext } from '../support/browser.ts'

/** What an act of the demo may take on a busy machine; a day that passes takes longest. */
const ACT_MS = 120_000

/** The demo as one sees it: the chat frame, and the product's page at its side. */
export interface DemoDesk {
  context: BrowserContext
  page: Page
  side: FrameLocator
  /** What went wrong on the pages. */
  problems: string[]
  /** Presses a button of the frame and waits until that is done. */
  press(name: string): Promise<void>
  /** And until the page at the side has come anew: what is tapped before would be lost with the old one. */
  pressForNewPage(name: string): Promise<void>
}

export async function openDemoDesk(demo: Demo, device: Device): Promise<DemoDesk> {
  const context = await openContext(device)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') problems.push(line.text())
  })
  await page.goto(`${demo.url}/demo`)
  await page.waitForSelector('body[data-ready]', { timeout: ACT_MS })
  const press = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).click()
    await page.waitForSelector('body:not(.busy)', { timeout: ACT_MS })
  }
  return {
    ...{ context, page, side: page.frameLocator('#page'), problems, press },
    async pressForNewPage(name) {
      const came = page.waitForEvent('framenavigated', {
        predicate: (frame) => frame !== page.mainFrame() && !/\/auth\//.test(frame.url()),
        timeout: ACT_MS,
      })
      await press(name)
      await came
    },
  }
}
