import { IntakeException, Order, OrderLine, Refund, RefundLine } from '../../../app/db/entities/orders.ts'
import { VendorEvent } from '../../../app/db/entities/vendors.ts'
import { importLines } from '../../rights/chain.ts'
import { startTestApp, type TestApp, type TestWishes } from '../../support/app.ts'
import type { DatabaseKind } from '../../support/db.ts'
import type { SignedBody } from '../../support/malls/youzan.ts'

/** A product with two stores and a guide, and short ways to what came of the events of malls. */
export async function startMallBench(kind: DatabaseKind, wishes: TestWishes = {}) {
  const app = await startTestApp(kind, wishes)
  await importLines(app, 'regions', ['code,name', 'E,东'])
  await importLines(app, 'stores', ['store_code,name,region_code', 'SH001,徐汇店,E', 'SH002,静安店,E'])
  await importLines(app, 'guides', [
    'userid,name,store_code,role,level,region_code,from_date',
    'guide.lin,林晓,SH001,guide,gold,,2026-01-01',
  ])
  await importLines(app, 'products', [
    'product_code,name,category',
    ...['TEA-01,龙井,tea', 'TEA-02,白茶,tea', 'TEA-03,乌龙,tea'],
  ])
  app.local.addMember({ userid: 'guide.lin', name: '林晓' })
  await app.settle()
  return { app, ...looks(app) }
}

function looks(app: TestApp) {
  const { read } = app.deps.db
  return {
    post: (path: string, { body, headers = {} }: Partial<SignedBody>) =>
      fetch(app.url + path, {
        method: 'POST',
        body: body ?? '',
        headers: { 'content-type': 'application/json', ...headers },
      }),
    /** Orders as `number sum: line=sum …`. */
    async orders(): Promise<string[]> {
      const rows = await read.find(Order, { order: { orderNo: 'ASC' } })
      return Promise.all(
        rows.map(async ({ id, orderNo, paidFen }) => {
          const lines = await read.find(OrderLine, { where: { orderId: id }, order: { lineNo: 'ASC' } })
          return `${orderNo} ${paidFen}: ${lines.map((line) => `${line.lineNo}=${line.paidFen}`).join(' ')}`
        }),
      )
    },
    /** Refunds as `number of order: line=sum …`, and whether they have found it. */
    async refunds(): Promise<string[]> {
      const rows = await read.find(Refund, { order: { refundNo: 'ASC' } })
      return Promise.all(
        rows.map(async ({ id, refundNo, orderNo, orderId }) => {
          const lines = await read.find(RefundLine, { where: { refundId: id }, order: { lineNo: 'ASC' } })
          const sums = lines.map((line) => `${line.lineNo}=${line.refundFen}`).join(' ')
          return `${refundNo} of ${orderNo}${orderId === null ? ' (not here)' : ''}: ${sums}`
        }),
      )
    },
    async trouble(): Promise<string[]> {
      const rows = await read.find(IntakeException, { order: { id: 'ASC' } })
      return rows
        .filter((row) => row.state === 'open')
        .map(({ kind, number, subject }) => `${kind} ${number} ${subject}`)
    },
    events: () => read.find(VendorEvent, { order: { id: 'ASC' } }),
    credited: async () => {
      const rows: { sum: number | string | null }[] = await read.query(
        'SELECT SUM(online_fen + offline_fen) AS sum FROM guide_days',
      )
      return Number(rows[0]?.sum ?? 0)
    },
    parkedJobs: async () => {
      const rows: { n: number | string }[] = await read.query(
        "SELECT COUNT(*) AS n FROM jobs WHERE state = 'parked' AND kind LIKE 'vendors.%'",
      )
      return Number(rows[0]?.n)
    },
    /** What failed waits for its next try: on a clock that stands it would wait for ever. */
    async later(ms: number): Promise<void> {
      app.clock.advance(ms)
      await app.settle()
    },
  }
}

export type MallBench = Awaited<ReturnType<typeof startMallBench>>
