import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createLog } from '../../app/boot/log.ts'
import { type Chain, importText, orderOf, plantChain, postSigned } from '../rights/chain.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'

const CORP_SECRET = 'canary-corp-secret-5d81'
const NOTE = '金丝雀备注内容-7731'
const SENT = '金丝雀发送内容-9917'
const WRITTEN = '金丝雀来信内容-4402'
const CUSTOMER_PHONE = '13712344321'
const UNION_ID = 'oCanaryUnion0001'
const ENV = {
  WECOM_SECRET: CORP_SECRET,
  WECOM_TOKEN: 'CanaryToken5d81',
  WECOM_ENCODING_AES_KEY: 'CanaryAesKey0000000000000000000000000005d81',
  SESSION_SECRET: 'canary-session-secret-5d81',
  DATA_KEY: randomBytes(32).toString('base64'),
  INTAKE_SECRETS: 'pos-east:canary-intake-secret-5d81',
}
const INTAKE_SECRET = 'canary-intake-secret-5d81'

const FAULTS = [
  40_001,
  40_014,
  42_001,
  41_051,
  45_009,
  60_020,
  84_061,
  -1,
  'half_body',
  'http_500',
  'redirect',
] as const

/** What failed waits for its next try, a few seconds on: on a clock that stands it would wait for ever. */
async function settleWhileTimeGoesOn(app: TestApp): Promise<void> {
  const timer = setInterval(() => app.clock.advance(3000), 20)
  await app.settle().finally(() => clearInterval(timer))
}

forEachDatabase((kind) => {
  describe(`no secret, phone or message text leaves through logs, errors or metrics (${kind})`, function () {
    this.timeout(240_000)
    const lines: string[] = []
    const answers: string[] = []
    let app: TestApp
    let chain: Chain

    before(async () => {
      const log = createLog('trace', { write: (line: string) => void lines.push(line) })
      app = await startTestApp(kind, { env: ENV, log, corp: { secret: CORP_SECRET } })
      app.secrets.intake['pos-east'] = INTAKE_SECRET
      chain = await plantChain(app)
    })
    after(async () => {
      app.secrets.intake['pos-east'] = 'pos-east-secret'
      await app.stop()
    })

    const keep = async (answer: Response) => {
      answers.push(JSON.stringify([...answer.headers]), await answer.text())
      return answer.status
    }

    it('while customers come, guides write, orders arrive and members are imported', async () => {
      const { eastGuide } = chain.as
      const { externalUserId, followUpIds } = chain.east
      app.local.customerAdds({
        userid: 'eastGuide',
        name: '新来的',
        unionid: UNION_ID,
        remarkMobiles: [CUSTOMER_PHONE],
      })
      app.local.memberWrites({ userid: 'eastGuide', text: WRITTEN })
      app.local.customerWrites({ userid: 'eastGuide', externalUserId, text: WRITTEN })
      await app.settle()
      const note = { clientKey: 'canary-note', text: NOTE }
      expect((await eastGuide.post(`/api/customers/${externalUserId}/notes`, note)).status).to.equal(200)
      const sent = { clientKey: 'canary-sent', text: SENT }
      expect((await eastGuide.post(`/api/follow-ups/${followUpIds[0]}/sent`, sent)).status).to.equal(200)
      const free = { clientKey: 'canary-free', text: SENT, externalUserId, result: 'fail', failure: 'x' }
      expect((await eastGuide.post('/api/sends', free)).status).to.equal(200)
      const wrong = { clientKey: 'canary-wrong', kind: 'other', body: NOTE }
      expect((await eastGuide.post(`/api/customers/${externalUserId}/complaints`, wrong)).status).to.equal(200)
      const order = orderOf({ orderNo: 'CANARY-1', buyer: { phone: CUSTOMER_PHONE, unionId: UNION_ID } })
      expect((await postSigned(app, '/hooks/orders', order)).status).to.equal(200)
      const members = `member_no,phone,name\nC1,${CUSTOMER_PHONE},甲\nC2,13712344321x,乙`
      expect((await importText(app, 'members', members)).written).to.equal(false)
      await app.settle()
    })

    it('while WeCom refuses, breaks off and sends elsewhere', async () => {
      for (const errcode of FAULTS) app.local.fault({ api: '*', errcode, times: 2 })
      for (const errcode of FAULTS)
        app.local.customerAdds({ userid: 'westGuide', name: `客户${errcode}`, unionid: `${UNION_ID}${errcode}` })
      await settleWhileTimeGoesOn(app)
      app.local.clearFaults()
      const seen = lines.map((line) => /"errcode":(-?\d+)/.exec(line)?.[1])
      for (const errcode of FAULTS.filter((fault) => typeof fault === 'number'))
        expect(seen, String(errcode)).to.include(String(errcode))
    })

    it('while people are refused: forms, rights, signatures, sign-ins', async () => {
      const { externalUserId } = chain.east
      const { eastGuide, westGuide } = chain.as
      const panel = `/api/customers/${externalUserId}`
      expect(await keep(await eastGuide.post(`${panel}/notes`, { clientKey: 'x', text: NOTE }))).to.equal(400)
      expect(await keep(await westGuide.post(`${panel}/notes`, { clientKey: 'canary-n', text: NOTE }))).to.equal(404)
      expect(await keep(await eastGuide.post(`${panel}/bind-member`, { phone: CUSTOMER_PHONE }))).to.equal(422)
      expect(await keep(await eastGuide.post(`${panel}/bind-member`, { phone: `${CUSTOMER_PHONE}x` }))).to.equal(422)
      const order = orderOf({ orderNo: 'CANARY-2', buyer: { phone: `${CUSTOMER_PHONE}99` } })
      expect(await keep(await postSigned(app, '/hooks/orders', order))).to.equal(400)
      expect(await keep(await postSigned(app, '/hooks/orders', order, { secret: 'x' }))).to.equal(401)
      const other = orderOf({ orderNo: 'CANARY-1', buyer: { phone: CUSTOMER_PHONE, memberNo: 'C9' } })
      expect(await keep(await postSigned(app, '/hooks/orders', other))).to.equal(409)
      expect(await keep(await app.anonymous.get(`/auth/wecom/callback?code=${CORP_SECRET}&state=x`))).to.equal(403)
      expect(
        await keep(await app.anonymous.get(`/api/customers/${CUSTOMER_PHONE}/panel?token=${CORP_SECRET}`)),
      ).to.equal(401)
    })

    it('while the database fails under a note, an order and a callback', async () => {
      const query = (sql: string) => app.deps.db.transaction((tx) => tx.query(sql))
      const tables = ['customer_notes', 'orders', 'inbox']
      for (const table of tables) await query(`ALTER TABLE ${table} RENAME TO ${table}_away`)
      try {
        const note = { clientKey: 'canary-broken', text: NOTE }
        const { externalUserId } = chain.east
        expect(await keep(await chain.as.eastGuide.post(`/api/customers/${externalUserId}/notes`, note))).to.equal(500)
        const order = orderOf({ orderNo: 'CANARY-3', buyer: { phone: CUSTOMER_PHONE } })
        expect(await keep(await postSigned(app, '/hooks/orders', order))).to.equal(500)
        const batch = await postSigned(app, '/hooks/orders', [order])
        const text = await batch.text()
        expect(text).to.include('INTERNAL')
        answers.push(text)
        app.local.settings.maxRetries = 0
        app.local.memberWrites({ userid: 'eastGuide', text: WRITTEN })
        await app.local.delivery.idle()
        expect(app.local.delivery.deliveries().at(-1)?.outcome).to.equal('given_up')
      } finally {
        for (const table of tables) await query(`ALTER TABLE ${table}_away RENAME TO ${table}`)
      }
      expect(lines.filter((line) => line.includes('query failed')).length).to.be.greaterThan(2)
    })

    it('and so none of them is in a line of the log, an error, /metrics or the API page', async () => {
      const open = ['/metrics', '/api/openapi.json', '/healthz', '/readyz', '/version', '/docs']
      for (const path of open) expect(await keep(await app.anonymous.get(path)), path).to.equal(200)
      const everything = { log: lines.join('\n'), answers: answers.join('\n') }
      expect(lines.length).to.be.greaterThan(50)
      const never = canaries(app, chain)
      expect(never.length).to.be.greaterThan(20)
      for (const [name, value] of never)
        for (const [where, text] of Object.entries(everything)) {
          const at = text.indexOf(value)
          expect(at, `${name} in ${where}: ${text.slice(Math.max(0, at - 200), at + 40)}`).to.equal(-1)
        }
    })
  })
})

/** What must not leave: settings, what WeCom gave us, what people wrote, and how they can be called or known. */
function canaries({ local }: TestApp, { as, east }: Chain): [string, string][] {
  const settings = Object.entries({ ...ENV, INTAKE_SECRETS: INTAKE_SECRET })
  const cookies = Object.values(as).flatMap(({ cookie }) =>
    cookie
      .split('; ')
      .filter(Boolean)
      .map((pair): [string, string] => ['cookie', pair.slice(pair.indexOf('=') + 1)]),
  )
  const tokens = new Set(local.calls().flatMap(({ query }) => query.access_token ?? []))
  const codes = [...local.state.welcomeCodes.keys(), ...local.state.oauthCodes.keys()]
  return [
    ...settings,
    ...cookies.filter(([, value]) => value.length > 8),
    ...[...tokens].map((token): [string, string] => ['access token', token]),
    ...codes.map((code): [string, string] => ['code', code]),
    ['note', NOTE],
    ['sent text', SENT],
    ['received text', WRITTEN],
    ['phone', CUSTOMER_PHONE],
    ['phone', east.phone],
    ['unionid', UNION_ID],
    ['customer name', `${east.word}客户`],
  ]
}
