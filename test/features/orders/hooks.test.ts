import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import pino from 'pino'
import { IntakeException, Order, OrderLine, Refund } from '../../../app/db/entities/orders.ts'
import { casesOfOrder } from '../../../app/features/creditCases/queries.ts'
import { creditRoutes } from '../../../app/features/credits/routes.ts'
import { orderRoutes } from '../../../app/features/orders/routes.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { createHttpApp } from '../../../app/http/app.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, at, type Bench, balances, bind, createBench, seedChain } from '../credits/ledgerBench.ts'

const SECRETS = new Map([
  ['pos-east', 'east-secret'],
  ['mall', 'mall-secret'],
])
const NOW = '2026-11-21T15:00:00'
const ORDER = {
  source: 'pos-east',
  orderNo: 'SH001-20261121-0001',
  channel: 'offline',
  storeCode: 'SH001',
  orderedAt: '2026-11-21T14:03:00+08:00',
  paidAt: '2026-11-21T14:03:20+08:00',
  completedAt: '2026-11-21T14:03:20+08:00',
  delivery: 'pickup',
  buyer: { phone: '13800000001', memberNo: 'M0001', unionId: 'oUnion', externalUserId: 'wmX' },
  sharedByGuide: 'guide.lin',
  lines: [
    { lineNo: '1', productCode: 'TEA-01', name: '茶 250g', quantity: 2, paidFen: 19900, servedByGuide: 'guide.zhou' },
  ],
}
const REFUND = {
  source: 'pos-east',
  refundNo: 'R-0001',
  orderNo: 'SH001-20261121-0001',
  refundedAt: '2026-11-25T10:00:00+08:00',
  storeCode: 'SH001',
  guide: 'guide.zhou',
  lines: [{ lineNo: '1', refundFen: 9900, quantity: 1 }],
}

type Answer = {
  status: number
  body: Record<string, unknown> & { error?: { code: string; details?: { path: string }[] } }
}

forEachDatabase((kind) =>
  describe(`order webhooks (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let server: Server
    let actor: Actor | undefined
    let guides: { lin: number; zhou: number; wu: number }

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, NOW)
      guides = await seedChain(test.db)
      const app = createHttpApp({
        routes: [...orderRoutes(bench.deps, SECRETS), ...creditRoutes(bench.deps, { casesOfOrder })],
        log: pino({ level: 'silent' }),
        authenticate: async () => actor,
        sessionSecret: 'a-secret-of-sixteen',
        isHttps: false,
        publicOrigin: 'http://127.0.0.1',
      })
      server = createServer(app.callback())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    })
    afterEach(async () => {
      await new Promise((resolve) => server.close(resolve))
      await test.drop()
    })

    const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

    async function post(
      body: unknown,
      over: { secret?: string; nowMs?: number; path?: string; signature?: string } = {},
    ) {
      const raw = typeof body === 'string' ? body : JSON.stringify(body)
      const timestamp = String(Math.floor((over.nowMs ?? at(NOW)) / 1000))
      const hmac = createHmac('sha256', over.secret ?? 'east-secret')
        .update(`${timestamp}.${raw}`)
        .digest('hex')
      const headers = {
        'content-type': 'application/json',
        'x-huitouke-timestamp': timestamp,
        'x-huitouke-signature': over.signature ?? `sha256=${hmac}`,
      }
      const response = await fetch(address() + (over.path ?? '/hooks/orders'), { method: 'POST', body: raw, headers })
      return { status: response.status, body: await response.json() } as Answer
    }
    const refund = (body: unknown) => post(body, { path: '/hooks/refunds' })
    const count = () => test.db.read.count(Order)

    it('accepts an order once; the same content again, however written, is a duplicate', async () => {
      expect(await post(ORDER)).to.deep.equal({ status: 200, body: { accepted: true, duplicate: false } })
      const { orderNo, ...rest } = ORDER
      const same = {
        ...rest,
        orderNo,
        paidAt: '2026-11-21T06:03:20Z',
        buyer: { ...ORDER.buyer, phone: '+86 138 0000 0001' },
      }
      expect(await post(same)).to.deep.equal({ status: 200, body: { accepted: true, duplicate: true } })
      expect(await count()).to.equal(1)
      const order = await test.db.read.findOneByOrFail(Order, {})
      expect(order).to.include({ paidFen: 19900, paidAt: at('2026-11-21T14:03:20'), businessDay: '2026-11-21' })
      expect(JSON.stringify(order)).not.to.include('13800000001').and.not.include('oUnion')
      expect(await test.db.read.count(OrderLine)).to.equal(1)
    })

    it('answers other content under a known number with 409 and keeps it for a person, without the phone', async () => {
      await post(ORDER)
      const other = { ...ORDER, lines: [{ ...ORDER.lines[0], paidFen: 1 }] }
      expect(await post(other)).to.nested.include({ status: 409, 'body.error.code': 'CONFLICT' })
      await post(other)
      const kept = await test.db.read.findBy(IntakeException, { kind: 'order_conflict' })
      expect(kept).to.have.length(1)
      expect(JSON.stringify(kept)).to.include('"paidFen":1').and.not.include('13800000001')
      expect(await test.db.read.findOneBy(Order, {})).to.include({ paidFen: 19900 })
    })

    for (const [what, over] of [
      ['a wrong secret', { secret: 'x' }],
      ['the secret of another source', { secret: 'mall-secret' }],
      ['no signature', { signature: '' }],
      ['a malformed signature', { signature: 'sha256=zz' }],
      ['a clock 301 s behind', { nowMs: at(NOW) - 301_000 }],
      ['a clock 301 s ahead', { nowMs: at(NOW) + 301_000 }],
    ] as const) {
      it(`refuses ${what} with 401 and stores nothing`, async () => {
        expect(await post(ORDER, over)).to.nested.include({ status: 401, 'body.error.code': 'BAD_SIGNATURE' })
        expect(await count()).to.equal(0)
      })
    }

    it('looks at no byte of a body that nobody signed', async () => {
      expect(await post('{not json', { secret: 'x' })).to.include({ status: 401 })
      expect(await post('{not json')).to.include({ status: 400 })
    })

    it('lets no source speak for another inside an array', async () => {
      expect(await post([ORDER, { ...ORDER, source: 'mall' }])).to.include({ status: 401 })
      expect(await count()).to.equal(0)
    })

    it('allows a clock of 300 s off', async () => {
      expect(await post(ORDER, { nowMs: at(NOW) - 300_000 })).to.include({ status: 200 })
    })

    it('names every fault by its path', async () => {
      const bad = {
        ...ORDER,
        channel: 'tv',
        paidAt: '2026-11-21 14:03',
        buyer: { phone: '138****0001' },
        lines: [
          { lineNo: '1', paidFen: 1.5 },
          { lineNo: '1', paidFen: -1 },
          { lineNo: '3', paidFen: '100' },
          { lineNo: '4', paidFen: 2 ** 53 },
        ],
      }
      const { status, body } = await post(bad)
      expect(status).to.equal(400)
      expect(body.error?.details?.map((fault) => fault.path)).to.include.members([
        'channel',
        'paidAt',
        'buyer.phone',
        'lines.0.paidFen',
        'lines.1.paidFen',
        'lines.2.paidFen',
        'lines.3.paidFen',
      ])
      expect(await count()).to.equal(0)
    })

    for (const [path, over] of [
      ['buyer.phone', { buyer: { phone: '1.38E+10' } }],
      [
        'lines.1.lineNo',
        {
          lines: [
            { lineNo: '1', paidFen: 1 },
            { lineNo: '1', paidFen: 2 },
          ],
        },
      ],
      [
        'lines',
        {
          lines: [
            { lineNo: '1', paidFen: 2 ** 53 - 1 },
            { lineNo: '2', paidFen: 1 },
          ],
        },
      ],
      ['lines', { lines: [] }],
      ['orderNo', { orderNo: ' ' }],
      ['source', { source: undefined }],
      [
        'lines.0.servedBy',
        { lines: [{ lineNo: '1', paidFen: 1, servedByGuide: 'a', servedBy: [{ guide: 'b', parts: 1 }] }] },
      ],
      ['lines.0.servedBy.0.parts', { lines: [{ lineNo: '1', paidFen: 1, servedBy: [{ guide: 'b', parts: 0 }] }] }],
      [
        'lines.0.servedBy',
        {
          lines: [
            {
              ...{ lineNo: '1', paidFen: 1 },
              servedBy: ['guide.lin', 'Guide.Lin'].map((guide) => ({ guide, parts: 1 })),
            },
          ],
        },
      ],
    ] as const) {
      it(`refuses a fault of form at ${path}: ${JSON.stringify(over)}`, async () => {
        const { status, body } = await post({ ...ORDER, ...over })
        expect(status).to.equal(400)
        expect(body.error?.details?.map((fault) => fault.path)).to.deep.equal([path])
      })
    }

    it('takes an order without a buyer, a zero line and unknown store, guide and product, and lists those', async () => {
      const { buyer: _, sharedByGuide: __, completedAt: ___, ...bare } = ORDER
      const lines = [{ lineNo: '1', productCode: 'NEW', quantity: 1, paidFen: 0, servedByGuide: 'ghost' }]
      expect(await post({ ...bare, storeCode: 'XX', lines })).to.include({ status: 200 })
      const listed = await test.db.read.find(IntakeException, { order: { kind: 'ASC' } })
      expect(listed.map((row) => `${row.kind} ${row.subject}`)).to.deep.equal([
        'unknown_guide ghost',
        'unknown_product NEW',
        'unknown_store XX',
      ])
    })

    it('cuts a line among all who served it together, to the fen', async () => {
      const servedBy = [
        { guide: 'guide.lin', parts: 2 },
        { guide: 'guide.zhou', parts: 1 },
      ]
      const { buyer: _, ...bare } = ORDER
      expect(await post({ ...bare, lines: [{ lineNo: '1', paidFen: 10_000, servedBy }] })).to.include({ status: 200 })
      await bench.settle()
      expect(await balances(test.db)).to.deep.include({
        [`guide:${guides.lin}:pending`]: 6667,
        [`guide:${guides.zhou}:pending`]: 3333,
      })
    })

    it('answers an array item by item', async () => {
      const items = [ORDER, { ...ORDER, orderNo: 'B', lines: [] }, ORDER, { ...ORDER, sharedByGuide: 'guide.wu' }, 7]
      const { status, body } = await post(items)
      expect(status).to.equal(200)
      const answers = body as unknown as { accepted: boolean; duplicate?: boolean; error?: { code: string } }[]
      expect(answers.map((item) => item.error?.code ?? (item.duplicate ? 'duplicate' : 'new'))).to.deep.equal([
        'new',
        'BAD_REQUEST',
        'duplicate',
        'CONFLICT',
        'BAD_REQUEST',
      ])
      expect(await count()).to.equal(1)
    })

    it('takes up to 500 at once and no more', async () => {
      const many = Array.from({ length: 501 }, (_, index) => ({ ...ORDER, orderNo: `N${index}` }))
      expect(await post(many)).to.include({ status: 400 })
      expect(await count()).to.equal(0)
    })

    it('refuses a body over 1 MB with 413', async () => {
      expect(await post(`"${'x'.repeat(1024 * 1024)}"`)).to.include({ status: 413 })
    })

    it('takes refunds: once, before their order, and without any', async () => {
      expect(await refund(REFUND)).to.deep.equal({ status: 200, body: { accepted: true, duplicate: false } })
      expect(await refund(REFUND)).to.deep.equal({ status: 200, body: { accepted: true, duplicate: true } })
      expect(await refund({ ...REFUND, refundedAt: '2026-11-26T10:00:00+08:00' })).to.include({ status: 409 })
      const { orderNo: _, ...orphan } = REFUND
      expect(await refund({ ...orphan, refundNo: 'R-2' })).to.include({ status: 200 })
      expect(await test.db.read.count(Refund)).to.equal(2)
    })

    describe('whose sale it is, in words', () => {
      const read = async () => {
        const response = await fetch(`${address()}/api/orders/pos-east/${ORDER.orderNo}/credit`)
        return { status: response.status, body: await response.json() } as Answer & {
          body: { why: string[]; holders: unknown[]; postings: { entries: { amountFen: number }[] }[] }
        }
      }
      const guide = (guideId: number, over: Partial<Actor> = {}): Actor => ({
        ...{ guideId, userId: 'u', name: 'n', level: 'new', role: 'guide', storeCodes: [], reach: { kind: 'none' } },
        ...over,
      })

      beforeEach(async () => {
        await addCustomer(test.db, 'wmX', '2026-10-01')
        await bind(test.db, 'wmX', guides.lin, '2026-10-01')
        await post(ORDER)
        await refund(REFUND)
        await bench.settle()
      })

      it('tells who got what and why, and who did not and why, down to the entries', async () => {
        actor = guide(guides.lin)
        const { status, body } = await read()
        expect(status).to.equal(200)
        expect(body.holders).to.deep.equal([
          {
            kind: 'guide',
            guideUserId: 'Guide.Lin',
            guideName: '林晓',
            storeCode: 'SH001',
            storeName: '徐汇店',
            amountFen: 10000,
          },
        ])
        expect(body.postings).to.have.length(2)
        for (const { entries } of body.postings)
          expect(entries.reduce((sum, entry) => sum + entry.amountFen, 0)).to.equal(0)
        expect(body.why.join('\n')).to.equal(
          [
            '2026年11月21日：付款，林晓 +¥199.00',
            '2026年11月21日：按付款当天的规则（第 1 版「先到先得」）判定',
            '2026年11月21日：认得买家：下单时带着微信客户的身份',
            '2026年11月21日：计给林晓：付款时买家是林晓的客户（2026年10月1日起，扫了林晓的码）',
            '2026年11月21日：没有计给周敏：单上写的服务导购是周敏，但这版规则先看客户是谁带来的',
            '2026年11月25日：退款，林晓 -¥99.00',
            '2026年11月25日：退款 ¥99.00，谁得的从谁扣：林晓 ¥99.00',
          ].join('\n'),
        )
      })

      it('is open to guides it concerns and managers of its stores; to others it does not exist', async () => {
        const cases: [Actor | undefined, number][] = [
          [guide(guides.lin), 200],
          [guide(guides.zhou), 200],
          [guide(guides.wu), 404],
          [guide(99, { role: 'store_manager', reach: { kind: 'stores', storeCodes: ['SH001'] } }), 200],
          [guide(99, { role: 'store_manager', reach: { kind: 'stores', storeCodes: ['BJ001'] } }), 404],
          [guide(99, { role: 'operator', reach: { kind: 'all' } }), 200],
          [undefined, 401],
        ]
        for (const [who, status] of cases) {
          actor = who
          expect(await read(), JSON.stringify(who)).to.include({ status })
        }
      })
    })
  }),
)
