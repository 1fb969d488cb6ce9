import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { importFile } from '../../../app/boot/importFile.ts'
import { ContactWay, Store, StoreRegion } from '../../../app/db/entities/org.ts'
import type { BoardEntries, BoardScope, Leaderboard } from '../../../app/features/boards/contract.ts'
import type { GroupBoard } from '../../../app/features/groups/contract.ts'
import type { ImportKindName } from '../../../app/features/imports/contract.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { ORDER_INPUT } from '../../../app/features/orders/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'

const DAY_MS = 86_400_000
const NOVEMBER = 'from=2026-11-01&to=2026-11-30'
const LISTS: [ImportKindName, string][] = [
  ['regions', 'code,name,parent_code\nCN,全国,\nEAST,华东,CN\nNORTH,华北,CN\n'],
  ['stores', 'store_code,name,region_code,opened_on\nSH001,徐汇店,EAST,2020-05-01\nBJ001,国贸店,NORTH,\n'],
  [
    'guides',
    `userid,name,store_code,role,level,region_code,from_date
guide.lin,林晓,SH001,guide,gold,,2026-01-01
guide.wu,吴昊,BJ001,guide,gold,,2026-01-01
east,王芳,,region_manager,,EAST,2026-01-01
north,何静,,region_manager,,NORTH,2026-01-01
whole,高远,,region_manager,,CN,2026-01-01
shop,赵强,SH001,store_manager,,,2026-01-01
`,
  ],
]
const PEOPLE = ['guide.lin', 'guide.wu', 'east', 'north', 'whole', 'shop']

/** The clock stands at 21 November 2026. */
forEachDatabase((kind) =>
  describe(`a store that changes its region (${kind})`, () => {
    let app: TestApp
    let folder: string
    let as: Record<string, Browser>

    async function take(name: ImportKindName, text: string) {
      const path = join(folder, `${name}.csv`)
      await writeFile(path, text)
      return importFile(app.deps, name, path)
    }
    const takeStores = (rows: string) =>
      take('stores', `store_code,name,region_code,opened_on,closed_on,from_date\n${rows}`)

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'huitouke-move-'))
      app = await startTestApp(kind)
      for (const [name, text] of LISTS) expect((await take(name, text)).faults).to.deep.equal([])
      for (const userid of PEOPLE) app.local.addMember({ userid, name: userid })
      as = {}
      for (const userId of PEOPLE) as[userId] = await app.signIn(userId)
    })
    afterEach(async () => {
      await app.stop()
      await rm(folder, { recursive: true })
    })

    async function sell(orderNo: string, paidFen: number, day: string): Promise<void> {
      const at = `${day}T12:00:00+08:00`
      const order = {
        ...{ source: 'pos-east', orderNo, channel: 'offline', storeCode: 'SH001', orderedAt: at, paidAt: at },
        lines: [{ lineNo: '1', name: '茶', quantity: 1, paidFen, servedByGuide: 'guide.lin' }],
      }
      await recordOrder(app.deps, ORDER_INPUT.parse(order))
      await app.settle()
    }
    const ask = async <T>(who: string, path: string) => (await (await as[who]!.get(path)).json()) as T
    const board = (who: string, more = '') => ask<Leaderboard>(who, `/api/boards/leaderboard?${NOVEMBER}${more}`)
    const netOf = async (who: string, more = '') => (await board(who, more)).totals.netSalesFen

    it('leaves each region its own days, on the board and behind its figures; together they are the whole', async () => {
      await sell('A', 1000, '2026-11-10')
      await sell('B', 300, '2026-11-16')
      expect((await takeStores('SH001,徐汇店,NORTH,,,2026-11-16\n')).faults).to.deep.equal([])
      await sell('C', 50, '2026-11-20')
      expect([await netOf('east'), await netOf('north'), await netOf('whole')]).to.deep.equal([1000, 350, 1350])
      expect([await netOf('east', '&region=EAST'), await netOf('north', '&region=NORTH')]).to.deep.equal([1000, 350])
      expect([await netOf('whole', '&region=EAST'), await netOf('whole', '&region=NORTH')]).to.deep.equal([1000, 350])
      expect([await netOf('east', '&store=SH001'), await netOf('north', '&store=SH001')]).to.deep.equal([1000, 350])
      expect([await netOf('whole', '&store=SH001'), await netOf('shop')]).to.deep.equal([1350, 1350])
      const entries = await ask<BoardEntries>('east', `/api/boards/entries?${NOVEMBER}&guide=guide.lin`)
      expect(entries.rows.map(({ orderNo }) => orderNo)).to.deep.equal(['A'])
    })

    it('lists a guide where they worked in the period, and nowhere else', async () => {
      await takeStores('SH001,徐汇店,NORTH,,,2026-11-16\n')
      const names = async (who: string, period: string) =>
        (await ask<Leaderboard>(who, `/api/boards/leaderboard?${period}`)).rows.map((row) => row.guideName).sort()
      expect(await names('east', 'from=2026-11-01&to=2026-11-15')).to.deep.equal(['林晓'])
      expect(await names('east', 'from=2026-11-16&to=2026-11-30')).to.deep.equal([])
      expect(await names('north', 'from=2026-11-16&to=2026-11-30')).to.deep.equal(['吴昊', '林晓'])
      expect(await names('north', 'from=2026-11-01&to=2026-11-15')).to.deep.equal(['吴昊'])
    })

    it('offers what may be looked at: the store on both sides, each region to its own manager', async () => {
      await takeStores('SH001,徐汇店,NORTH,,,2026-11-16\n')
      const offered = async (who: string) => {
        const { regions, stores } = await ask<BoardScope>(who, '/api/boards/scope')
        return { regions: regions.map(({ code }) => code), stores: stores.map(({ code }) => code) }
      }
      expect(await offered('east')).to.deep.equal({ regions: ['EAST'], stores: ['SH001'] })
      expect(await offered('north')).to.deep.equal({ regions: ['NORTH'], stores: ['BJ001', 'SH001'] })
      expect(await offered('whole')).to.deep.equal({ regions: ['CN', 'EAST', 'NORTH'], stores: ['BJ001', 'SH001'] })
      for (const [who, query] of [
        ['east', '&region=NORTH'],
        ['north', '&region=EAST'],
        ['east', '&store=BJ001'],
      ] as const)
        expect((await as[who]!.get(`/api/boards/leaderboard?${NOVEMBER}${query}`)).status, query).to.equal(404)
    })

    it('hands its groups over as well: each region sees the days that were its own', async () => {
      await app.deps.db.transaction(async (tx) => {
        for (const day of ['2026-11-15', '2026-11-16'])
          await tx.query(
            `INSERT INTO group_days (chat_id, store_code, day, members, customers, joined, left_count, messages, speakers,
               group_sends, is_closed) VALUES ('wr1', 'SH001', ?, 5, 4, 0, 0, 3, 2, 0, 1)`,
            [day],
          )
      })
      await takeStores('SH001,徐汇店,NORTH,,,2026-11-16\n')
      const days = async (who: string, more = '') =>
        (await ask<GroupBoard>(who, `/api/boards/groups?${NOVEMBER}${more}`)).rows.map(({ day }) => day)
      expect([await days('east'), await days('north')]).to.deep.equal([['2026-11-15'], ['2026-11-16']])
      expect(await days('east', '&region=EAST')).to.deep.equal(['2026-11-15'])
      expect(await days('whole')).to.deep.equal(['2026-11-15', '2026-11-16'])
    })

    it('is told once by a list, from the day of the list where none is named; the past is not rewritten', async () => {
      expect(await takeStores('SH001,徐汇店,NORTH,,,\n')).to.include({ changed: 1 })
      expect(await takeStores('SH001,徐汇店,NORTH,,,\n')).to.include({ changed: 0, unchanged: 1 })
      const stays = async () => {
        const rows = await app.deps.db.read.find(StoreRegion, {
          where: { storeCode: 'SH001' },
          order: { fromDay: 'ASC' },
        })
        return rows.map(({ regionCode, fromDay, toDay }) => [regionCode, fromDay, toDay])
      }
      const moved = [
        ['EAST', '2020-05-01', '2026-11-20'],
        ['NORTH', '2026-11-21', null],
      ]
      expect(await stays()).to.deep.equal(moved)
      expect(await takeStores('SH001,徐汇店,EAST,,,2026-11-10\n'), 'an old file').to.include({ unchanged: 1 })
      for (const [rows, reason] of [
        ['SH001,徐汇店,NORTH,,,2026-11-10\n', '过去不能改写'],
        ['SH001,徐汇店,EAST,,,2026-12-01\n', '不能晚于今天'],
        ['SH001,徐汇店,NORTH,2026-05-01,2026-04-01,\n', '早于开业日期'],
      ] as const)
        expect((await takeStores(rows)).faults[0]?.reason).to.include(reason)
      expect(await stays()).to.deep.equal(moved)
      expect(await app.deps.db.read.findOneByOrFail(Store, { code: 'SH001' })).to.include({ regionCode: 'NORTH' })
      // The same day corrected: nothing is left of what was wrong.
      await takeStores('SH001,徐汇店,EAST,,,\n')
      expect((await stays()).map(([region]) => region)).to.deep.equal(['EAST', 'EAST'])
      expect(await netOf('north')).to.equal(0)
    })

    it('that has closed gets no new QR; what was sold there stays on the board', async () => {
      await sell('A', 1000, '2026-11-10')
      await takeStores('SH001,徐汇店,EAST,,2026-11-20,\nSH009,新店,EAST,,,\n')
      await app.deps.db.transaction((tx) => tx.delete(ContactWay, { storeCode: 'SH001' }))
      app.clock.advance(DAY_MS)
      await app.settle()
      const ways = await app.deps.db.read.find(ContactWay)
      expect(new Set(ways.map(({ storeCode }) => storeCode))).to.deep.equal(new Set(['BJ001']))
      expect(await netOf('east')).to.equal(1000)
    })
  }),
)
