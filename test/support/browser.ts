import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { leaveOut } from './services.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]
const SCREENSHOTS = fileURLToPath(new URL('../browser/screenshots/', import.meta.url))

// Nothing may leave the machine, and a container has neither sandbox nor graphics.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let launched: Promise<Browser> | undefined
let closesAtEnd = false

function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path !== undefined && existsSync(path))
}

/** Defines the suites of `define` when a Chromium is here; one browser serves them all. */
export function withChromium(define: () => void): void {
  if (!chromiumPath()) {
    leaveOut('Chromium')
    return
  }
  if (!closesAtEnd) after(closeBrowser)
  closesAtEnd = true
  define()
}

/** One that died fails the test it died in, not every test after it. */
async function launchBrowser(): Promise<Browser> {
  if (launched && !(await launched).isConnected()) launched = undefined
  launched ??= chromium.launch({ executablePath: chromiumPath(), args: ARGS })
  return launched
}

async function closeBrowser(): Promise<void> {
  await (await launched)?.close()
  launched = undefined
}

export const WECOM_USER_AGENT =
  'Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36 wxwork/4.1.36 MicroMessenger/7.0.1'

export interface Device {
  width?: number
  height?: number
  /** The operating system's wish, as iOS tells it. */
  isDark?: boolean
  userAgent?: string
}

/** On a busy machine one step may take long: only what hangs fails. */
const PATIENCE_MS = 60_000

/** A fresh profile: own cookies, own cache. Close it when done. */
export async function openContext(device: Device = {}): Promise<BrowserContext> {
  const browser = await launchBrowser()
  const context = await browser.newContext({
    viewport: { width: device.width ?? 375, height: device.height ?? 667 },
    colorScheme: device.isDark ? 'dark' : 'light',
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
    ...(device.userAgent ? { userAgent: device.userAgent } : {}),
  })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

/** Text at `percent` of its size, as a person sets it in the client. */
export async function scaleText(page: Page, percent: number): Promise<void> {
  await page.evaluate(`document.documentElement.style.fontSize = '${percent}%'`)
}

/** Kept under test/browser/screenshots (not in git): for looking at, not for comparing. */
export async function saveScreenshot(page: Page, name: string, isFullPage = true): Promise<string> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  const path = `${SCREENSHOTS}${name}.png`
  await page.screenshot({ path, fullPage: isFullPage })
  return path
}
