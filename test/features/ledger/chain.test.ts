import { expect } from 'chai'
import { openDatabase } from '../../../app/db/database.ts'
import { LedgerPosting } from '../../../app/db/entities/ledger.ts'
import { LedgerBlock } from '../../../app/db/entities/ledgerProofs.ts'
import { appendPostings } from '../../../app/features/credits/postingStore.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { sealBlocks } from '../../../app/features/ledger/commands/sealBlocks.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { withMariadb } from '../../support/services.ts'
import type { Bench } from '../credits/ledgerBench.ts'
import { keepBooks } from './books.ts'
import { holdOpen, OWNER, postingOn } from './underWay.ts'

const blocksOf = ({ db }: TestDatabase) => db.read.find(LedgerBlock, { order: { seq: 'ASC' } })

forEachDatabase((kind) =>
  describe(`the chain over the journal (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = (await keepBooks(test.db)).bench
    })
    afterEach(() => test.drop())

    it('seals each posting once, in the order of ids, each block on the one before', async () => {
      expect(await sealBlocks(bench.deps)).to.equal(1)
      expect(await sealBlocks(bench.deps)).to.equal(0)
      await bench.order({ orderNo: 'LATER' })
      await bench.settle()
      await sealBlocks(bench.deps)
      const [first, second, ...rest] = await blocksOf(test)
      expect(rest).to.deep.equal([])
      expect(second).to.include({ seq: 2, previousHash: first?.hash, fromPostingId: (first?.toPostingId ?? 0) + 1 })
      expect((first?.postings ?? 0) + (second?.postings ?? 0)).to.equal(await test.db.read.count(LedgerPosting))
      expect((await proveLedger(bench.deps)).isGood).to.equal(true)
    })

    it('cuts a long journal into blocks', async () => {
      await test.db.transaction((tx) =>
        appendPostings(
          tx,
          Array.from({ length: 1200 }, () => postingOn('2026-12-01')),
          OWNER,
        ),
      )
      expect(await sealBlocks(bench.deps)).to.equal(3)
      const faults = (await proveLedger(bench.deps)).faults.filter((fault) => /posting_|block_|chain_/.test(fault.kind))
      expect(faults).to.deep.equal([])
    })

    it('is one chain although four processes seal at once', async () => {
      await test.db.transaction((tx) =>
        appendPostings(
          tx,
          Array.from({ length: 700 }, () => postingOn('2026-12-01')),
          OWNER,
        ),
      )
      const sealed = await Promise.all([1, 2, 3, 4].map(() => sealBlocks(bench.deps)))
      expect(sealed.reduce((sum, blocks) => sum + blocks, 0)).to.equal(2)
      expect((await blocksOf(test)).map((block) => block.seq)).to.deep.equal([1, 2])
    })

    it('names a block that was taken out of the middle', async () => {
      await test.db.transaction((tx) =>
        appendPostings(
          tx,
          Array.from({ length: 1200 }, () => postingOn('2026-12-01')),
          OWNER,
        ),
      )
      await sealBlocks(bench.deps)
      await test.db.source.query('DELETE FROM ledger_blocks WHERE seq = 2')
      const { faults } = await proveLedger(bench.deps)
      expect(faults.filter((fault) => fault.kind.startsWith('block_'))).to.deep.equal([
        { kind: 'block_missing', subject: 'block 2' },
      ])
    })

    it('tells who seals a changed journal anew by the head an earlier proof had seen', async () => {
      await sealBlocks(bench.deps)
      await proveLedger(bench.deps)
      await test.db.source.query('UPDATE ledger_postings SET rule_version = 9')
      await test.db.source.query('DELETE FROM ledger_blocks')
      await sealBlocks(bench.deps)
      const { faults } = await proveLedger(bench.deps)
      expect(faults).to.deep.equal([{ kind: 'chain_rewritten', subject: 'block 1' }])
    })
  }),
)

withMariadb(() =>
  it('the chain waits for a posting under way with a lower id instead of passing it over', async () => {
    const test = await openTestDatabase('mysql')
    const elsewhere = await openDatabase(test.url, { poolSize: 4 })
    try {
      const { bench } = await keepBooks(test.db)
      const slow = await holdOpen(elsewhere, (tx) => appendPostings(tx, [postingOn('2026-12-01')], OWNER))
      await test.db.transaction((tx) => appendPostings(tx, [postingOn('2026-12-02')], OWNER))
      const sealing = sealBlocks(bench.deps)
      await new Promise((resume) => setTimeout(resume, 100))
      expect(await blocksOf(test)).to.deep.equal([])
      await slow.commit()
      await sealing
      const [block] = await blocksOf(test)
      expect(block?.postings).to.equal(await test.db.read.count(LedgerPosting))
    } finally {
      await elsewhere.close()
      await test.drop()
    }
  }),
)
