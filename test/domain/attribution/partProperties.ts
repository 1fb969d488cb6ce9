import { expect } from 'chai'
import fc from 'fast-check'
import type { OrderFacts } from '../../../app/domain/attribution/facts.ts'
import type { AttributionRules } from '../../../app/domain/attribution/rules.ts'
import { cases } from './arbitraries.ts'
import { type BooksProperty, byHolder, check, RUNS } from './holdingProperties.ts'
import { boundTo, buildOrder, byName, CHEN, rules as defaults, LIN, PAID_MS, people, ZHOU } from './orderFactory.ts'
import { plainly } from './plainReading.ts'

const crowd = { minLength: 1, maxLength: 4 }
const TOUCHED = 'message' as const
/** 5 to who claims, 3 to who served, 2 to the store. */
const EVERYBODY: AttributionRules = {
  ...defaults,
  claims: [{ mode: 'every_touch', touches: { [TOUCHED]: 30 }, protectDays: 0, strength: [] }],
  shares: { brought: 5, served: 3, shared: 0, store: 2 },
}

export const partProperties: Record<string, BooksProperty> = {
  'each role has the part that the rules say, to within a fen a line': (books) =>
    check(({ facts, rules }) => {
      const lines = facts.lines.map((line) => ({ ...line, served: [{ ...byName(ZHOU), parts: 1 }] }))
      const plain: OrderFacts = {
        ...facts,
        lines,
        refunds: [],
        corrections: [],
        storeCode: 'SH001',
        buyer: boundTo(LIN),
      }
      const held = byHolder(books.bookOf({ ...plain, shared: byName(CHEN) }, rules, people))
      const { brought, served, shared, store } = rules.shares
      const ofParts = brought + served + shared + store
      const paidFen = lines.reduce((sum, line) => sum + line.paidFen, 0)
      const holders = { 'guide:1:pending': brought, 'guide:2:pending': served, 'guide:3:pending': shared }
      for (const [account, parts] of Object.entries({ ...holders, 'store:SH001:pool': store }))
        expect(Math.abs((held[account] ?? 0) - (paidFen * parts) / ofParts)).to.be.lessThan(lines.length)
    }),

  'several who served share their part of a line by their own parts': (books) =>
    fc.assert(
      fc.property(
        cases,
        fc.nat(50_000),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (given, ...n) => {
          const [paidFen, zhou, chen] = n
          const served = [
            { ...byName(ZHOU), parts: zhou },
            { ...byName(CHEN), parts: chen },
          ]
          const lines = [{ lineNo: '1', paidFen, served }]
          const alone: OrderFacts = { ...given.facts, lines, refunds: [], corrections: [], buyer: { kind: 'none' } }
          const rules = {
            ...given.rules,
            shares: { brought: 1, served: 0, shared: 0, store: 0 },
            fallback: ['served' as const],
          }
          const held = byHolder(books.bookOf(alone, rules, people))
          const ideal = (paidFen * zhou) / (zhou + chen)
          expect(Math.abs((held['guide:2:pending'] ?? 0) - ideal)).to.be.lessThan(1)
          expect((held['guide:2:pending'] ?? 0) + (held['guide:3:pending'] ?? 0)).to.equal(paidFen)
        },
      ),
      RUNS,
    ),

  'many in one role cut its parts among them and leave those of the others alone': (books) =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 9 }), crowd),
        (claimants, parts) => {
          const touches = Array.from({ length: claimants }, (_, n) => ({
            guideId: 11 + n,
            kind: TOUCHED,
            atMs: PAID_MS - n,
          }))
          const served = parts.map((own, n) => ({ guideId: 21 + n, name: '', parts: own }))
          const facts = buildOrder({
            lines: [{ lineNo: '1', paidFen: 1, served }],
            buyer: { kind: 'known', knownAtMs: PAID_MS, touches },
          })
          const shares = books.bookOf(facts, EVERYBODY, people).holders[0]?.shares ?? []
          const ofParts = shares.reduce((sum, share) => sum + share.parts, 0)
          const wholeOf = (account: string) => shares.find((share) => share.account.includes(account))?.parts ?? 0
          for (const { guideId } of touches) expect(wholeOf(`:${guideId}:`) * 10 * claimants).to.equal(ofParts * 5)
          const servedParts = parts.reduce((sum, own) => sum + own, 0)
          for (const { guideId, parts: own } of served)
            expect(wholeOf(`:${guideId}:`) * 10 * servedParts).to.equal(ofParts * 3 * own)
          expect(wholeOf('store') * 10).to.equal(ofParts * 2)
        },
      ),
      RUNS,
    ),

  'a line of a known buyer is held as a plain reading of the rules says': (books) =>
    fc.assert(
      fc.property(cases, fc.constantFrom(undefined, LIN, ZHOU), (given, bound) => {
        const buyer = bound === undefined ? ({ kind: 'known', knownAtMs: PAID_MS } as const) : boundTo(bound)
        const plain: OrderFacts = { ...given.facts, buyer, refunds: [], corrections: [] }
        const { holders } = books.bookOf(plain, given.rules, people)
        for (const [index, line] of plain.lines.entries()) {
          const shares = holders[index]?.shares ?? []
          const whole = shares.reduce((sum, { parts }) => sum + parts, 0)
          const expected = plainly({ ...given, facts: plain }, line, bound)
          const all = Object.values(expected).reduce((sum, part) => sum + part, 0)
          const fractions = shares.map(({ guideId, storeCode, parts }) => {
            const name = guideId === undefined ? (storeCode ? `store ${storeCode}` : 'nobody') : `guide ${guideId}`
            return [name, (parts / whole).toFixed(9)]
          })
          const read = Object.entries(expected).map(([name, part]) => [name, (part / all).toFixed(9)])
          expect(Object.fromEntries(fractions)).to.deep.equal(Object.fromEntries(read))
        }
      }),
      RUNS,
    ),
}
