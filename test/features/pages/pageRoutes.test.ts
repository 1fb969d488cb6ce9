import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { pino } from 'pino'
import { type PageOptions, pageRoutes } from '../../../app/features/pages/routes.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { createHttpApp } from '../../../app/http/app.ts'

const HTML = '<!doctype html><html lang="zh-CN"><head><title>x</title></head><body></body></html>'
const SITE = { publicBaseUrl: 'https://guide.example.com', corpId: 'ww1', agentId: 7 }
const GUIDE: Actor = {
  guideId: 1,
  userId: 'guide.lin',
  name: '林晓',
  level: 'skilled',
  role: 'guide',
  storeCodes: [],
  reach: { kind: 'none' },
}

/** Where a page's script sends a browser that stands at this address. */
function leadsTo(script: string, address: { pathname: string; search: string; hash: string }): string {
  let to = ''
  runInNewContext(script, {
    location: {
      ...address,
      replace: (url: string) => {
        to = url
      },
    },
  })
  return to
}

describe('the pages over HTTP', () => {
  let distDir: string
  let server: Server | undefined

  beforeEach(() => {
    distDir = mkdtempSync(join(tmpdir(), 'huitouke-pages-'))
    for (const folder of ['guide', 'board', 'assets']) mkdirSync(join(distDir, folder))
    writeFileSync(join(distDir, 'guide/index.html'), HTML)
    writeFileSync(join(distDir, 'board/index.html'), HTML)
    writeFileSync(join(distDir, 'assets/guide-abc.js'), 'export const a = 1\n'.repeat(100))
  })
  afterEach(() => {
    server?.close()
    rmSync(distDir, { recursive: true })
  })

  async function serve(actor: Actor | undefined, change: Partial<PageOptions> = {}): Promise<string> {
    const authenticate = async () => actor
    const agentConfigFor = async (url: string) => ({ timestamp: 1, nonceStr: 'n', signature: `signed ${url}` })
    const log = pino({ level: 'silent' })
    const app = createHttpApp({
      routes: pageRoutes({ distDir, agentConfigFor, site: SITE, authenticate, ...change }),
      log,
      authenticate,
      sessionSecret: 'a secret for tests only',
      isHttps: false,
      publicOrigin: SITE.publicBaseUrl,
    })
    server = await new Promise<Server>((resolve) => {
      const listening = createServer(app.callback()).listen(0, '127.0.0.1', () => resolve(listening))
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const get = (url: string, headers: Record<string, string> = {}) => fetch(url, { redirect: 'manual', headers })
  const bootOf = (html: string) =>
    JSON.parse(/<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(html)?.[1] ?? '')

  it('sends a person without a session to sign in, and back to the same page', async () => {
    const base = await serve(undefined)
    for (const path of ['/sidebar/', '/board/', '/sidebar/?t=12']) {
      const answer = await get(base + path)
      expect(answer.status).to.equal(302)
      expect(answer.headers.get('location')).to.equal(`/auth/wecom?return=${encodeURIComponent(path)}`)
    }
  })

  it('asks a browser for what stands behind the #, which no redirect can see', async () => {
    const base = await serve(undefined)
    const answer = await get(`${base}/board/?a=</script>`, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
    const html = await answer.text()
    expect(answer.status).to.equal(200)
    expect(answer.headers.get('cache-control')).to.equal('no-store')
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(html) ?? []
    expect(script).to.not.include('<')
    const allowed = `'sha256-${createHash('sha256').update(script).digest('base64')}'`
    expect(answer.headers.get('content-security-policy')).to.include(`script-src ${allowed};`)
    expect(leadsTo(script, { pathname: '/board/', search: '?a=1', hash: '#/disputes?state=open' })).to.equal(
      '/auth/wecom?return=%2Fboard%2F%3Fa%3D1%23%2Fdisputes%3Fstate%3Dopen',
    )
    const endless = { pathname: '/board/', search: '', hash: `#/${'x'.repeat(500)}` }
    expect(leadsTo(script, endless)).to.equal('/auth/wecom?return=%2Fboard%2F')
  })

  it('writes who is here and the signature of this very address into a page nobody may keep', async () => {
    const base = await serve(GUIDE)
    const answer = await get(`${base}/sidebar/?from=card`)
    expect(answer.headers.get('cache-control')).to.equal('no-store')
    expect(bootOf(await answer.text())).to.deep.equal({
      timestamp: 1,
      nonceStr: 'n',
      signature: 'signed https://guide.example.com/sidebar/?from=card',
      corpId: 'ww1',
      agentId: 7,
      userName: '林晓',
      role: 'guide',
    })
  })

  it('lets no name break out of its block', async () => {
    const name = '</script><script>alert(1)</script>$&\u2028<!--'
    const base = await serve({ ...GUIDE, name })
    const html = await (await get(`${base}/board/`)).text()
    expect(bootOf(html).userName).to.equal(name)
    expect(html.match(/<script/g)).to.have.length(1)
  })

  it('still opens when WeCom gives no ticket', async () => {
    const base = await serve(GUIDE, { agentConfigFor: () => Promise.reject(new Error('WeCom is away')) })
    const answer = await get(`${base}/sidebar/`)
    expect(answer.status).to.equal(200)
    expect(bootOf(await answer.text())).to.not.have.property('signature')
  })

  it('is dark before the first paint for a client that says so', async () => {
    const base = await serve(GUIDE)
    const dark = await get(`${base}/sidebar/`, { 'user-agent': 'wxwork/5.0.6 MicroMessenger/7.0.1 ColorScheme/Dark' })
    expect(await dark.text()).to.include('<html data-theme="dark" lang="zh-CN">')
    const plain = await get(`${base}/sidebar/`, { 'user-agent': 'wxwork/5.0.6' })
    expect(await plain.text()).to.include('<html lang="zh-CN">')
  })

  it('gives scripts for a year, packed when asked', async () => {
    const base = await serve(undefined)
    const answer = await get(`${base}/assets/guide-abc.js`, { 'accept-encoding': 'gzip' })
    expect(answer.headers.get('content-encoding')).to.equal('gzip')
    expect(answer.headers.get('content-type')).to.match(/^text\/javascript/)
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable')
    expect(await answer.text()).to.include('export const a = 1')
    const plain = await get(`${base}/assets/guide-abc.js`, { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).to.equal(null)
  })

  it('serves nothing that was not there at the start', async () => {
    writeFileSync(join(distDir, 'secret.txt'), 'secret')
    const base = await serve(GUIDE)
    const port = new URL(base).port
    for (const path of [
      '..%2fsecret.txt',
      '../secret.txt',
      '%2e%2e/secret.txt',
      '..\\secret.txt',
      'none.js',
      '__proto__',
    ])
      expect(await rawStatus(port, `/assets/${path}`), path).to.equal(404)
  })

  it('sends managers to the board and everyone else to the sidebar', async () => {
    const where = async (actor: Actor | undefined) => {
      const answer = await get(await serve(actor))
      server?.close()
      return answer.headers.get('location')
    }
    expect(await where({ ...GUIDE, role: 'operator', reach: { kind: 'all' } })).to.equal('/board/')
    expect(await where(GUIDE)).to.equal('/sidebar/')
    expect(await where(undefined)).to.equal('/sidebar/')
  })

  it('lets the caller have the last touch on a page, and says when pages were never built', async () => {
    const base = await serve(GUIDE, { htmlFilter: (html) => html.replace('<body>', '<body class="last">') })
    expect(await (await get(`${base}/sidebar/`)).text()).to.include('class="last"')
    server?.close()
    const bare = await get(`${await serve(GUIDE, { distDir: join(distDir, 'nowhere') })}/sidebar/`)
    expect(bare.status).to.equal(503)
  })
})

/** A path exactly as written: `fetch` would tidy it up first. */
function rawStatus(port: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.on('error', reject).end()
  })
}
