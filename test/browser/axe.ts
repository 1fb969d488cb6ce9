import axe from 'axe-core'
import type { Page } from 'playwright-core'

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const SCANS = {
  all: { runOnly: LEVELS },
  /** A dark page differs from a light one in nothing else. */
  colours: { runOnly: ['color-contrast', 'link-in-text-block'] },
  /** Larger text keeps the colours. */
  layout: { runOnly: LEVELS, rules: { 'color-contrast': { enabled: false } } },
}

export type Scan = keyof typeof SCANS

/** What axe finds against WCAG A and AA, one line each: rule and where. */
export async function findFaults(page: Page, scan: Scan = 'all'): Promise<string[]> {
  await page.evaluate(axe.source)
  const options = JSON.stringify({ ...SCANS[scan], resultTypes: ['violations'] })
  return page.evaluate(`axe.run(document, ${options}).then((result) =>
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
