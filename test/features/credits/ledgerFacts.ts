import fc from 'fast-check'

export interface OrderFact {
  kind: 'order'
  no: number
  day: number
  fen: number[]
  online: boolean
  phone: number | null
  /** Who served the first line, each with their parts. */
  served: { guide: number; parts: number }[]
  shared: number | null
  /** Stored and decided by the road of files, many orders at once. */
  isInFile: boolean
}
export interface CorrectionFact {
  kind: 'correction'
  no: number
  day: number
  guide: number
  parts: number
  /** Absent: the whole order. */
  line: number | null
}

export interface FriendFact {
  kind: 'friend'
  no: number
  phone: number
  day: number
  guide: number
}

/** What happened; every fact carries its own time, so that when it arrives must not matter. */
export type Fact =
  | OrderFact
  | CorrectionFact
  | { kind: 'refund'; no: number; order: number | null; line: number; day: number; fen: number }
  | { kind: 'contact'; no: number; phone: number; day: number; guide: number | null }
  | FriendFact
  /** Closes the next month if it may be closed. */
  | { kind: 'close'; no: number }
  /** Time goes on, and with it waits and freezes end. */
  | { kind: 'sweep'; no: number }

export const GUIDES = ['guide.lin', 'guide.zhou', 'guide.wu', 'ghost']
export const STORES = ['SH001', 'SH002', 'BJ001', 'XX']
export const SWEPT_AT = ['2026-11-21T15:00:00', '2026-12-05T12:00:00', '2026-12-31T12:00:00']
/** The first is when everything begins, after the last fact. */
export const FACTS_NOW = SWEPT_AT[0] ?? ''
export const FACTS_END = SWEPT_AT.at(-1) ?? ''

export const dayText = (day: number) => new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10)

const order = fc.record({
  kind: fc.constant('order' as const),
  no: fc.integer({ min: 1, max: 3 }),
  day: fc.integer({ min: 0, max: 80 }),
  fen: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 3 }),
  online: fc.boolean(),
  phone: fc.option(fc.integer({ min: 1, max: 2 })),
  served: fc.uniqueArray(fc.record({ guide: fc.integer({ min: 0, max: 3 }), parts: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 3,
    selector: ({ guide }) => guide,
  }),
  shared: fc.option(fc.integer({ min: 0, max: 3 })),
  isInFile: fc.boolean(),
})
const refund = fc.record({
  kind: fc.constant('refund' as const),
  no: fc.integer({ min: 1, max: 4 }),
  order: fc.option(fc.integer({ min: 1, max: 3 })),
  line: fc.integer({ min: 1, max: 3 }),
  day: fc.integer({ min: 0, max: 80 }),
  fen: fc.integer({ min: 0, max: 12_000 }),
})
const contact = fc.record({
  kind: fc.constant('contact' as const),
  no: fc.integer({ min: 1, max: 2 }),
  phone: fc.integer({ min: 1, max: 2 }),
  day: fc.integer({ min: 0, max: 80 }),
  guide: fc.option(fc.integer({ min: 0, max: 2 })),
})
const correction = fc.record({
  kind: fc.constant('correction' as const),
  no: fc.integer({ min: 1, max: 3 }),
  day: fc.integer({ min: 0, max: 80 }),
  guide: fc.integer({ min: 0, max: 2 }),
  parts: fc.integer({ min: 0, max: 3 }),
  line: fc.option(fc.integer({ min: 1, max: 3 })),
})
const friend = fc.record({
  kind: fc.constant('friend' as const),
  no: fc.integer({ min: 1, max: 3 }),
  phone: fc.integer({ min: 1, max: 2 }),
  day: fc.integer({ min: 0, max: 60 }),
  guide: fc.integer({ min: 0, max: 2 }),
})
const close = fc.record({ kind: fc.constant('close' as const), no: fc.integer({ min: 1, max: 2 }) })
const sweep = fc.record({ kind: fc.constant('sweep' as const), no: fc.integer({ min: 1, max: 2 }) })

/** One contact per phone: two would be a conflict, which only a person settles. One correction an order. */
export const factsOf = (minLength: number, maxLength: number) =>
  fc.uniqueArray(
    fc.oneof<fc.Arbitrary<Fact>[]>(order, order, refund, refund, contact, friend, correction, close, sweep),
    {
      ...{ minLength, maxLength },
      selector: (fact) => (fact.kind === 'contact' ? `contact ${fact.phone}` : `${fact.kind} ${fact.no}`),
    },
  )

/** The same facts in two orders of arrival. */
export const inTwoOrders = (facts: Fact[]) =>
  fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }))

/** Told one by one or by a file: the ledger must not know. */
export const byTheOtherRoad = (fact: Fact): Fact =>
  fact.kind === 'order' ? { ...fact, isInFile: !fact.isInFile } : fact
