import { expect } from 'chai'
import fc from 'fast-check'
import type { Book } from '../../../app/domain/attribution/book.ts'
import type { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import type { bookOfOrphanRefund } from '../../../app/domain/attribution/bookOfOrphanRefund.ts'
import type { OrphanRefundFacts, PeopleOnDays } from '../../../app/domain/attribution/facts.ts'
import { type Case, cases } from './arbitraries.ts'
import { CHEN, DAY_MS, FORMER, LIN, PAID_MS, people } from './orderFactory.ts'
import { byAccount, isHolder, sumOf, totals } from './replay.ts'

export interface Books {
  bookOf: typeof bookOf
  bookOfOrphanRefund: typeof bookOfOrphanRefund
}
export type BooksProperty = (books: Books) => void

export const RUNS = { numRuns: 300, seed: 20261123 }

export function check(property: (given: Case) => void): void {
  fc.assert(fc.property(cases, property), RUNS)
}

/** Account → fen, guides' pending and settled together. */
export function byHolder({ entries }: Book): Record<string, number> {
  const whole = entries.map((entry) =>
    entry.guideId === undefined ? entry : { ...entry, account: `guide:${entry.guideId}:pending` as const },
  )
  return byAccount(whole)
}

/** Everybody changes store in the middle of what happens. */
const movers: PeopleOnDays = { ...people, storeOfGuideOn: (_id, day) => (day < '2026-11-15' ? 'OLD' : 'NEW') }

/** CHEN works in the order's store beside another, everybody else changes store. */
const workers: PeopleOnDays = {
  ...movers,
  storeOfGuideOn: (id, day, preferred) => (id === CHEN ? (preferred ?? 'OTHER') : movers.storeOfGuideOn(id, day)),
}

const orphan: fc.Arbitrary<OrphanRefundFacts> = fc.record(
  {
    refundId: fc.constant('pos/R5'),
    refundedAtMs: fc.nat(60).map((days) => PAID_MS + days * DAY_MS),
    refundFen: fc.nat(30_000),
    channel: fc.constantFrom('online' as const, 'offline' as const),
    storeCode: fc.constant('SH001'),
    guideId: fc.constantFrom(LIN, FORMER),
    isSuspended: fc.boolean(),
  },
  { requiredKeys: ['refundId', 'refundedAtMs', 'refundFen'] },
)

export const holdingProperties: Record<string, BooksProperty> = {
  'the end of the freeze changes nobody’s sum': (books) =>
    check(({ facts, rules }) => {
      const { settlesAtMs: _, ...never } = facts
      expect(byHolder(books.bookOf(facts, rules, people))).to.deep.equal(byHolder(books.bookOf(never, rules, people)))
    }),

  'nothing is settled before the freeze ends, and nothing is pending after, in any store': (books) =>
    check(({ facts, rules }) => {
      const { entries, settlesAtMs } = books.bookOf(facts, rules, movers)
      const isOver = facts.settlesAtMs !== undefined && facts.nowMs >= facts.settlesAtMs
      const wrong = isOver ? ':pending' : ':settled'
      const inStores = totals(entries, ({ account, storeCode }) => `${storeCode} ${account}`)
      expect(Object.keys(inStores).filter((holder) => holder.endsWith(wrong))).to.deep.equal([])
      expect(settlesAtMs).to.equal(isOver ? undefined : facts.settlesAtMs)
    }),

  'an entry counts to the store of the guide on its day, to the order’s where they work in several, a pool’s to its own':
    (books) =>
      check(({ facts, rules }) => {
        for (const { account, guideId, storeCode, day, cause } of books.bookOf(facts, rules, workers).entries) {
          if (guideId !== undefined && cause.kind !== 'settlement')
            expect(storeCode).to.equal(workers.storeOfGuideOn(guideId, day, facts.storeCode))
          else if (guideId === undefined) expect(storeCode).to.equal(account.startsWith('store:') ? 'SH001' : undefined)
        }
      }),

  'a refund without its order is taken whole from one holder, and waits in suspense if it names an order': (books) =>
    fc.assert(
      fc.property(orphan, (refund) => {
        const { entries } = books.bookOfOrphanRefund(refund, people)
        const holders = entries.filter(isHolder)
        expect(sumOf(entries)).to.equal(0)
        expect(sumOf(holders)).to.equal(0 - refund.refundFen)
        const takesFrom = refund.isSuspended
          ? 'suspense'
          : refund.guideId === LIN
            ? 'guide:1:settled'
            : refund.storeCode === undefined
              ? 'unattributed'
              : 'store:SH001:pool'
        expect(holders.map(({ account }) => account)).to.deep.equal(refund.refundFen === 0 ? [] : [takesFrom])
      }),
      RUNS,
    ),
}
