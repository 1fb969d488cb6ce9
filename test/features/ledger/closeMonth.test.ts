import { expect } from 'chai'
import { LedgerEntry, LedgerPosting } from '../../../app/db/entities/ledger.ts'
import { LedgerClosing } from '../../../app/db/entities/ledgerProofs.ts'
import { AuditEntry, Setting } from '../../../app/db/entities/operations.ts'
import { closeMonth } from '../../../app/features/ledger/commands/closeMonth.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { type Books, keepBooks, proveAndClose } from './books.ts'

forEachDatabase((kind) =>
  describe(`closing a month (${kind})`, () => {
    let test: TestDatabase
    let books: Books

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      books = await keepBooks(test.db)
    })
    afterEach(() => test.drop())

    const close = (month: string) => closeMonth(books.bench.deps, { month, actor: 'op' })
    const refusalOf = (month: string) =>
      close(month).then(
        () => 'closed',
        (error: Error) => error.message,
      )

    it('keeps what was in it, moves the books on, and notes who did it', async () => {
      await proveAndClose(books.bench, '2026-10')
      const closing = await test.db.read.findOneByOrFail(LedgerClosing, { month: '2026-10' })
      expect(closing).to.deep.include({ closedBy: 'op', postings: 2 })
      expect(closing.totals).to.deep.equal({
        guidesFen: 19900,
        poolsFen: 19900,
        unattributedFen: 0,
        suspenseFen: 0,
        salesFen: -39800,
      })
      expect(await test.db.read.findOneBy(Setting, { name: 'ledger.closedThrough' })).to.include({ value: '2026-10' })
      expect(await test.db.read.findOneBy(AuditEntry, { action: 'ledger.close' })).to.deep.include({
        actor: 'op',
        subject: '2026-10',
      })
    })

    it('is refused before a proof, out of order, twice, and while the month runs', async () => {
      expect(await refusalOf('2026-10')).to.include('结账前要先核对账本')
      await proveLedger(books.bench.deps)
      expect(await refusalOf('2026-11')).to.include('下一个是2026年10月')
      expect(await refusalOf('2026-12')).to.include('还没有过完')
      await close('2026-10')
      expect(await refusalOf('2026-10')).to.include('不能重开')
      await close('2026-11')
      expect(await refusalOf('2026-12')).to.include('还没有过完')
    })

    it('is refused after a proof with faults, and when the month was touched since', async () => {
      await test.db.source.query("UPDATE guide_months SET earned_fen = 1 WHERE month = '2026-10'")
      await proveLedger(books.bench.deps)
      expect(await refusalOf('2026-10')).to.include('查清之前不能结账')
      await test.db.source.query("UPDATE guide_months SET earned_fen = 19900 WHERE month = '2026-10'")
      await proveLedger(books.bench.deps)
      await test.db.source.query("UPDATE pool_days SET offline_fen = 1 WHERE day = '2026-10-09'")
      expect(await refusalOf('2026-10')).to.include('查清之前不能结账')
      expect(await test.db.read.count(LedgerClosing)).to.equal(0)
    })

    it('books what is told later on the first open day, with its own day kept', async () => {
      await proveAndClose(books.bench, '2026-10')
      await books.bench.order({ orderNo: 'LATE', paidAt: '2026-10-20T12:00:00+08:00' })
      await books.bench.refund({ refundNo: 'R9', orderNo: 'POOL', refundedAt: '2026-10-21T12:00:00+08:00' })
      await books.bench.settle()
      const postings = await test.db.read.find(LedgerPosting)
      const late = postings.filter(({ occurredOn, bookedOn }) => occurredOn !== bookedOn)
      expect(late.map((row) => [row.occurredOn, row.bookedOn])).to.deep.equal([
        ['2026-10-20', '2026-11-01'],
        ['2026-10-21', '2026-11-01'],
      ])
      expect((await proveLedger(books.bench.deps)).faults).to.deep.equal([])
      await proveAndClose(books.bench, '2026-11')
      const booked = await test.db.read.find(LedgerEntry)
      expect(booked.filter((row) => row.bookedOn < '2026-11-01').map((row) => row.amountFen)).to.have.members([
        ...[19900, -19900, 19900, -19900],
      ])
    })

    it('two who close at once close it once', async () => {
      await proveLedger(books.bench.deps)
      const outcomes = await Promise.all([refusalOf('2026-10'), refusalOf('2026-10'), refusalOf('2026-10')])
      expect(outcomes.filter((outcome) => outcome === 'closed')).to.have.length(1)
      expect(await test.db.read.countBy(AuditEntry, { action: 'ledger.close' })).to.equal(1)
    })
  }),
)
