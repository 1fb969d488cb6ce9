import fc from 'fast-check'
import type { AttributionRules, LineFacts, OrderFacts, RefundFacts } from '../../../app/domain/attribution/facts.ts'
import { boundTo, buildOrder, CHEN, DAY_MS, FORMER, HOUR_MS, LIN, PAID_MS, rules, ZHOU } from './orderFactory.ts'

export interface Case {
  facts: OrderFacts
  rules: AttributionRules
}

const guideId = fc.constantFrom(LIN, ZHOU, CHEN, FORMER)
const lineNo = fc.constantFrom('1', '2', '3')

/** Whole half days after payment, so that same-day and same-instant cases come up often. */
const laterMs = (maxDays: number) => fc.nat(maxDays * 2).map((halves) => PAID_MS + (halves * DAY_MS) / 2)

const lines: fc.Arbitrary<LineFacts[]> = fc
  .array(
    fc.record({
      paidFen: fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.nat(50_000)),
      servedByGuideId: fc.option(guideId, { nil: undefined }),
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

export const rulesArb = fc
  .constantFrom<[number, number]>([100, 0], [70, 30], [1, 1], [1, 2])
  .map(([brought, served]) => ({
    ...rules,
    brought,
    served,
  }))

export const cases: fc.Arbitrary<Case> = fc.record({
  rules: rulesArb,
  facts: fc
    .record({
      channel: fc.constantFrom('online' as const, 'offline' as const),
      storeCode: fc.option(fc.constant('SH001'), { nil: undefined }),
      sharedByGuideId: fc.option(guideId, { nil: undefined }),
      lines,
      buyer,
      refunds,
      nowMs: fc.nat(90).map((days) => PAID_MS + HOUR_MS + days * DAY_MS),
    })
    .map((draft) => buildOrder(draft)),
})
