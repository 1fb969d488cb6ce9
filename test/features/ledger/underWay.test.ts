import { expect } from 'chai'
import { type Database, openDatabase } from '../../../app/db/database.ts'
import { LedgerPosting } from '../../../app/db/entities/ledger.ts'
import { LedgerClosing } from '../../../app/db/entities/ledgerProofs.ts'
import { lockRow } from '../../../app/db/statements.ts'
import { appendPostings } from '../../../app/features/credits/postingStore.ts'
import { CLOSED_THROUGH } from '../../../app/features/credits/queries.ts'
import { closeMonth } from '../../../app/features/ledger/commands/closeMonth.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { rebuildRollUps } from '../../../app/features/ledger/commands/rebuildRollUps.ts'
import { holdPostings } from '../../../app/features/ledger/store.ts'
import { openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { withMariadb } from '../../support/services.ts'
import { type Books, keepBooks } from './books.ts'
import { holdOpen, OWNER, postingOn } from './underWay.ts'

withMariadb(() =>
  describe('a posting under way on another connection (mysql)', () => {
    let test: TestDatabase
    let elsewhere: Database
    let books: Books

    beforeEach(async () => {
      test = await openTestDatabase('mysql')
      elsewhere = await openDatabase(test.url, { poolSize: 4 })
      books = await keepBooks(test.db)
      await proveLedger(books.bench.deps)
    })
    afterEach(async () => {
      await elsewhere.close()
      await test.drop()
    })

    const close = () => closeMonth(books.bench.deps, { month: '2026-10', actor: 'op' })
    const post = (day: string) => elsewhere.transaction((tx) => appendPostings(tx, [postingOn(day)], OWNER))
    const lastPosting = async () => (await test.db.read.find(LedgerPosting, { order: { id: 'DESC' }, take: 1 }))[0]

    it('is in the month that closes meanwhile: the closing waits for it', async () => {
      const slow = await holdOpen(elsewhere, (tx) => appendPostings(tx, [postingOn('2026-10-30')], OWNER))
      const closing = close()
      expect(await isOver(closing)).to.equal(false)
      await slow.commit()
      expect((await closing).totals).to.include({ poolsFen: 19905 })
      expect(await lastPosting()).to.include({ occurredOn: '2026-10-30', bookedOn: '2026-10-30' })
    })

    it('waits for a closing under way and is booked after it', async () => {
      const slow = await holdOpen(test.db, async (tx) => {
        await holdPostings(tx)
        await tx.query("UPDATE settings SET value = '2026-10' WHERE name = 'ledger.closedThrough'")
      })
      const posting = post('2026-10-30')
      expect(await isOver(posting)).to.equal(false)
      await slow.commit()
      await posting
      expect(await lastPosting()).to.include({ occurredOn: '2026-10-30', bookedOn: '2026-11-01' })
    })

    it('is in the roll-ups that are made anew meanwhile', async () => {
      const slow = await holdOpen(elsewhere, (tx) => appendPostings(tx, [postingOn('2026-10-30')], OWNER))
      const rebuilding = rebuildRollUps(books.bench.deps, 'cli')
      expect(await isOver(rebuilding)).to.equal(false)
      await slow.commit()
      await rebuilding
      const { faults } = await proveLedger(books.bench.deps)
      expect(faults).to.deep.equal([])
    })

    it('keeps a rebuild waiting from its first look on, before it has touched a roll-up', async () => {
      // What every posting holds before its first entry.
      const slow = await holdOpen(elsewhere, (tx) => lockRow(tx, 'settings', 'name', CLOSED_THROUGH, 'share'))
      const rebuilding = rebuildRollUps(books.bench.deps, 'cli')
      expect(await isOver(rebuilding)).to.equal(false)
      await slow.commit()
      await rebuilding
    })

    it('falls on one side or the other, whatever the moment', async function () {
      this.timeout(240_000)
      const posts = Array.from({ length: 60 }, () => post('2026-10-30'))
      const closed = close()
      await Promise.all([...posts, closed])
      const { throughPostingId } = await test.db.read.findOneByOrFail(LedgerClosing, { month: '2026-10' })
      const wrong: unknown[] = await test.db.read.query(
        `SELECT id FROM ledger_postings WHERE occurred_on <= '2026-10-31'
         AND ((id <= ? AND booked_on > '2026-10-31') OR (id > ? AND booked_on <= '2026-10-31'))`,
        [throughPostingId, throughPostingId],
      )
      expect(wrong).to.deep.equal([])
      expect((await proveLedger(books.bench.deps)).faults).to.deep.equal([])
    })
  }),
)

async function isOver(work: Promise<unknown>): Promise<boolean> {
  const patience = new Promise<false>((resolve) => setTimeout(resolve, 100, false))
  return Promise.race([work.then(() => true), patience])
}
