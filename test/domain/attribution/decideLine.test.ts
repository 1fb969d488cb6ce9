import { expect } from 'chai'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import type { CorrectionFacts, OrderFacts, PeopleOnDays } from '../../../app/domain/attribution/facts.ts'
import type { AttributionRules } from '../../../app/domain/attribution/rules.ts'
import {
  boundTo,
  buildOrder,
  byName,
  CHEN,
  DAY_MS,
  FORMER,
  LIN,
  PAID_MS,
  people,
  rules,
  servedBy,
  WAIT_END_MS,
  ZHOU,
} from './orderFactory.ts'

const lineOf = (...guides: (number | string)[]) => [{ lineNo: '1', paidFen: 19900, served: servedBy(...guides) }]
const KNOWN: OrderFacts['buyer'] = { kind: 'known', knownAtMs: PAID_MS - DAY_MS }
const split = (brought: number, served: number, shared: number, store: number) => ({ brought, served, shared, store })

/** `1:70 2:30 SH001:10`, in the order in which the odd fen goes. */
function partsOf(
  facts: Partial<OrderFacts>,
  over: Partial<AttributionRules> = {},
  staff: PeopleOnDays = people,
): string {
  const [line] = bookOf(buildOrder(facts), { ...rules, ...over }, staff).holders
  return (line?.shares ?? [])
    .map(({ guideId, storeCode, parts }) => `${guideId ?? storeCode ?? 'nobody'}:${parts}`)
    .join(' ')
}

type Row = [sentence: string, facts: Partial<OrderFacts>, over: Partial<AttributionRules>, parts: string]

const SPLIT = { shares: split(70, 20, 5, 5) }
const TO_STORE = { ...SPLIT, absentTo: 'store' as const }
const MANAGED = { fallback: ['served', 'store_manager', 'store'] as const }

const rows: Row[] = [
  [
    'everybody is there',
    { buyer: boundTo(LIN), lines: lineOf(ZHOU), shared: byName(CHEN) },
    SPLIT,
    '1:70 2:20 3:5 SH001:5',
  ],
  [
    'nobody shared: those who are there keep their parts',
    { buyer: boundTo(LIN), lines: lineOf(ZHOU) },
    SPLIT,
    '1:70 2:20 SH001:5',
  ],
  [
    'nobody shared: the store takes the part',
    { buyer: boundTo(LIN), lines: lineOf(ZHOU) },
    TO_STORE,
    '1:70 2:20 SH001:10',
  ],
  [
    'who served is no guide: the store takes the part',
    { buyer: boundTo(LIN), lines: lineOf(FORMER) },
    TO_STORE,
    '1:70 SH001:30',
  ],
  [
    'no store of ours: its part goes to nobody else’s account',
    { buyer: boundTo(LIN), lines: lineOf(ZHOU), storeCode: undefined },
    TO_STORE,
    '1:70 2:20',
  ],
  [
    'one guide in two roles holds both',
    { buyer: boundTo(LIN), lines: lineOf(LIN), shared: byName(ZHOU) },
    SPLIT,
    '1:90 2:5 SH001:5',
  ],
  ['one guide in all roles', { buyer: boundTo(LIN), lines: lineOf(LIN), shared: byName(LIN) }, SPLIT, '1:95 SH001:5'],
  [
    'two who served, one of them brought',
    { buyer: boundTo(LIN), lines: lineOf(LIN, ZHOU) },
    { shares: split(50, 50, 0, 0) },
    '1:150 2:50',
  ],
  [
    'of two who served one is no guide',
    { buyer: KNOWN, lines: lineOf(FORMER, ZHOU) },
    { shares: split(0, 1, 0, 0) },
    '2:1',
  ],
  ['the store has no part alone', { buyer: KNOWN }, SPLIT, 'SH001:1'],
  ['a role without parts counts by the chain', { buyer: KNOWN, lines: lineOf(ZHOU) }, {}, '2:1'],
  [
    'a link does not count beside who served',
    { buyer: KNOWN, lines: lineOf(FORMER), shared: byName(CHEN) },
    {},
    'SH001:1',
  ],
  ['a link counts on a line nobody served', { buyer: KNOWN, shared: byName(CHEN) }, {}, '3:1'],
  ['without the word waiting an unknown buyer is not waited for', {}, { fallback: ['store'] }, 'SH001:1'],
  ['an empty chain leaves it with nobody', { buyer: KNOWN }, { fallback: [] }, 'nobody:1'],
  ['after the wait the chain goes on behind it', { nowMs: WAIT_END_MS, lines: lineOf(FORMER) }, {}, 'SH001:1'],
]

describe('the parts of a line', () => {
  for (const [sentence, facts, over, parts] of rows) it(sentence, () => expect(partsOf(facts, over)).to.equal(parts))

  it('parts stay whole, however finely the rules and the till write them', () => {
    const served = [922_698, 989_071].map((parts, index) => ({ guideId: 21 + index, name: '', parts }))
    const facts = { buyer: boundTo(LIN), lines: [{ lineNo: '1', paidFen: 10_000, served }] }
    const parts = `1:${1_535 * 1_911_769} 21:${8_465 * 922_698} 22:${8_465 * 989_071}`
    expect(partsOf(facts, { shares: split(1_535, 8_465, 0, 0) })).to.equal(parts)
  })

  it('who manages the store that day stands in', () => {
    const staff = {
      ...people,
      managerOfStoreOn: (store: string, day: string) => (`${store} ${day}` === 'SH001 2026-11-01' ? CHEN : undefined),
    }
    expect(partsOf({ buyer: KNOWN }, MANAGED, staff)).to.equal('3:1')
    expect(partsOf({ buyer: KNOWN, paidAtMs: PAID_MS + DAY_MS }, MANAGED, staff)).to.equal('SH001:1')
  })
})

describe('a correction', () => {
  const to: CorrectionFacts['to'] = [
    { guideId: ZHOU, parts: 2 },
    { storeCode: 'SH002', parts: 1 },
  ]
  const lines = [
    { lineNo: '1', paidFen: 300 },
    { lineNo: '2', paidFen: 90 },
  ]
  const held = (facts: Partial<OrderFacts>) =>
    bookOf(
      buildOrder({ lines, buyer: boundTo(LIN), nowMs: PAID_MS + 9 * DAY_MS, ...facts }),
      rules,
      people,
    ).holders.map(({ shares }) =>
      shares.map(({ guideId, storeCode, parts }) => `${guideId ?? storeCode}:${parts}`).join(' '),
    )
  const at = (days: number, correctionId = 'K1') => ({ correctionId, atMs: PAID_MS + days * DAY_MS, to })

  it('of the order moves every line', () =>
    expect(held({ corrections: [at(1)] })).to.deep.equal(['2:2 SH002:1', '2:2 SH002:1']))
  it('of one line leaves the others', () =>
    expect(held({ corrections: [{ ...at(1), lineNo: '2' }] })).to.deep.equal(['1:100', '2:2 SH002:1']))
  it('of the same order again: the later word counts', () => {
    const back = { ...at(2, 'K2'), to: [{ guideId: LIN, parts: 1 }] }
    expect(held({ corrections: [back, at(1)] })).to.deep.equal(['1:1', '1:1'])
  })
})
