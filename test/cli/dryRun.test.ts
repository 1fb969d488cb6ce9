import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { Setting } from '../../app/db/entities/operations.ts'
import { seedChain } from '../features/credits/ledgerBench.ts'
import { plantOrders } from '../features/dryRuns/plantOrders.ts'
import { openTestDatabase, type TestDatabase } from '../support/db.ts'
import { runShell } from './shell.ts'

/** The shell has a clock of its own; it is set to the end of November 2026. */
describe('npm run dry-run', function () {
  this.timeout(240_000)
  let database: TestDatabase
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dry-run-'))
    database = await openTestDatabase('sqlite')
    const { lin } = await seedChain(database.db)
    await plantOrders(database.db, 400, lin)
    const value = String(Date.parse('2026-11-28T15:00:00+08:00') - Date.now())
    await database.db.transaction((tx) => tx.insert(Setting, { name: 'clock.offsetMs', value, updatedAt: 0 }))
    const inForce = await readFile(new URL('../../config/attribution/v1.yaml', import.meta.url), 'utf8')
    await writeFile(join(folder, 'split.yaml'), inForce.replace('brought: 100, served: 0', 'brought: 70, served: 30'))
    await writeFile(join(folder, 'faulty.yaml'), inForce.replace('waitDays: 30', 'waitDays: soon'))
  })
  after(async () => {
    await database.drop()
    await rm(folder, { recursive: true })
  })

  const run = (file: string, ...args: string[]) =>
    runShell(database.url, 'dryRun', [join(folder, file), '--from', '2026-10-01', ...args])

  it('prints who gains and loses by region, store and guide, and writes the orders behind as one CSV', async () => {
    const out = join(folder, 'orders.csv')
    const { code, text } = await run('split.yaml', '--to', '2026-10-31', '--out', out)
    expect(text).to.match(/^267 笔订单，\d+ 笔归属会变，共 ¥[\d,.]+ 换人；没有记任何账/)
    expect(text)
      .to.match(/^华东\t/m)
      .and.match(/^ {2}徐汇店\t/m)
      .and.match(/^ {4}林晓\t¥.+\t-¥/m)
    expect(code).to.equal(0)
    const changed = Number(/，(\d+) 笔归属会变/.exec(text)?.[1])
    const lines = (await readFile(out, 'utf8')).trim().split('\r\n')
    expect(lines.filter((line) => line.includes('区域'))).to.have.length(1)
    expect(new Set(lines.slice(1).map((line) => line.split(',')[7])).size).to.equal(changed)
  })

  it('names each fault with its line, the day that cannot be, or how it is used', async () => {
    const faulty = await run('faulty.yaml', '--to', '2026-10-31')
    expect(faulty.text).to.match(/faulty\.yaml:16: waitDays: Invalid input/)
    expect(faulty.code).to.equal(1)
    const late = await run('split.yaml', '--to', '2027-10-31')
    expect(late).to.deep.equal({ code: 1, text: '只能试算已经过去的日子\n' })
    expect(await run('split.yaml')).to.deep.include({ code: 2 })
  })

  it('says in a line that a file cannot be written', async () => {
    const nowhere = join(folder, 'no', 'orders.csv')
    const unwritten = await run('split.yaml', '--to', '2026-10-31', '--out', nowhere)
    expect(unwritten).to.deep.equal({ code: 1, text: `${nowhere}: cannot be written\n` })
  })
})
