import type { Page } from 'playwright-core'
import type { ClientStart } from './bridge.ts'
import { type Visits, visitsAs, waitForFocus } from './visits.ts'

interface ClientCall {
  name: string
  params: {
    msgtype?: string
    text?: { content: string }
    image?: object
    news?: object
    data?: string
    externalUserIds?: string
  }
}

interface GuidePages extends Visits {
  /** Opens the guide's page in the chat with a customer, unless the start or the address says otherwise. */
  open(start?: ClientStart, path?: string): Promise<Page>
}

/** Inside `describe`: the pages of a guide, from the site's start to its end. */
export function guidePages(): GuidePages {
  const visits = visitsAs('guide')
  return {
    get site() {
      return visits.site
    },
    visit: visits.visit,
    open: async (start, path = '/sidebar/') => (await visits.visit(path, start)).page,
  }
}

/** Waits for words in the live region. */
export async function says(page: Page, words: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: words }).waitFor()
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}

/** Sends what the page proposes. */
export const mainButton = (page: Page) => page.locator('.main .fill')

/** Opens the sentence for writing, with the cursor where the page puts it. */
export async function rewrite(page: Page, title: string): Promise<void> {
  await press(page, `改一改：${title}`)
  await waitForFocus(page.getByRole('textbox', { name: `改一改：${title}` }))
}

/** What the page has asked of WeCom's client. */
export async function callsOf(page: Page, name: string): Promise<ClientCall['params'][]> {
  const calls = (await page.evaluate('window.fakeClient.calls')) as ClientCall[]
  return calls.filter((call) => call.name === name).map(({ params }) => params)
}

/** The guide comes back to the window. */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate('dispatchEvent(new Event("focus"))')
}
