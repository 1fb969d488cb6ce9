import type { DatedEntry } from '../../../app/domain/attribution/book.ts'
import type { LineFacts, OrderFacts, PeopleOnDays } from '../../../app/domain/attribution/facts.ts'
import { type AttributionRules, DEFAULT_ATTRIBUTION_RULES } from '../../../app/domain/attribution/rules.ts'
import { startOfBusinessDay } from '../../../app/domain/businessDay.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** 2026-11-01 14:00 in Shanghai. */
export const PAID_MS = startOfBusinessDay('2026-11-01') + 14 * HOUR_MS
export const WAIT_END_MS = PAID_MS + 30 * DAY_MS

export const LIN = 1
export const ZHOU = 2
export const CHEN = 3
/** Left the company before the order. */
export const FORMER = 9

export const rules: AttributionRules = DEFAULT_ATTRIBUTION_RULES

/** Guide n works in store Sn all the time, only FORMER is no guide any more. */
export const people: PeopleOnDays = {
  isGuideOn: (guideId) => guideId !== FORMER,
  storeOfGuideOn: (guideId) => `S${guideId}`,
  managerOfStoreOn: () => undefined,
}

/** As the till names them: by our guide, or by a name that matches none. */
export const servedBy = (...guides: (number | string)[]): LineFacts['served'] =>
  guides.map((guide) => (typeof guide === 'string' ? { name: guide, parts: 1 } : { ...byName(guide), parts: 1 }))
export const byName = (guideId: number) => ({ guideId, name: `guide.${guideId}` })

export function buildOrder(over: Partial<OrderFacts> = {}): OrderFacts {
  return {
    orderId: 'pos/77',
    channel: 'offline',
    storeCode: 'SH001',
    paidAtMs: PAID_MS,
    lines: [{ lineNo: '1', paidFen: 19900 }],
    refunds: [],
    buyer: { kind: 'none' },
    nowMs: PAID_MS + HOUR_MS,
    ...over,
  }
}

export function boundTo(guideId: number, knownAtMs = PAID_MS - DAY_MS): OrderFacts['buyer'] {
  const boundAtPayment = { guideId, bindingId: 500 + guideId, by: 'contact_way', sinceMs: PAID_MS - 40 * DAY_MS }
  return { kind: 'known', knownAtMs, boundAtPayment }
}

export function refundOf(refundId: number, refundFen: number, refundedAtMs: number, lineNo = '1') {
  return { refundId: `pos/R${refundId}`, refundedAtMs, lines: [{ lineNo, refundFen }] }
}

/** Entries as readable rows, `2026-11-01 guide:1:pending 19900 (payment)`. */
export function readEntries(entries: readonly DatedEntry[]): string[] {
  return entries.map((entry) => `${entry.day} ${entry.account} ${entry.amountFen} (${entry.cause.kind})`)
}
