import { request as httpRequest } from 'node:http'
import { expect } from 'chai'
import { ERRORS } from '../../app/http/errors.ts'
import { type Chain, plantChain } from '../rights/chain.ts'
import { rowsOf } from '../rights/rowsOf.ts'
import { TABLE } from '../rights/table.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'

const HOSTILE = [
  `' OR 1=1 --`,
  `"; DROP TABLE customers; --`,
  `1) UNION SELECT 1--`,
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '[object Object]',
  'x'.repeat(5000),
  '\u0000',
  '\u202e回头客',
  '＇ＯＲ １＝１',
  '-1',
  '1e999',
  '{"$gt":""}',
]
const PERIOD = { from: '2026-11-01', to: '2026-11-30' }
const BOARDS = [
  '/api/boards/leaderboard',
  '/api/exports/leaderboard.csv',
  '/api/exports/leaderboard.xlsx',
  '/api/boards/groups',
]
const FILTERS = {
  '/api/boards/leaderboard': ['region', 'store', 'sort'],
  '/api/exports/leaderboard.csv': ['region', 'store', 'sort'],
  '/api/exports/leaderboard.xlsx': ['region', 'store', 'sort'],
  '/api/boards/groups': ['region'],
  '/api/boards/entries': ['region', 'store', 'guide', 'pool', 'figure', 'cursor'],
}
/** Query → status; an operator asks, so that no right stands in the way of the fault. */
const BAD_PERIODS: [string, number[]][] = [
  ['', [400]],
  ['from=2026-11-01', [400]],
  ['from=2026-02-30&to=2026-03-01', [400]],
  ['from=2026-02-01&to=2026-02-30', [400]],
  ['from=2026-13-01&to=2026-13-02', [400]],
  ['from=2026-11-30&to=2026-11-01', [400, 422]],
  ['from=2020-01-01&to=2026-11-01', [400, 422]],
  ['from=20261101&to=20261130', [400]],
  ['from[]=2026-11-01&to=2026-11-30', [400]],
  ['from[$gt]=2026-11-01&to=2026-11-30', [400]],
  ['from=2026-11-01&from=2026-11-02&to=2026-11-30', [400]],
  ['from=2026-11-01&to=2026-11-30&region=', [400]],
  ['from=2026-11-01&to=2026-11-30&region=E&region=W', [400]],
  ['from=2026-11-01&to=2026-11-30&__proto__=x', [400]],
  ['from=2026-11-01&to=2026-11-30&constructor=x', [400]],
  ['from=2026-11-01&to=2026-11-30&unknown=x', [400]],
]
const query = (values: Record<string, string>) => `?${new URLSearchParams(values)}`

forEachDatabase((kind) => {
  describe(`bad requests get a clear error and change nothing (${kind})`, function () {
    this.timeout(240_000)
    let app: TestApp
    let chain: Chain
    let stored: Record<string, string>
    before(async () => {
      app = await startTestApp(kind)
      chain = await plantChain(app)
      stored = await rowsOf(app.deps.db)
    })
    afterEach(async () => expect(await rowsOf(app.deps.db)).to.deep.equal(stored))
    after(() => app.stop())

    async function expectError(answer: Response, statuses: readonly number[], what: string): Promise<void> {
      const text = await answer.text()
      expect(answer.status, `${what}: ${text.slice(0, 200)}`).to.be.oneOf([...statuses])
      const { error } = JSON.parse(text) as { error: { code: keyof typeof ERRORS; message: string; requestId: string } }
      expect(ERRORS[error.code][0], what).to.equal(answer.status)
      expect(error.message).to.match(/\p{Script=Han}/u)
      expect(error.requestId).to.equal(answer.headers.get('x-request-id'))
      expect(text).to.not.match(/SELECT|QueryFailed|SQLITE|node_modules|at \w+ \(/)
    }

    for (const path of BOARDS)
      it(`${path}: days that are none, spans too long or turned round, lists, unknown names`, async () => {
        for (const [wrong, statuses] of BAD_PERIODS)
          await expectError(await chain.as.operator.get(`${path}?${wrong}`), statuses, wrong)
      })

    it('SQL, wildcards and control characters in every filter are words that match nothing', async () => {
      for (const [path, names] of Object.entries(FILTERS))
        for (const name of names)
          for (const value of HOSTILE) {
            const guide: Record<string, string> = path.endsWith('entries') ? { guide: 'eastGuide' } : {}
            const asked = query({ ...PERIOD, ...guide, [name]: value })
            const what = `${path} ${name}=${value.slice(0, 30)}`
            await expectError(await chain.as.operator.get(path + asked), [400, 404, 422], what)
          }
    })

    it('the same in every part of every path', async () => {
      for (const { method, path, access } of app.product.routes) {
        if (!path.includes(':') || !['guide', 'manager', 'operator'].includes(access)) continue
        const name = `${method.toUpperCase()} ${path}`
        const { body } = TABLE[name]?.ask(chain.east, chain) ?? {}
        for (const value of HOSTILE) {
          const target = path.replace(/:\w+/g, encodeURIComponent(value))
          const answer = await (method === 'get' ? chain.as.operator.get(target) : chain.as.operator.post(target, body))
          await expectError(answer, [400, 404], `${name} with ${value.slice(0, 30)}`)
        }
        for (const broken of ['%', '%zz', '%c0%af']) {
          const target = path.replace(/:\w+/g, broken)
          const answer = await (method === 'get' ? chain.as.operator.get(target) : chain.as.operator.post(target, body))
          await expectError(answer, [400, 404], `${name} with ${broken}`)
        }
      }
    })

    it('a wildcard in the search for talk tracks is a sign like any other', async () => {
      const rows = async (q: string) => {
        const answer = await chain.as.eastGuide.get(`/api/talk-tracks${query({ q })}`)
        expect(answer.status, q).to.equal(200)
        return ((await answer.json()) as { rows: unknown[] }).rows.length
      }
      expect(await rows('')).to.be.greaterThan(3)
      for (const q of ['%', '_', '%%', `' OR 1=1 --`, '.*', '\\']) expect(await rows(q), q).to.equal(0)
      for (const wrong of [
        '?q=a&q=b',
        '?q[]=a',
        `?q=${'x'.repeat(41)}`,
        '?chatId=',
        '?externalUserId=a&externalUserId=b',
      ])
        await expectError(await chain.as.eastGuide.get(`/api/talk-tracks${wrong}`), [400], wrong)
    })

    it('a time line is asked for by an instant and by nothing else', async () => {
      for (const before of ['x', '-1', '0', '1.5', '1e999', 'NaN', `' OR 1=1 --`]) {
        const path = `/api/customers/${chain.east.externalUserId}/events${query({ before })}`
        await expectError(await chain.as.eastGuide.get(path), [400], before)
      }
    })

    it('bodies of another shape, too deep, or with a prototype', async () => {
      const note = `/api/customers/${chain.east.externalUserId}/notes`
      const form = '"clientKey":"bad-input-1","text":"记"'
      const bodies = [
        '',
        'x',
        'null',
        '[]',
        '"text"',
        '{}',
        `{${form}`,
        `{${form},"isShared":"yes"}`,
        `{${form},"guideId":1}`,
        `{"__proto__":{"isShared":true},${form}}`,
        `{${form},"constructor":{"prototype":{"isShared":true}}}`,
        `{"clientKey":"short","text":"记"}`,
        `{"clientKey":"bad-input-1","text":"   "}`,
        `{"clientKey":"bad-input-1","text":"${'长'.repeat(501)}"}`,
        `{"clientKey":["bad-input-1"],"text":"记"}`,
        `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      ]
      const { cookie } = chain.as.eastGuide
      for (const body of bodies)
        await expectError(
          await fetch(app.url + note, { method: 'POST', headers: { cookie }, body }),
          [400],
          body.slice(0, 60),
        )
      expect(({} as { isShared?: boolean }).isShared).to.equal(undefined)
    })

    it('acts on a follow-up that are none', async () => {
      const base = `/api/follow-ups/${chain.east.followUpIds[0]}`
      const acts: [string, unknown][] = [
        ['/snooze', { until: 'next_year' }],
        ['/snooze', {}],
        ['/skip', {}],
        ['/skip', { reason: '  ' }],
        ['/skip', { reason: 'x'.repeat(101) }],
        ['/done', { note: 7 }],
        ['/sent', { result: 'maybe' }],
        ['/sent', { clientKey: 'short' }],
      ]
      for (const [act, body] of acts)
        await expectError(await chain.as.eastGuide.post(base + act, body), [400], `${act} ${JSON.stringify(body)}`)
      for (const id of ['0', '-1', '1.5', '99999999999', 'NaN'])
        await expectError(await chain.as.eastGuide.post(`/api/follow-ups/${id}/done`, {}), [400, 404], id)
    })

    it('two megabytes to every POST: 413, declared or not, before anything of it is read as a form', async () => {
      for (const { method, path, access } of app.product.routes) {
        if (method === 'get') continue
        // Who may not call a route at all is told so first.
        const { cookie } = access === 'operator' ? chain.as.operator : chain.as.eastManager
        const { path: target = path } = TABLE[`POST ${path}`]?.ask(chain.east, chain) ?? {}
        for (const isDeclared of [true, false])
          expect(await postBytes(app.url + target, cookie, isDeclared), target).to.equal(413)
      }
    })
  })
})

const TWO_MEGABYTES = 2 * 1024 * 1024

/** As a hostile client: sends on until it is cut off, and listens for the answer meanwhile. */
function postBytes(url: string, cookie: string, isDeclared: boolean): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = {
      cookie,
      ...(isDeclared ? { 'content-length': TWO_MEGABYTES } : { 'transfer-encoding': 'chunked' }),
    }
    const sent = httpRequest(url, { method: 'POST', headers, agent: false }, (answer) => {
      resolve(answer.statusCode)
      answer.resume()
      sent.destroy()
    })
    sent.on('error', () => resolve(undefined))
    sent.end(Buffer.alloc(TWO_MEGABYTES, 0x20))
  })
}
