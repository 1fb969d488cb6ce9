import { expect } from 'chai'
import type { Locator, Page } from 'playwright-core'
import type { Device } from '../support/browser.ts'
import { until } from '../support/until.ts'
import type { ClientStart } from './bridge.ts'
import { type Site, type SiteRole, startSite, type Visit, visit } from './site.ts'

export interface Visits {
  readonly site: Site
  /** One a test; it is closed after it. */
  visit(path: string, start?: ClientStart, device?: Device): Promise<Visit>
}

/** Inside `describe`: the site, and before each test this person signed in with nothing posted yet. */
export function visitsAs(who: SiteRole): Visits {
  let site: Site
  let visited: Visit | undefined
  before(async function () {
    this.timeout(240_000)
    site = await startSite()
  })
  after(() => site.close())
  beforeEach(() => {
    site.signInAs(who)
    site.posted.length = 0
  })
  afterEach(async () => {
    await visited?.close()
    visited = undefined
  })
  return {
    get site() {
      return site
    },
    async visit(path, start, device) {
      visited = await visit(site, path, start, device)
      return visited
    },
  }
}

/** Waits for what the page posts without a word about it: that many, and no more. */
export async function waitForPosts(site: Site, count: number): Promise<void> {
  await until(`${count} posts`, () => site.posted.length >= count)
  expect(site.posted).to.have.length(count)
}

/** The browser tells of a new address a moment after the page has moved. */
export async function waitForAddress(page: Page, words: string): Promise<void> {
  await page.waitForURL(({ href }) => href.includes(words))
}

/** What is typed next goes here. */
export async function waitForFocus(where: Locator): Promise<void> {
  await where.and(where.page().locator(':focus')).waitFor()
}
