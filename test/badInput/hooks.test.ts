import { expect } from 'chai'
import { importLines, orderOf, postSigned, type Signing } from '../rights/chain.ts'
import { rowsOf } from '../rights/rowsOf.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'

const good = orderOf({ orderNo: 'B-1' })
const [line] = good.lines
const withLine = (change: object) => ({ ...good, lines: [{ ...line, ...change }] })
const refund = {
  source: 'pos-east',
  refundNo: 'RB-1',
  orderNo: 'B-1',
  refundedAt: '2026-11-21T09:30:00+08:00',
  lines: [{ lineNo: '1', refundFen: 100, quantity: 1 }],
}
/** JSON.stringify cannot write these: they are spelt as a till would. */
const asText = (body: object, spelling: string) => JSON.stringify(body).replace('19900', spelling)
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

/** What is wrong → which path the answer must name. */
const BAD_ORDERS: [string, unknown, string][] = [
  ['an amount NaN', asText(good, 'NaN'), ''],
  ['an amount of Infinity', asText(good, 'Infinity'), ''],
  ['a negative amount', withLine({ paidFen: -1 }), 'lines.0.paidFen'],
  ['half a fen', withLine({ paidFen: 0.5 }), 'lines.0.paidFen'],
  ['an amount beyond 2^53', asText(good, '9007199254740993'), 'lines.0.paidFen'],
  ['an amount of 1e300', asText(good, '1e300'), 'lines.0.paidFen'],
  ['an amount as text', withLine({ paidFen: '19900' }), 'lines.0.paidFen'],
  ['an amount of null', withLine({ paidFen: null }), 'lines.0.paidFen'],
  ['no amount', withLine({ paidFen: undefined }), 'lines.0.paidFen'],
  ['an amount in a list', withLine({ paidFen: [19_900] }), 'lines.0.paidFen'],
  [
    'a sum beyond 2^53',
    { ...good, lines: ['1', '2'].map((lineNo) => ({ ...line, lineNo, paidFen: 2 ** 53 - 1 })) },
    'lines',
  ],
  ['one line number twice', { ...good, lines: [line, line] }, 'lines.1.lineNo'],
  ['no lines', { ...good, lines: [] }, 'lines'],
  ['1001 lines', { ...good, lines: Array.from({ length: 1001 }, (_, n) => ({ ...line, lineNo: `${n}` })) }, 'lines'],
  ['a negative quantity', withLine({ quantity: -1 }), 'lines.0.quantity'],
  ['no such day', { ...good, paidAt: '2026-02-30T10:00:00+08:00' }, 'paidAt'],
  ['a time without a zone', { ...good, paidAt: '2026-11-21T10:00:00' }, 'paidAt'],
  ['a time as a number', { ...good, paidAt: 1_795_226_400_000 }, 'paidAt'],
  ['an unknown channel', { ...good, channel: 'phone' }, 'channel'],
  ['a number of spaces', { ...good, orderNo: '   ' }, 'orderNo'],
  ['a number with a line feed', { ...good, orderNo: 'B\n1' }, 'orderNo'],
  ['a number of 65 characters', { ...good, orderNo: 'x'.repeat(65) }, 'orderNo'],
  ['a number as an object', { ...good, orderNo: { $ne: '' } }, 'orderNo'],
  ['a masked phone', { ...good, buyer: { phone: '138****0001' } }, 'buyer.phone'],
  ['a phone a spreadsheet has rounded', { ...good, buyer: { phone: '1.38E+10' } }, 'buyer.phone'],
  ['a list of null', [null], ''],
  ['an empty list', [], ''],
  ['501 orders', Array.from({ length: 501 }, (_, n) => ({ ...good, orderNo: `B-${n}` })), ''],
  ['no JSON', 'order=1', ''],
  ['JSON cut short', JSON.stringify(good).slice(0, -5), ''],
  ['JSON 21 levels deep', deep(21), ''],
  ['JSON 100 000 levels deep', deep(100_000), ''],
  ['bytes that are no UTF-8', Buffer.from('{"source":"\xff"}', 'latin1'), ''],
]

forEachDatabase((kind) => {
  describe(`bad orders and refunds get a clear error and change nothing (${kind})`, () => {
    let app: TestApp
    before(async () => {
      app = await startTestApp(kind)
      await importLines(app, 'regions', ['code,name', 'E,东'])
      await importLines(app, 'stores', ['store_code,name,region_code', 'E1,东店,E'])
      await importLines(app, 'products', ['product_code,name,category', 'P1,白茶,tea'])
      await app.settle()
    })
    after(() => app.stop())

    async function refused(path: string, body: unknown, status: number, code: string, signing?: Signing) {
      const before = await rowsOf(app.deps.db)
      const answer = await postSigned(app, path, body, signing)
      const text = await answer.text()
      expect(answer.status, text).to.equal(status)
      const { error } = JSON.parse(text) as { error: { code: string; message: string; details?: { path: string }[] } }
      expect(error.code).to.equal(code)
      expect(error.message).to.match(/\p{Script=Han}/u)
      expect(await rowsOf(app.deps.db)).to.deep.equal(before)
      return error
    }

    for (const [why, body, path] of BAD_ORDERS)
      it(`an order with ${why}: 400${path && `, naming ${path}`}`, async () => {
        if (Array.isArray(body) && body.length === 1) {
          const answer = await postSigned(app, '/hooks/orders', body)
          expect(await answer.json()).to.have.nested.property('[0].error.code', 'BAD_REQUEST')
          return
        }
        const error = await refused('/hooks/orders', body, 400, 'BAD_REQUEST')
        if (path) expect(error.details?.map((detail) => detail.path)).to.include(path)
      })

    it('all faults of a form are told at once', async () => {
      const body = { ...withLine({ paidFen: -1, quantity: 0.5 }), channel: 'x', paidAt: 'y' }
      const error = await refused('/hooks/orders', body, 400, 'BAD_REQUEST')
      const paths = error.details?.map(({ path }) => path)
      expect(paths).to.include.members(['channel', 'paidAt', 'lines.0.quantity', 'lines.0.paidFen'])
    })

    it('refunds are held to the same: no negative, no half fen, no double line, no text', async () => {
      for (const refundFen of [-1, 0.5, '100', null, 2 ** 53])
        await refused('/hooks/refunds', { ...refund, lines: [{ ...refund.lines[0], refundFen }] }, 400, 'BAD_REQUEST')
      await refused('/hooks/refunds', { ...refund, lines: [refund.lines[0], refund.lines[0]] }, 400, 'BAD_REQUEST')
    })

    it('a signature of another secret, another body or another form: 401', async () => {
      const signings: Signing[] = [
        { secret: 'guessed' },
        { signature: '' },
        { signature: 'sha256=' },
        { signature: `sha256=${'0'.repeat(64)}` },
        { signature: `sha1=${'0'.repeat(40)}` },
        { signature: `sha256=${'zz'.repeat(32)}` },
      ]
      for (const signing of signings) await refused('/hooks/orders', good, 401, 'BAD_SIGNATURE', signing)
      // The mall's secret is genuine, but says nothing about the tills.
      await refused('/hooks/orders', good, 401, 'BAD_SIGNATURE', { secret: app.secrets.intake.mall ?? '' })
    })

    it('a clock 301 s off, either way: 401; 300 s is taken', async () => {
      for (const skewSeconds of [-301, 301]) await refused('/hooks/orders', good, 401, 'BAD_SIGNATURE', { skewSeconds })
      for (const skewSeconds of [-300, 300]) {
        const order = { ...good, orderNo: `SKEW${skewSeconds}` }
        expect((await postSigned(app, '/hooks/orders', order, { skewSeconds })).status).to.equal(200)
      }
      await app.settle()
    })

    it('other content under a known number: 409, the first stays, the second is kept for a person', async () => {
      expect((await postSigned(app, '/hooks/orders', good)).status).to.equal(200)
      await app.settle()
      const before = await rowsOf(app.deps.db)
      const answer = await postSigned(app, '/hooks/orders', withLine({ paidFen: 1 }))
      expect(answer.status).to.equal(409)
      const { intake_exceptions: kept, ...rest } = await rowsOf(app.deps.db)
      const { intake_exceptions: none, ...stayed } = before
      expect(rest).to.deep.equal(stayed)
      expect(kept).to.not.equal(none)
      await refused('/hooks/orders', withLine({ paidFen: 1 }), 409, 'CONFLICT')
      expect(await (await postSigned(app, '/hooks/orders', good)).json()).to.deep.equal({
        accepted: true,
        duplicate: true,
      })
    })

    it('an unknown store or guide is no error: taken, and listed for a person', async () => {
      const order = orderOf({ orderNo: 'B-STRANGE', storeCode: 'NO-SUCH', servedByGuide: 'nobody' })
      expect((await postSigned(app, '/hooks/orders', order)).status).to.equal(200)
      const listed: { kind: string }[] = await app.deps.db.read.query(
        `SELECT kind FROM intake_exceptions WHERE number = 'B-STRANGE' ORDER BY kind`,
      )
      expect(listed.map((row) => row.kind)).to.deep.equal(['unknown_guide', 'unknown_store'])
      await app.settle()
    })

    it('a prototype in the JSON stays text: nothing is polluted, and nothing of it is taken', async () => {
      const raw = JSON.stringify({ ...good, orderNo: 'B-PROTO' }).replace(
        '{',
        '{"__proto__":{"isPolluted":true},"constructor":{"prototype":{"isPolluted":true}},',
      )
      expect((await postSigned(app, '/hooks/orders', raw)).status).to.equal(200)
      expect(({} as { isPolluted?: boolean }).isPolluted).to.equal(undefined)
      await app.settle()
    })

    it('SQL in a number or name is a number or a name', async () => {
      const orderNo = `x'; DROP TABLE orders; -- "\\%_`
      const order = { ...withLine({ name: `Robert'); DROP TABLE order_lines;--` }), orderNo }
      expect((await postSigned(app, '/hooks/orders', order)).status).to.equal(200)
      const [row] = await app.deps.db.read.query('SELECT order_no AS orderNo FROM orders WHERE order_no = ?', [orderNo])
      expect(row).to.deep.equal({ orderNo })
      await app.settle()
    })
  })
})
