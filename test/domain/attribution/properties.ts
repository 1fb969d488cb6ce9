import { expect } from 'chai'
import fc from 'fast-check'
import type { OrderFacts, RefundFacts } from '../../../app/domain/attribution/facts.ts'
import { businessDayOf } from '../../../app/domain/businessDay.ts'
import { type Case, cases, rulesArb } from './arbitraries.ts'
import {
  boundTo,
  buildOrder,
  byName,
  CHEN,
  DAY_MS,
  FORMER,
  HOUR_MS,
  LIN,
  PAID_MS,
  people,
  refundOf,
  WAIT_END_MS,
  ZHOU,
} from './orderFactory.ts'
import {
  arrivalsOf,
  byAccount,
  byDayAndAccount,
  byFact,
  type Implementation,
  isHolder,
  netPaid,
  post,
  sumOf,
  totals,
} from './replay.ts'

export type Property = (implementation: Implementation) => void

const RUNS = { numRuns: 300, seed: 20261121 }

function check(property: (given: Case) => void): void {
  fc.assert(fc.property(cases, property), RUNS)
}

const casesWithOrder = cases.chain((given) => {
  const indexes = [...Array(given.facts.refunds.length + 2).keys()]
  return fc.record({ given: fc.constant(given), order: fc.shuffledSubarray(indexes, { minLength: indexes.length }) })
})

export const properties: Record<string, Property> = {
  'every posting sums to 0 and has one day and one cause': (implementation) =>
    check(({ facts, rules }) => {
      for (const posting of implementation.differenceToPost(implementation.bookOf(facts, rules, people).entries, [])) {
        expect(sumOf(posting)).to.equal(0)
        expect(new Set(posting.map(({ day, cause }) => `${day} ${cause.kind} ${cause.id}`)).size).to.equal(1)
      }
    }),

  'guides, pools and unattributed hold exactly the net paid after every step': (implementation) =>
    fc.assert(
      fc.property(casesWithOrder, ({ given: { facts, rules }, order }) => {
        post(implementation, arrivalsOf(facts, order), rules, (posted, known) => {
          expect(sumOf(posted.filter(isHolder))).to.equal(netPaid(known))
        })
      }),
      RUNS,
    ),

  'any order of arrival ends the same': (implementation) =>
    fc.assert(
      fc.property(casesWithOrder, ({ given: { facts, rules }, order }) => {
        const posted = post(implementation, arrivalsOf(facts, order), rules)
        expect(byFact(posted)).to.deep.equal(byFact(implementation.bookOf(facts, rules, people).entries))
      }),
      RUNS,
    ),

  'a replay posts nothing': (implementation) =>
    check(({ facts, rules }) => {
      const { entries } = implementation.bookOf(facts, rules, people)
      const posted = implementation.differenceToPost(entries, []).flat()
      expect(implementation.differenceToPost(entries, posted)).to.deep.equal([])
    }),

  'never more is taken from a holder than they had': (implementation) =>
    check(({ facts, rules }) => {
      const held = new Map<string, number>()
      for (const { account, amountFen } of implementation.bookOf(facts, rules, people).entries.filter(isHolder)) {
        held.set(account, (held.get(account) ?? 0) + amountFen)
        expect(held.get(account), account).to.be.at.least(0)
      }
    }),

  'a refund only ever takes, and says how much of the entry it is': (implementation) =>
    check(({ facts, rules }) => {
      for (const entry of implementation.bookOf(facts, rules, people).entries.filter(isHolder)) {
        expect(entry.refundFen).to.equal(entry.cause.kind === 'refund' ? 0 - entry.amountFen : 0)
        expect(entry.refundFen).to.be.at.least(0)
      }
    }),

  'one refund of x + y is two of x and y on the same day': (implementation) =>
    fc.assert(
      fc.property(cases, fc.nat(30_000), fc.nat(30_000), fc.nat(45), ({ facts, rules }, x, y, days) => {
        const atMs = PAID_MS + days * DAY_MS
        const withRefunds = (refunds: RefundFacts[]) =>
          byDayAndAccount(
            implementation.bookOf({ ...facts, refunds: [...facts.refunds, ...refunds] }, rules, people).entries,
          )
        expect(withRefunds([refundOf(90, x + y, atMs)])).to.deep.equal(
          withRefunds([refundOf(90, x, atMs), refundOf(91, y, atMs + HOUR_MS)]),
        )
      }),
      RUNS,
    ),

  'days before a new fact do not change': (implementation) =>
    fc.assert(
      fc.property(cases, fc.nat(60), fc.nat(30_000), fc.boolean(), ({ facts, rules }, days, refundFen, identifies) => {
        const atMs = PAID_MS + days * DAY_MS
        const before: OrderFacts = {
          ...facts,
          buyer: identifies ? { kind: 'unmatched' } : facts.buyer,
          nowMs: atMs - 1,
        }
        const after: OrderFacts = identifies
          ? { ...before, buyer: boundTo(LIN, atMs), nowMs: atMs }
          : { ...before, refunds: [...facts.refunds, refundOf(90, refundFen, atMs)], nowMs: atMs }
        const past = (known: OrderFacts) =>
          byFact(implementation.bookOf(known, rules, people).entries.filter(({ day }) => day < businessDayOf(atMs)))
        expect(past(after)).to.deep.equal(past(before))
      }),
      RUNS,
    ),

  'a full refund leaves every account at 0': (implementation) =>
    check(({ facts, rules }) => {
      const lines = facts.lines.map(({ lineNo, paidFen }) => ({ lineNo, refundFen: paidFen }))
      const full = { refundId: 'pos/R99', refundedAtMs: WAIT_END_MS + 90 * DAY_MS, lines }
      const nowMs = full.refundedAtMs
      const known = { ...facts, refunds: [...facts.refunds, full], nowMs }
      expect(byAccount(implementation.bookOf(known, rules, people).entries)).to.deep.equal({})
    }),

  'it does not matter what the guides are called': (implementation) =>
    check(({ facts, rules }) => {
      const renamed = new Map([
        [LIN, CHEN],
        [ZHOU, LIN],
        [CHEN, ZHOU],
        [FORMER, FORMER],
      ]) // a permutation
      const rename = (id: number) => renamed.get(id) ?? id
      const { buyer } = facts
      const other: OrderFacts = {
        ...facts,
        ...(facts.shared?.guideId === undefined ? {} : { shared: byName(rename(facts.shared.guideId)) }),
        lines: facts.lines.map((line) => ({
          ...line,
          served: line.served?.map((one) => ({ ...one, ...byName(rename(one.guideId!)) })),
        })),
        corrections: facts.corrections?.map((one) => ({
          ...one,
          to: one.to.map((part) => ('guideId' in part ? { ...part, guideId: rename(part.guideId) } : part)),
        })),
        buyer:
          buyer.kind === 'known' && buyer.boundAtPayment
            ? boundTo(rename(buyer.boundAtPayment.guideId), buyer.knownAtMs)
            : buyer,
      }
      const expected = totals(implementation.bookOf(facts, rules, people).entries, ({ day, account, guideId }) =>
        guideId === undefined ? `${day} ${account}` : `${day} guide:${rename(guideId)}:${account.split(':')[2]}`,
      )
      expect(byDayAndAccount(implementation.bookOf(other, rules, people).entries)).to.deep.equal(expected)
    }),

  'an order counts once for each guide who holds a line now, refunds or not': (implementation) =>
    check(({ facts, rules }) => {
      const book = implementation.bookOf(facts, rules, people)
      const counts = new Map<number, number>()
      for (const { guideId, orders } of book.entries) {
        if (guideId !== undefined) counts.set(guideId, (counts.get(guideId) ?? 0) + orders)
      }
      const holding = new Set(book.holders.flatMap((line) => line.shares.map((share) => share.guideId)))
      for (const id of [LIN, ZHOU, CHEN, FORMER]) expect(counts.get(id) ?? 0).to.equal(holding.has(id) ? 1 : 0)
    }),

  'identification in the window ends as if the buyer had been known at payment': (implementation) =>
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(LIN, ZHOU),
        ({ facts, rules }, days, guideId) => {
          const ends = (knownAtMs: number) =>
            byAccount(implementation.bookOf({ ...facts, buyer: boundTo(guideId, knownAtMs) }, rules, people).entries)
          expect(ends(PAID_MS + days * DAY_MS)).to.deep.equal(ends(PAID_MS))
        },
      ),
      RUNS,
    ),

  'the end of the wait is never booked before it has come, nor missed after': (implementation) =>
    fc.assert(
      fc.property(rulesArb, fc.integer({ min: -3, max: 3 }), (rules, days) => {
        const nowMs = WAIT_END_MS + days * DAY_MS
        const { entries, waitingUntilMs } = implementation.bookOf(buildOrder({ nowMs }), rules, people)
        const isOver = days >= 0
        expect(entries.some(({ cause }) => cause.kind === 'wait_over')).to.equal(isOver)
        expect(waitingUntilMs).to.equal(isOver ? undefined : WAIT_END_MS)
      }),
      RUNS,
    ),
}
