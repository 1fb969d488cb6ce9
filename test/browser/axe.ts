import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = {
  all: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  /** A dark page differs from a light one in nothing else. */
  colours: ['color-contrast', 'link-in-text-block'],
}

/** What axe finds against WCAG A and AA, one line each: rule and where. */
export async function findFaults(page: Page, kind: keyof typeof RULES = 'all'): Promise<string[]> {
  await page.evaluate(SOURCE)
  return page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(RULES[kind])} }).then((result) =>
    result.violations.flatMap((violation) =>
      violation.nodes.map((node) => violation.id + ' ' + node.target + ' ' + (node.any[0]?.message ?? ''))))`)
}

/** Actions smaller than 44 × 44 CSS px, one line each. Hidden ones and the veil behind a dialog do not count. */
export function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=tab]')]
    .map((element) => [element, (element.type === 'checkbox' ? element.closest('label') : element).getBoundingClientRect()])
    .filter(([element, box]) => box.width > 0 && !element.closest('[hidden], .unseen') && (box.width < 43.9 || box.height < 43.9))
    .map(([element, box]) => element.outerHTML.slice(0, 80) + ' ' + box.width + '×' + box.height)`)
}

/** Whether the page itself scrolls sideways: it must reflow instead. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate('document.scrollingElement.scrollWidth > document.documentElement.clientWidth + 1')
}
