import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { importFile } from '../../../app/boot/importFile.ts'
import type { Leaderboard } from '../../../app/features/boards/contract.ts'
import type { OrderCredit } from '../../../app/features/credits/contract.ts'
import type { ImportKindName } from '../../../app/features/imports/contract.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'

const LISTS: [ImportKindName, string][] = [
  ['regions', 'code,name,parent_code\nEAST,华东,\nNORTH,华北,\n'],
  ['stores', 'store_code,name,region_code,opened_on\nSH001,徐汇店,EAST,\nBJ001,国贸店,NORTH,\n'],
  [
    'guides',
    `userid,name,store_code,role,level,region_code,from_date
guide.lin,林晓,SH001,guide,gold,,2026-01-01
guide.wu,吴昊,BJ001,guide,gold,,2026-01-01
boss,王芳,,region_manager,,EAST,2026-01-01
`,
  ],
]

forEachDatabase((kind) =>
  describe(`from the till to the board (${kind})`, () => {
    let app: TestApp
    let folder: string

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'huitouke-road-'))
      app = await startTestApp(kind)
      for (const [name, text] of LISTS) {
        const path = join(folder, `${name}.csv`)
        await writeFile(path, text)
        expect((await importFile(app.deps, name, path)).faults).to.deep.equal([])
      }
      for (const userid of ['guide.lin', 'guide.wu', 'boss']) app.local.addMember({ userid, name: userid })
    })
    after(async () => {
      await app.stop()
      await rm(folder, { recursive: true })
    })

    async function hook(path: string, body: unknown): Promise<Response> {
      const raw = JSON.stringify(body)
      const timestamp = String(Math.floor(app.clock.nowMs() / 1000))
      const secret = app.secrets.intake['pos-east'] ?? ''
      const signature = createHmac('sha256', secret).update(`${timestamp}.${raw}`).digest('hex')
      const headers = { 'x-huitouke-timestamp': timestamp, 'x-huitouke-signature': `sha256=${signature}` }
      return fetch(app.url + path, { method: 'POST', body: raw, headers })
    }

    it('an order and its refund reach the board of the region and the page that says why', async () => {
      const order = {
        ...{ source: 'pos-east', orderNo: 'N1', channel: 'offline', storeCode: 'SH001' },
        ...{ orderedAt: '2026-11-21T09:00:00+08:00', paidAt: '2026-11-21T09:00:20+08:00', delivery: 'pickup' },
        lines: [
          { lineNo: '1', productCode: 'TEA', name: '茶', quantity: 1, paidFen: 19900, servedByGuide: 'guide.lin' },
        ],
      }
      const refund = {
        ...{ source: 'pos-east', refundNo: 'R1', orderNo: 'N1', refundedAt: '2026-11-21T09:30:00+08:00' },
        lines: [{ lineNo: '1', refundFen: 9900, quantity: 1 }],
      }
      // A till repeats itself, and both may be on their way at once.
      const answers = await Promise.all([
        ...[1, 2, 3, 4].map(() => hook('/hooks/orders', order)),
        ...[1, 2].map(() => hook('/hooks/refunds', refund)),
      ])
      expect(answers.map((answer) => answer.status)).to.deep.equal([200, 200, 200, 200, 200, 200])
      const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { duplicate: boolean }[]
      expect(bodies.filter((body) => !body.duplicate)).to.have.length(2)
      await app.settle()

      const boss = await app.signIn('boss')
      const board = (await (
        await boss.get('/api/boards/leaderboard?from=2026-11-01&to=2026-11-30')
      ).json()) as Leaderboard
      expect(board.rows.map((row) => [row.guideUserId, row.netFen, row.refundFen])).to.deep.equal([
        ['guide.lin', 10000, 9900],
      ])
      expect((await boss.get('/api/boards/leaderboard?from=2026-11-01&to=2026-11-30&region=NORTH')).status).to.equal(
        404,
      )
      const file = await boss.get('/api/exports/leaderboard.csv?from=2026-11-01&to=2026-11-30')
      expect(file.headers.get('content-type')).to.equal('text/csv; charset=utf-8')
      expect(await file.text()).to.include('林晓')

      const lin = await app.signIn('guide.lin')
      const credit = (await (await lin.get('/api/orders/pos-east/N1/credit')).json()) as OrderCredit
      expect(credit.holders).to.have.length(1)
      expect(credit.order.netFen).to.equal(10000)
      expect(credit.why.join()).to.include('单上写的服务导购是林晓')
      expect((await lin.get('/api/boards/leaderboard?from=2026-11-01&to=2026-11-30')).status).to.equal(403)
      const wu = await app.signIn('guide.wu')
      expect((await wu.get('/api/orders/pos-east/N1/credit')).status).to.equal(404)
    })
  }),
)
