import { expect } from 'chai'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { addUp } from '../../../app/db/statements.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { rebuildRollUps } from '../../../app/features/ledger/commands/rebuildRollUps.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { type Books, keepBooks, proveAndClose, readRollUps } from './books.ts'

forEachDatabase((kind) =>
  describe(`npm run ledger -- rebuild (${kind})`, () => {
    let test: TestDatabase
    let books: Books

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      books = await keepBooks(test.db)
      await proveAndClose(books.bench, '2026-10')
      const keys = { day: '2026-11-25', guideId: books.guides.zhou, storeCode: 'SH001' }
      await test.db.transaction((tx) => addUp(tx, 'guide_days', keys, { newCustomers: 2, followUpsDone: 3 }))
    })
    afterEach(() => test.drop())

    it('makes every roll-up again as it was, to the fen, whatever was done to it', async () => {
      const before = await readRollUps(test.db)
      for (const spoil of [
        'UPDATE guide_days SET offline_fen = 7, orders = 9',
        "INSERT INTO guide_days (day, guide_id, store_code, online_fen) VALUES ('2030-01-01', 99, '', 5)",
        'DELETE FROM pool_days',
        "INSERT INTO guide_months (guide_id, month, store_code, earned_fen) VALUES (99, '2026-10', '', 5)",
        "DELETE FROM guide_months WHERE month = '2026-11'",
      ])
        await test.db.source.query(spoil)
      expect((await proveLedger(books.bench.deps)).isGood).to.equal(false)
      await rebuildRollUps(books.bench.deps, 'cli')
      expect(await readRollUps(test.db)).to.deep.equal(before)
      expect((await proveLedger(books.bench.deps)).isGood).to.equal(true)
    })

    it('changes nothing where nothing is wrong, leaves what others count, and is noted', async () => {
      const before = await readRollUps(test.db)
      const rows = await rebuildRollUps(books.bench.deps, 'cli')
      expect(await readRollUps(test.db)).to.deep.equal(before)
      expect(before.some((row) => row.includes('["new_customers",2]'))).to.equal(true)
      expect(Object.values(rows).reduce((sum, count) => sum + count, 0)).to.equal(before.length)
      expect(await test.db.read.findOneBy(AuditEntry, { action: 'ledger.rebuild' })).to.deep.include({
        actor: 'cli',
        detail: rows,
      })
    })
  }),
)
