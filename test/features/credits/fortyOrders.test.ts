import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import pino from 'pino'
import { GuideMonth } from '../../../app/db/entities/ledger.ts'
import { orderRoutes } from '../../../app/features/orders/routes.ts'
import { createHttpApp } from '../../../app/http/app.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { type Cast, playSheets, readSheet, seedCast } from './fortyOrders.ts'
import { createBench } from './ledgerBench.ts'

const SECRET = 'east-secret'

/** One sum a cell, as text, so that two sheets compare line by line; zeros left out. */
function sumUp(cells: [key: string, fen: number][]): string[] {
  const sums = new Map<string, number>()
  for (const [key, fen] of cells) sums.set(key, (sums.get(key) ?? 0) + fen)
  return [...sums].flatMap(([key, fen]) => (fen === 0 ? [] : [`${key} = ${fen}`])).sort()
}

interface Entry {
  order_no: string | null
  cause_kind: string
  cause_id: string
  occurred_on: string
  booked_on: string
  account: string
  store_code: string | null
  guide_id: number | null
  fen: number
}

const ENTRIES = `
  SELECT o.order_no, p.cause_kind, p.cause_id, e.occurred_on, e.booked_on, e.account, e.store_code, e.guide_id,
    e.amount_fen AS fen
  FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id LEFT JOIN orders o ON o.id = p.order_id`

forEachDatabase((kind) =>
  describe(`forty orders in three months, worked out by hand (${kind})`, () => {
    let test: TestDatabase
    let server: Server
    let cast: Cast
    let entries: Entry[]

    before(async function () {
      this.timeout(240_000)
      test = await openTestDatabase(kind)
      const bench = createBench(test.db, '2026-09-01T12:00:00')
      cast = await seedCast(test.db, bench)
      const app = createHttpApp({
        routes: orderRoutes(bench.deps, new Map([['pos-east', SECRET]])),
        log: pino({ level: 'silent' }),
        authenticate: async () => undefined,
        sessionSecret: 'a-secret-of-sixteen',
        isHttps: false,
        publicOrigin: 'http://127.0.0.1',
      })
      server = createServer(app.callback())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      await playSheets(test.db, bench, cast, async (path, body) => {
        const raw = JSON.stringify(body)
        const timestamp = String(Math.floor(bench.deps.clock.nowMs() / 1000))
        const hmac = createHmac('sha256', SECRET).update(`${timestamp}.${raw}`).digest('hex')
        const headers = { 'x-huitouke-timestamp': timestamp, 'x-huitouke-signature': `sha256=${hmac}` }
        const response = await fetch(address + path, { method: 'POST', body: raw, headers })
        expect(await response.json(), raw).to.deep.equal({ accepted: true, duplicate: false })
      })
      entries = await test.db.read.query(ENTRIES)
    })
    after(async () => {
      await new Promise((resolve) => server.close(resolve))
      await test.drop()
    })

    const nameOf = (guideId: number | null) => Object.entries(cast).find(([, id]) => id === guideId)?.[0] ?? ''
    const holderOf = ({ guide_id, account, store_code }: Entry) =>
      guide_id !== null ? nameOf(guide_id) : account.startsWith('store:') ? 'pool' : `${account}${store_code ?? ''}`
    const isSales = ({ account }: Entry) => account.startsWith('sales:')
    const stateOf = ({ account }: Entry) => (account.endsWith(':settled') ? 'settled' : 'open')

    it('books every movement of the sheet on its day, and no other', () => {
      const written = readSheet('ledger').flatMap((row): [string, number][] => {
        const { order, cause, refund_or_correction: number, occurred, booked, holder, store } = row
        const key = [order || '-', cause, number || '-', occurred, booked, holder, store || '-'].join(' ')
        return [
          [`${key} open`, Number(row.fen)],
          [`${key} settled`, Number(row.settled_fen)],
        ]
      })
      const posted = entries
        .filter((entry) => !isSales(entry))
        .map((entry): [string, number] => {
          const { order_no, cause_kind, cause_id, occurred_on, booked_on, store_code, fen } = entry
          const number = ['refund', 'correction'].includes(cause_kind) ? cause_id.replace('pos-east/', '') : '-'
          const place = [holderOf(entry), store_code ?? '-', stateOf(entry)]
          return [[order_no ?? '-', cause_kind, number, occurred_on, booked_on, ...place].join(' '), Number(fen)]
        })
      expect(sumUp(posted)).to.deep.equal(sumUp(written))
    })

    it('ends with the balances of the sheet, which are the net sales', () => {
      const sheet = readSheet('balances')
      const written = sheet
        .filter(({ holder }) => holder !== 'net sales')
        .flatMap(({ holder, store, fen, settled_fen }): [string, number][] => [
          [`${holder} ${store} open`, Number(fen)],
          [`${holder} ${store} settled`, Number(settled_fen)],
        ])
      const posted = entries
        .filter((entry) => !isSales(entry))
        .map((entry): [string, number] => [
          `${holderOf(entry)} ${entry.guide_id === null ? (entry.store_code ?? '') : ''} ${stateOf(entry)}`,
          Number(entry.fen),
        ])
      expect(sumUp(posted)).to.deep.equal(sumUp(written))
      const netSales = sheet.find(({ holder }) => holder === 'net sales')
      const sales = entries.filter(isSales).reduce((sum, { fen }) => sum - Number(fen), 0)
      expect(sales).to.equal(Number(netSales?.fen))
    })

    it('keeps the months of the sheet for each guide and store', async () => {
      const months = await test.db.read.find(GuideMonth)
      const posted = months.map((row) => {
        const { month, storeCode, earnedFen, correctedFen, reversedFen, settledFen, settledLaterFen, orders } = row
        const figures = [earnedFen, correctedFen, reversedFen, settledFen, settledLaterFen, orders]
        return [month, nameOf(row.guideId), storeCode, ...figures].join(' ')
      })
      const written = readSheet('months').map((row) => {
        const { month, guide, store, earned, corrected, reversed, settled, settled_later, orders } = row
        return [month, guide, store, earned, corrected, reversed, settled, settled_later, orders].join(' ')
      })
      expect(posted.sort()).to.deep.equal(written.sort())
    })
  }),
)
