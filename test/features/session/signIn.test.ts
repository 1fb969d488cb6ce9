import { expect } from 'chai'
import { GuideAssignment } from '../../../app/db/entities/org.ts'
import { safeReturnPath } from '../../../app/features/session/returnPath.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const HOSTILE_RETURNS = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'https://evil.example/sidebar/',
  'javascript:alert(1)',
  '/sidebar/\r\nset-cookie: a=b',
  '/sidebar/../../auth/logout',
  '/sidebar/%0d%0aset-cookie:a=b/../../../x',
  '/api/me',
  '/auth/wecom',
  '/sidebar/\u0000',
  'sidebar/',
  `/sidebar/${'a'.repeat(600)}`,
]

describe('where signing in may lead', () => {
  for (const path of HOSTILE_RETURNS) {
    it(`never to ${JSON.stringify(path).slice(0, 60)}`, () => {
      expect(safeReturnPath(path)).to.equal('/sidebar/')
    })
  }
  it('to a page of ours, hash and query included', () => {
    expect(safeReturnPath('/sidebar/#/t/12')).to.equal('/sidebar/#/t/12')
    expect(safeReturnPath('/board/?a=1#/groups')).to.equal('/board/?a=1#/groups')
  })
})

forEachDatabase((kind) =>
  describe(`signing in by WeCom (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>

    before(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [
        { userId: 'Guide.Lin', name: '林晓' },
        { userId: 'boss', role: 'store_manager' },
        { userId: 'region', role: 'region_manager', storeCode: null, regionCode: 'EAST' },
        { userId: 'ops', role: 'operator', storeCode: null },
      ])
      app.local.addMember({ userid: 'newbie', name: '新人' })
    })
    after(() => app.stop())

    const cookiesOf = (response: Response) =>
      response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')

    async function begin(returnPath = '/sidebar/') {
      const start = await app.anonymous.get(`/auth/wecom?return=${encodeURIComponent(returnPath)}`)
      return { location: start.headers.get('location') ?? '', jar: cookiesOf(start), start }
    }

    /** The way back from WeCom as this visitor, not followed yet. */
    async function visit(location: string, as: string): Promise<string> {
      const url = new URL(location)
      url.searchParams.set('as', as)
      const granted = await fetch(url, { redirect: 'manual' })
      const back = new URL(granted.headers.get('location') ?? '')
      return back.pathname + back.search
    }

    const arrive = (path: string, cookie: string) => fetch(app.url + path, { redirect: 'manual', headers: { cookie } })

    it('sends the browser to WeCom with the parameters in its order', async () => {
      const { location } = await begin()
      expect(location).to.match(
        /\/connect\/oauth2\/authorize\?appid=\w+&redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Fauth%2Fwecom%2Fcallback&response_type=code&scope=snsapi_base&state=[0-9a-z]{40}&agentid=1000002#wechat_redirect$/,
      )
    })

    it('ends at the page it began at, with a cookie that scripts cannot read', async () => {
      const { location, jar } = await begin('/sidebar/?t=7')
      const done = await arrive(await visit(location, 'Guide.Lin'), jar)
      expect(done.status).to.equal(302)
      expect(done.headers.get('location')).to.equal('/sidebar/?t=7')
      const session = done.headers.getSetCookie().find((line) => line.startsWith('huitouke='))
      expect(session).to.match(/httponly/i)
      expect(session).to.match(/samesite=lax/i)
    })

    it('a foreign return path ends at the sidebar', async () => {
      const { location, jar } = await begin('//evil.example/')
      const done = await arrive(await visit(location, 'Guide.Lin'), jar)
      expect(done.headers.get('location')).to.equal('/sidebar/')
    })

    const refusals: [string, () => Promise<Response>][] = [
      [
        'a state that was used',
        async () => {
          const { location, jar } = await begin()
          const path = await visit(location, 'Guide.Lin')
          await arrive(path, jar)
          return arrive(path, jar)
        },
      ],
      [
        'a state of another browser',
        async () => {
          const mine = await begin()
          const other = await begin()
          return arrive(await visit(mine.location, 'Guide.Lin'), other.jar)
        },
      ],
      ['a browser without the mark', async () => arrive(await visit((await begin()).location, 'Guide.Lin'), '')],
      [
        'no state',
        async () => {
          const { location, jar } = await begin()
          return arrive((await visit(location, 'Guide.Lin')).replace(/state=\w+/, ''), jar)
        },
      ],
      [
        'a state we never gave',
        async () => {
          const { location, jar } = await begin()
          return arrive((await visit(location, 'Guide.Lin')).replace(/state=\w+/, `state=${'a'.repeat(40)}`), jar)
        },
      ],
      [
        'a state after ten minutes',
        async () => {
          const { location, jar } = await begin()
          const path = await visit(location, 'Guide.Lin')
          app.clock.advance(10 * 60_000 + 1)
          return arrive(path, jar)
        },
      ],
      [
        'a code that WeCom does not know',
        async () => {
          const { location, jar } = await begin()
          return arrive((await visit(location, 'Guide.Lin')).replace(/code=[^&]+/, 'code=nonsense'), jar)
        },
      ],
      [
        'a member who is not on the list',
        async () => {
          const { location, jar } = await begin()
          return arrive(await visit(location, 'newbie'), jar)
        },
      ],
    ]
    for (const [what, walk] of refusals) {
      it(`refuses ${what}, in words and without a session`, async () => {
        const refused = await walk()
        expect(refused.status).to.equal(403)
        expect(await refused.text()).to.match(/请/)
        expect(refused.headers.getSetCookie().some((line) => line.startsWith('huitouke='))).to.equal(false)
      })
    }

    it('says in words that it cannot sign in while WeCom refuses the server, and lets nobody in', async () => {
      const { location, jar } = await begin()
      const path = await visit(location, 'Guide.Lin')
      app.local.fault({ api: 'auth/getuserinfo', errcode: 60020 })
      const answer = await arrive(path, jar)
      expect(answer.status).to.equal(503)
      expect(answer.headers.get('content-type')).to.match(/^text\/html/)
      expect(await answer.text()).to.include('请过一会儿')
      expect(answer.headers.getSetCookie().some((line) => line.startsWith('huitouke='))).to.equal(false)
    })

    it('says who am I, with the scope of today', async () => {
      const guide = await (await app.signIn('Guide.Lin')).get('/api/me')
      expect(await guide.json()).to.deep.include({ userId: 'Guide.Lin', role: 'guide', reach: { kind: 'none' } })
      const boss = await (await app.signIn('boss')).get('/api/me')
      expect(await boss.json()).to.deep.include({ reach: { kind: 'stores', storeCodes: ['SH001'] } })
      const region = await (await app.signIn('region')).get('/api/me')
      expect(await region.json()).to.deep.include({ reach: { kind: 'stores', storeCodes: ['SH001', 'SH002'] } })
      const ops = await (await app.signIn('ops')).get('/api/me')
      expect(await ops.json()).to.deep.include({ reach: { kind: 'all' } })
    })

    it('is over at once for a guide whose last day has passed, although the cookie lives', async () => {
      const browser = await app.signIn('boss')
      await app.deps.db.transaction((tx) => tx.update(GuideAssignment, { guideId: ids.boss! }, { toDay: '2026-11-20' }))
      expect((await browser.get('/api/me')).status).to.equal(401)
    })

    it('a changed cookie, or none, is no session', async () => {
      const browser = await app.signIn('ops')
      const forged = browser.cookie.replace(/huitouke=[^;]{4}/, 'huitouke=AAAA')
      expect((await arrive('/api/me', forged)).status).to.equal(401)
      expect((await app.anonymous.get('/api/me')).status).to.equal(401)
    })

    it('signs pages of ours for the JS-SDK with one ticket, and nobody else’s', async () => {
      const browser = await app.signIn('Guide.Lin')
      const ask = (url: string) => browser.get(`/api/jssdk/agent-config?url=${encodeURIComponent(url)}`)
      const before = app.local.calls('ticket/get').length
      const [first] = await Promise.all([
        ask(`${app.url}/sidebar/`),
        ask(`${app.url}/board/`),
        ask(`${app.url}/sidebar/?x=1`),
      ])
      expect(await first!.json()).to.include.keys('timestamp', 'nonceStr', 'signature', 'corpId', 'agentId')
      expect(app.local.calls('ticket/get').length - before).to.be.at.most(1)
      const foreign = [
        'https://evil.example/sidebar/',
        `${app.url}.evil.example/sidebar/`,
        `${app.url}/sidebar/../api/me`,
        `${app.url}/sidebarx`,
        'nonsense',
      ]
      for (const url of foreign) expect((await ask(url)).status, url).to.equal(400)
      expect((await app.anonymous.get(`/api/jssdk/agent-config?url=${app.url}/sidebar/`)).status).to.equal(401)
    })

    it('serves the domain verification file bare, and no other', async () => {
      const file = await app.anonymous.get('/WW_verify_AbCdEf0123456789.txt')
      expect(file.status).to.equal(200)
      expect(file.headers.get('content-type')).to.match(/^text\/plain/)
      expect(await file.text()).to.equal('AbCdEf0123456789')
      expect((await app.anonymous.get('/WW_verify_other.txt')).status).to.equal(404)
    })

    it('logging out forgets the session', async () => {
      const browser = await app.signIn('ops')
      const out = await browser.post('/auth/logout')
      expect(out.status).to.equal(204)
      expect(out.headers.getSetCookie().some((line) => /^huitouke=;/.test(line))).to.equal(true)
    })
  }),
)
