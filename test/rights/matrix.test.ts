import { expect } from 'chai'
import { readSheet } from 'read-excel-file/node'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'
import { type Chain, plantChain, ROLES, type RoleName, type Subject } from './chain.ts'
import { rowsOf } from './rowsOf.ts'
import { RELATIONS, type Row, TABLE } from './table.ts'

interface Cell {
  role: RoleName
  side: 'east' | 'west'
  status: number
  maySee: boolean
}

function cellsOf(row: Row): Cell[] {
  return (['east', 'west'] as const).flatMap((side) =>
    ROLES.map((role) => {
      const relation = RELATIONS[side][role]
      const status = row.expect[relation]
      return { role, side, status, maySee: status === 200 && (row.sees?.includes(relation) ?? true) }
    }),
  )
}

/** The whole answer as a person could read it, headers included. */
async function readAll(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const isWorkbook = response.headers.get('content-type')?.includes('spreadsheetml') ?? false
  const text = isWorkbook ? JSON.stringify(await readSheet(bytes)) : bytes.toString()
  return `${JSON.stringify([...response.headers])}\n${text}`
}

async function checkCell(chain: Chain, name: string, row: Row, cell: Cell): Promise<void> {
  const subject: Subject = chain[cell.side]
  const { path, body } = row.ask(subject, chain)
  const browser = chain.as[cell.role]
  const answer = await (name.startsWith('POST') ? browser.post(path, body) : browser.get(path))
  const text = await readAll(answer)
  const what = `${cell.role} on the ${cell.side}: ${text.slice(-400)}`
  expect(answer.status, what).to.equal(cell.status)
  if (!cell.maySee) expect(text, what).to.not.include(subject.word)
  else if (row.shows) expect(text, what).to.include(subject.word)
}

forEachDatabase((kind) => {
  describe(`the matrix of rights on ${kind}: route × role × own or foreign`, function () {
    this.timeout(240_000)
    let app: TestApp
    let chain: Chain
    before(async () => {
      app = await startTestApp(kind)
      chain = await plantChain(app)
    })
    after(() => app.stop())

    it('has a row for every route of the product, and no row for a route that is gone', () => {
      const declared = app.product.routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
      expect(Object.keys(TABLE).sort()).to.deep.equal(declared.sort())
    })

    describe('who may not is told nothing and changes nothing', () => {
      for (const [name, row] of Object.entries(TABLE)) {
        const denied = cellsOf(row).filter(({ status }) => status >= 400)
        if (denied.length === 0) continue
        it(`${name} (${denied.length})`, async () => {
          const before = await rowsOf(app.deps.db)
          for (const cell of denied) await checkCell(chain, name, row, cell)
          expect(await rowsOf(app.deps.db)).to.deep.equal(before)
        })
      }
    })

    describe('who may is answered, with nothing of the other side', () => {
      for (const [name, row] of Object.entries(TABLE)) {
        const allowed = cellsOf(row).filter(({ status }) => status < 400)
        if (allowed.length === 0) continue
        it(`${name} (${allowed.length})`, async () => {
          for (const cell of allowed) await checkCell(chain, name, row, cell)
        })
      }
    })
  })
})
