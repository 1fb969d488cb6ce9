import { expect } from 'chai'
import fc from 'fast-check'
import type { CorrectionFacts, OrderFacts } from '../../../app/domain/attribution/facts.ts'
import { cases } from './arbitraries.ts'
import { type BooksProperty, byHolder, check, RUNS } from './holdingProperties.ts'
import { boundTo, CHEN, DAY_MS, LIN, PAID_MS, people, WAIT_END_MS } from './orderFactory.ts'
import { netPaid } from './replay.ts'

const END_MS = WAIT_END_MS + 90 * DAY_MS
const TO_CHEN_AND_STORE: CorrectionFacts['to'] = [
  { guideId: CHEN, parts: 3 },
  { storeCode: 'SH001', parts: 1 },
]
const lastWord = (atMs: number): CorrectionFacts => ({ correctionId: 'K9', atMs, to: TO_CHEN_AND_STORE })

export const correctionProperties: Record<string, BooksProperty> = {
  'what a person corrected belongs to whom they named, and to nobody else': (books) =>
    check(({ facts, rules }) => {
      const known = { ...facts, corrections: [...(facts.corrections ?? []), lastWord(END_MS)], nowMs: END_MS + 1 }
      const held = byHolder(books.bookOf(known, rules, people))
      const { 'guide:3:pending': chen = 0, 'store:SH001:pool': pool = 0, ...others } = held
      expect(Object.keys(others).filter((account) => !account.startsWith('sales:'))).to.deep.equal([])
      expect(chen + pool).to.equal(netPaid(facts))
      expect(Math.abs(chen - (netPaid(facts) * 3) / 4)).to.be.lessThan(facts.lines.length)
    }),

  'a correction stands, whoever the buyer turns out to be later': (books) =>
    fc.assert(
      fc.property(cases, fc.integer({ min: 2, max: 30 }), ({ facts, rules }, days) => {
        const corrected = { ...facts, corrections: [lastWord(PAID_MS + DAY_MS)], nowMs: END_MS }
        const ends = (buyer: OrderFacts['buyer']) => byHolder(books.bookOf({ ...corrected, buyer }, rules, people))
        expect(ends(boundTo(LIN, PAID_MS + days * DAY_MS))).to.deep.equal(ends({ kind: 'none' }))
      }),
      RUNS,
    ),

  'a correction of one line leaves the others alone': (books) =>
    check(({ facts, rules }) => {
      const others = (corrections: CorrectionFacts[]) =>
        books
          .bookOf(
            { ...facts, corrections: [...(facts.corrections ?? []), ...corrections], nowMs: END_MS },
            rules,
            people,
          )
          .holders.filter(({ lineNo }) => lineNo !== '2')
      expect(others([{ ...lastWord(END_MS), lineNo: '2' }])).to.deep.equal(others([]))
    }),
}
