import { expect } from 'chai'
import { LedgerProof } from '../../../app/db/entities/ledgerProofs.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { sealBlocks } from '../../../app/features/ledger/commands/sealBlocks.ts'
import type { FaultKind } from '../../../app/features/ledger/contract.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { orderOf } from '../credits/ledgerBench.ts'
import { type Books, keepBooks, NOW, proveAndClose } from './books.ts'

interface Tamper {
  name: string
  sql: string[]
  /** Which faults are found, and what the first of them names. */
  finds: [kind: FaultKind, names: string | RegExp][]
}

const ORDER = (no: string) => `(SELECT id FROM orders WHERE order_no = '${no}')`
const POSTING = (no: string) => `(SELECT MIN(id) FROM ledger_postings p WHERE p.order_id = ${ORDER(no)})`
const POSTING_COLUMNS = 'cause_kind, cause_id, cause_at, occurred_on, booked_on, rule_version, created_at'

/** What somebody with a hand in the database could do. Everything is sealed, October is closed. */
const TAMPERS: Tamper[] = [
  {
    name: 'an amount is changed',
    sql: [
      `UPDATE ledger_entries SET amount_fen = amount_fen + 100 WHERE posting_id = ${POSTING('SERVED')} AND guide_id IS NOT NULL`,
    ],
    finds: [
      ['posting_unbalanced', /^posting \d+$/],
      ['order_off', 'order pos-east/SERVED'],
      ['guide_day_off', /^2026-11-25 guide \d+ SH001 online_fen$/],
      ['guide_month_off', /^guide \d+ 2026-11 SH001 earned_fen$/],
      ['posting_changed', /^posting \d+ of block 1$/],
    ],
  },
  {
    name: 'money is moved between two guides without a trace in the sums',
    sql: [
      `UPDATE ledger_entries SET amount_fen = amount_fen + 100 WHERE posting_id = ${POSTING('TWO')} AND store_code = 'SH001'`,
      `UPDATE ledger_entries SET amount_fen = amount_fen - 100 WHERE posting_id = ${POSTING('TWO')} AND store_code = 'BJ001'`,
      "UPDATE guide_days SET offline_fen = offline_fen + 100 WHERE day = '2026-11-26' AND store_code = 'SH001'",
      "UPDATE guide_days SET offline_fen = offline_fen - 100 WHERE day = '2026-11-26' AND store_code = 'BJ001'",
      "UPDATE guide_months SET earned_fen = earned_fen + 100 WHERE month = '2026-11' AND store_code = 'SH001' AND earned_fen > 0",
      "UPDATE guide_months SET earned_fen = earned_fen - 100 WHERE month = '2026-11' AND store_code = 'BJ001'",
    ],
    finds: [['posting_changed', /^posting \d+ of block 1$/]],
  },
  {
    name: 'a posting is removed with its entries',
    sql: [
      `DELETE FROM ledger_entries WHERE order_id = ${ORDER('STRANGER')}`,
      `DELETE FROM ledger_postings WHERE order_id = ${ORDER('STRANGER')}`,
    ],
    finds: [
      ['order_off', 'order pos-east/STRANGER'],
      ['pool_day_off', /2026-11-27 unattributed – offline_fen/],
      ['posting_removed', /^posting \d+ of block 1$/],
    ],
  },
  {
    name: 'the entries of a posting are removed',
    sql: [`DELETE FROM ledger_entries WHERE order_id = ${ORDER('STRANGER')}`],
    finds: [
      ['posting_empty', /^posting \d+$/],
      ['order_off', 'order pos-east/STRANGER'],
      ['pool_day_off', /2026-11-27/],
      ['posting_changed', /^posting \d+ of block 1$/],
    ],
  },
  {
    name: 'a posting is slipped in below what was sealed',
    sql: [
      `INSERT INTO ledger_postings (id, ${POSTING_COLUMNS}) VALUES (-7, 'payment', 'x', 1, '2026-11-30', '2026-11-30', 1, 1)`,
      "INSERT INTO ledger_entries (posting_id, account, store_code, channel, amount_fen, occurred_on, booked_on) VALUES (-7, 'store:SH001:pool', 'SH001', 'offline', 5, '2026-11-30', '2026-11-30')",
      "INSERT INTO ledger_entries (posting_id, account, channel, amount_fen, occurred_on, booked_on) VALUES (-7, 'sales:offline', 'offline', -5, '2026-11-30', '2026-11-30')",
    ],
    finds: [
      ['pool_day_off', '2026-11-30 pool SH001 offline_fen'],
      ['posting_inserted', 'posting -7 of block 1'],
    ],
  },
  {
    name: 'two entries that cancel are slipped into a posting',
    sql: ['5', '-5'].map(
      (fen) => `INSERT INTO ledger_entries (posting_id, order_id, account, channel, amount_fen, occurred_on, booked_on)
        SELECT id, order_id, 'unattributed', 'offline', ${fen}, occurred_on, booked_on FROM ledger_postings p WHERE p.id = ${POSTING('TWO')}`,
    ),
    finds: [['posting_changed', /^posting \d+ of block 1$/]],
  },
  {
    name: 'the reasons behind a posting are changed',
    sql: [`UPDATE ledger_postings SET steps = '[]' WHERE order_id = ${ORDER('POOL')}`],
    finds: [['posting_changed', /^posting \d+ of block 1$/]],
  },
  {
    name: 'a posting is moved to another day',
    sql: [`UPDATE ledger_postings SET booked_on = '2026-11-30' WHERE order_id = ${ORDER('STRANGER')}`],
    finds: [
      ['entry_astray', /^entry \d+ of posting \d+$/],
      ['pool_day_off', /2026-11-27 unattributed/],
      ['posting_changed', /^posting \d+ of block 1$/],
    ],
  },
  {
    name: 'an entry points to no posting',
    sql: [
      "INSERT INTO ledger_entries (posting_id, account, channel, amount_fen, occurred_on, booked_on) VALUES (999999, 'unattributed', 'offline', 5, '2026-11-30', '2026-11-30')",
    ],
    finds: [
      ['posting_unbalanced', 'posting 999999'],
      ['entry_astray', /of posting 999999$/],
    ],
  },
  {
    name: 'the refunds of an order are told otherwise',
    sql: ["UPDATE orders SET refunded_fen = 0 WHERE order_no = 'SERVED'"],
    finds: [['order_off', 'order pos-east/SERVED']],
  },
  {
    name: 'an order is removed',
    sql: ["DELETE FROM orders WHERE order_no = 'STRANGER'"],
    finds: [['posting_without_order', /^posting \d+$/]],
  },
  {
    name: 'a waiting refund is told otherwise',
    sql: ["UPDATE refunds SET refund_fen = refund_fen - 1 WHERE refund_no = 'R2'"],
    finds: [['suspense_off', 'refund pos-east/R2']],
  },
  {
    name: 'a waiting refund is removed',
    sql: ["DELETE FROM refunds WHERE refund_no = 'R2'"],
    finds: [['suspense_astray', /^posting \d+$/]],
  },
  {
    name: 'a day of a guide is changed',
    sql: ["UPDATE guide_days SET orders = orders + 1 WHERE day = '2026-11-25'"],
    finds: [['guide_day_off', /^2026-11-25 guide \d+ SH001 orders$/]],
  },
  {
    name: 'a day of a pool is made up',
    sql: ["INSERT INTO pool_days (day, kind, store_code, offline_fen) VALUES ('2031-01-01', 'pool', 'SH002', 1)"],
    finds: [['pool_day_off', '2031-01-01 pool SH002 offline_fen']],
  },
  {
    name: 'a month of a guide is removed',
    sql: ["DELETE FROM guide_months WHERE month = '2026-11' AND store_code = 'BJ001'"],
    finds: [['guide_month_off', /^guide \d+ 2026-11 BJ001 earned_fen$/]],
  },
  {
    name: 'the hash of a block is changed',
    sql: [`UPDATE ledger_blocks SET hash = '${'a'.repeat(64)}'`],
    finds: [
      ['block_changed', 'block 1'],
      ['chain_rewritten', 'block 1'],
    ],
  },
  {
    name: 'the chain is cut',
    sql: ['DELETE FROM ledger_blocks'],
    finds: [['chain_rewritten', 'block 1']],
  },
  {
    name: 'something is booked in a closed month',
    sql: [
      `INSERT INTO ledger_postings (id, ${POSTING_COLUMNS}) VALUES (888, 'payment', 'x', 1, '2026-10-30', '2026-10-30', 1, 1)`,
      "INSERT INTO ledger_entries (posting_id, account, channel, amount_fen, occurred_on, booked_on) VALUES (888, 'unattributed', 'offline', 5, '2026-10-30', '2026-10-30')",
      "INSERT INTO ledger_entries (posting_id, account, channel, amount_fen, occurred_on, booked_on) VALUES (888, 'sales:offline', 'offline', -5, '2026-10-30', '2026-10-30')",
      "INSERT INTO pool_days (day, kind, store_code, offline_fen) VALUES ('2026-10-30', 'unattributed', '', 5)",
    ],
    finds: [['closing_late_posting', 'posting 888 in 2026-10']],
  },
  {
    name: 'an amount of a closed month is changed',
    sql: [`UPDATE ledger_entries SET amount_fen = amount_fen * 2 WHERE posting_id = ${POSTING('POOL')}`],
    finds: [
      ['order_off', 'order pos-east/POOL'],
      ['pool_day_off', /2026-10-09 pool SH001/],
      ['posting_changed', /of block 1$/],
      ['closing_changed', '2026-10 poolsFen'],
    ],
  },
  {
    name: 'a closed month is opened again',
    sql: ["UPDATE settings SET value = '2026-09' WHERE name = 'ledger.closedThrough'"],
    finds: [['closing_undone', '2026-10']],
  },
]

forEachDatabase((kind) =>
  describe(`the proof of the ledger (${kind})`, () => {
    let test: TestDatabase
    let books: Books

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      books = await keepBooks(test.db)
      await sealBlocks(books.bench.deps)
      await proveAndClose(books.bench, '2026-10')
    })
    afterEach(() => test.drop())

    it('finds nothing where nobody had a hand in it, and is kept', async () => {
      expect(await proveLedger(books.bench.deps)).to.deep.include({ isGood: true, faults: [] })
      const [proof] = await test.db.read.find(LedgerProof, { order: { id: 'DESC' }, take: 1 })
      expect(proof).to.include({ isGood: true, faultCount: 0, headSeq: 1 })
      expect(proof?.postings).to.be.greaterThan(7)
    })

    for (const { name, sql, finds } of TAMPERS)
      it(`finds and names it when ${name}`, async () => {
        books.bench.setNow(NOW.replace('12:00', '13:01'))
        for (const statement of sql) await test.db.source.query(statement)
        const { isGood, faults } = await proveLedger(books.bench.deps)
        expect(isGood).to.equal(false)
        const kinds = [...new Set(faults.map((fault) => fault.kind))]
        expect(kinds).to.deep.equal(finds.map(([wanted]) => wanted))
        for (const [wanted, names] of finds) {
          const subject = faults.find((fault) => fault.kind === wanted)?.subject ?? ''
          if (typeof names === 'string') expect(subject).to.equal(names)
          else expect(subject).to.match(names)
        }
      })

    it('waits an hour for an order to be decided, then names it', async () => {
      await recordOrder(books.bench.deps, orderOf({ orderNo: 'FORGOTTEN' }))
      books.bench.queue.length = 0
      expect((await proveLedger(books.bench.deps)).isGood).to.equal(true)
      books.bench.setNow(NOW.replace('12:00', '13:01'))
      const { faults } = await proveLedger(books.bench.deps)
      expect(faults).to.deep.equal([{ kind: 'order_undecided', subject: 'order pos-east/FORGOTTEN' }])
    })

    it('keeps the first of many faults and counts them all', async () => {
      await test.db.source.query('UPDATE ledger_postings SET steps = NULL, rule_version = 77')
      const values = Array.from({ length: 50 }, (_, at) => `('2031-01-01', 'pool', 'S${at}', 1)`)
      await test.db.source.query(
        `INSERT INTO pool_days (day, kind, store_code, offline_fen) VALUES ${values.join(', ')}`,
      )
      const { faults, faultCount } = await proveLedger(books.bench.deps)
      expect(faults.filter((fault) => fault.kind === 'pool_day_off')).to.have.length(20)
      expect(faultCount).to.be.greaterThan(50)
    })
  }),
)
