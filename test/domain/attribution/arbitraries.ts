import fc from 'fast-check'
import type { CorrectionFacts, LineFacts, OrderFacts, RefundFacts } from '../../../app/domain/attribution/facts.ts'
import type { AttributionRules } from '../../../app/domain/attribution/rules.ts'
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
  rules,
  ZHOU,
} from './orderFactory.ts'

export interface Case {
  facts: OrderFacts
  rules: AttributionRules
}

const guideId = fc.constantFrom(LIN, ZHOU, CHEN, FORMER)
const lineNo = fc.constantFrom('1', '2', '3')

/** Whole half days after payment, so that same-day and same-instant cases come up often. */
const laterMs = (maxDays: number) => fc.nat(maxDays * 2).map((halves) => PAID_MS + (halves * DAY_MS) / 2)

/** One who served, or several with their parts; each guide once. */
const served = fc
  .uniqueArray(fc.record({ id: guideId, parts: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ id }) => id,
  })
  .map((drafts) => drafts.map(({ id, parts }) => ({ ...byName(id), parts })))

const lines: fc.Arbitrary<LineFacts[]> = fc
  .array(
    fc.record({
      paidFen: fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.nat(50_000)),
      served: fc.option(served, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((drafts) => drafts.map((draft, index) => ({ lineNo: String(index + 1), ...draft })))

const buyer: fc.Arbitrary<OrderFacts['buyer']> = fc.oneof(
  fc.constant<OrderFacts['buyer']>({ kind: 'none' }),
  fc.constant<OrderFacts['buyer']>({ kind: 'unmatched' }),
  fc
    .integer({ min: -2, max: 40 })
    .map((days): OrderFacts['buyer'] => ({ kind: 'known', knownAtMs: PAID_MS + days * DAY_MS })),
  fc
    .tuple(fc.constantFrom(LIN, ZHOU, CHEN), fc.integer({ min: -2, max: 40 }))
    .map(([id, days]) => boundTo(id, PAID_MS + days * DAY_MS)),
)

const refunds: fc.Arbitrary<RefundFacts[]> = fc
  .array(
    fc.record({
      refundedAtMs: laterMs(45),
      lines: fc.array(fc.record({ lineNo, refundFen: fc.oneof(fc.constantFrom(1, 2), fc.nat(30_000)) }), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    { maxLength: 4 },
  )
  .map((drafts) => drafts.map((draft, index) => ({ refundId: `pos/R${index + 1}`, ...draft })))

const corrections: fc.Arbitrary<CorrectionFacts[]> = fc
  .array(
    fc.record({
      atMs: laterMs(45),
      lineNo: fc.option(lineNo, { nil: undefined }),
      to: fc.constantFrom<CorrectionFacts['to']>(
        [{ guideId: LIN, parts: 1 }],
        [
          { guideId: CHEN, parts: 2 },
          { guideId: ZHOU, parts: 1 },
        ],
        [
          { guideId: ZHOU, parts: 1 },
          { storeCode: 'SH001', parts: 1 },
        ],
      ),
    }),
    { maxLength: 2 },
  )
  .map((drafts) => drafts.map((draft, index) => ({ correctionId: `K${index + 1}`, ...draft })))

const shares = fc.constantFrom(
  { brought: 100, served: 0, shared: 0, store: 0 },
  { brought: 70, served: 30, shared: 0, store: 0 },
  { brought: 1, served: 1, shared: 0, store: 0 },
  { brought: 1, served: 2, shared: 1, store: 0 },
  { brought: 60, served: 0, shared: 20, store: 20 },
)

export const rulesArb: fc.Arbitrary<AttributionRules> = fc.record({
  version: fc.constant(rules.version),
  title: fc.constant(rules.title),
  claims: fc.constant(rules.claims),
  shares,
  absentTo: fc.constantFrom('present' as const, 'store' as const),
  fallback: fc.constantFrom<AttributionRules['fallback']>(rules.fallback, ['shared', 'served', 'waiting', 'store']),
  waitDays: fc.constant(rules.waitDays),
  freeze: fc.constant(rules.freeze),
})

export const cases: fc.Arbitrary<Case> = fc.record({
  rules: rulesArb,
  facts: fc
    .record({
      channel: fc.constantFrom('online' as const, 'offline' as const),
      storeCode: fc.option(fc.constant('SH001'), { nil: undefined }),
      shared: fc.option(guideId.map(byName), { nil: undefined }),
      corrections,
      settlesAtMs: fc.option(laterMs(45), { nil: undefined }),
      lines,
      buyer,
      refunds,
      nowMs: fc.nat(90).map((days) => PAID_MS + HOUR_MS + days * DAY_MS),
    })
    .map((draft) => buildOrder(draft)),
})
