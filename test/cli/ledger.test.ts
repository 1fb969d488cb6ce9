import { expect } from 'chai'
import { Setting } from '../../app/db/entities/operations.ts'
import { proveLedger } from '../../app/features/ledger/commands/proveLedger.ts'
import { type Books, keepBooks } from '../features/ledger/books.ts'
import { openTestDatabase, type TestDatabase } from '../support/db.ts'
import { runShell } from './shell.ts'

/** The shell has a clock of its own; it is set to December 2026, when the books are looked at. */
describe('npm run ledger', function () {
  this.timeout(240_000)
  let database: TestDatabase
  let books: Books

  before(async () => {
    database = await openTestDatabase('sqlite')
    books = await keepBooks(database.db)
    const value = String(Date.parse('2026-12-20T15:00:00+08:00') - Date.now())
    await database.db.transaction((tx) => tx.insert(Setting, { name: 'clock.offsetMs', value, updatedAt: 0 }))
  })
  after(() => database.drop())

  const run = (...args: string[]) => runShell(database.url, 'ledger', args)

  it('proves, then closes in order, with an exit code that scripts can use', async () => {
    const early = await run('close', '2026-11')
    expect(early.text).to.include('账本核对无误').and.include('要按顺序结账，下一个是2026年10月')
    expect(early.code).to.equal(1)
    const closed = await run('close', '2026-10')
    expect(closed.text).to.include('2026-10 已结账：2 张凭证，净销售 ¥398.00，导购 ¥199.00')
    expect(closed.code).to.equal(0)
  })

  it('tells a fault, closes nothing with one, and mends roll-ups', async () => {
    await database.db.source.query("UPDATE pool_days SET offline_fen = 1 WHERE day = '2026-11-27'")
    const refused = await run('close', '2026-11')
    expect(refused.code).to.equal(1)
    expect(refused.text)
      .to.match(/账本有 \d+ 处差错/)
      .and.include('门店池日汇总与流水不符：2026-11-27')
    expect(await run('rebuild')).to.deep.include({ code: 0 })
    expect((await proveLedger(books.bench.deps)).isGood).to.equal(true)
  })

  it('says how it is used', async () => {
    const { code, text } = await run('close')
    expect(code).to.equal(1)
    expect(text).to.include('npm run ledger -- close 2026-10')
  })
})
