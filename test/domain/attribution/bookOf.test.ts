import { expect } from 'chai'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import { bookOfOrphanRefund } from '../../../app/domain/attribution/bookOfOrphanRefund.ts'
import type { OrderFacts } from '../../../app/domain/attribution/facts.ts'
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
  readEntries,
  refundOf,
  rules,
  servedBy,
  WAIT_END_MS,
  ZHOU,
} from './orderFactory.ts'

type Row = [sentence: string, facts: Partial<OrderFacts>, entries: string[]]

const TO_LIN = ['2026-11-01 guide:1:pending 19900 (payment)', '2026-11-01 sales:offline -19900 (payment)']
const TO_ZHOU = ['2026-11-01 guide:2:pending 19900 (payment)', '2026-11-01 sales:offline -19900 (payment)']
const TO_POOL = ['2026-11-01 store:SH001:pool 19900 (payment)', '2026-11-01 sales:offline -19900 (payment)']
const TO_NOBODY = ['2026-11-01 unattributed 19900 (payment)', '2026-11-01 sales:offline -19900 (payment)']
const lineOf = (...guides: (number | string)[]) => [{ lineNo: '1', paidFen: 19900, served: servedBy(...guides) }]
const KNOWN_UNBOUND: OrderFacts['buyer'] = { kind: 'known', knownAtMs: PAID_MS - DAY_MS }

const sentences: Row[] = [
  ['(1) the buyer is known and bound at payment: the bound guide', { buyer: boundTo(LIN) }, TO_LIN],
  ['(1) known at the very instant of payment is known', { buyer: boundTo(LIN, PAID_MS) }, TO_LIN],
  ['(1) comes before (2): bound to Lin, served by Zhou: Lin', { buyer: boundTo(LIN), lines: lineOf(ZHOU) }, TO_LIN],
  ['(2) not bound, Zhou served the line: Zhou', { buyer: KNOWN_UNBOUND, lines: lineOf(ZHOU) }, TO_ZHOU],
  ['(2) comes before (3): unknown buyer served by Zhou: Zhou', { lines: lineOf(ZHOU) }, TO_ZHOU],
  ['(2) nobody served, Zhou shared the link: Zhou', { shared: byName(ZHOU) }, TO_ZHOU],
  ['(2) served comes before shared', { lines: lineOf(ZHOU), shared: byName(CHEN) }, TO_ZHOU],
  ['(2) a named guide who is none that day does not count', { buyer: KNOWN_UNBOUND, lines: lineOf(FORMER) }, TO_POOL],
  ['(2) a name that matches no guide does not count', { buyer: KNOWN_UNBOUND, lines: lineOf('G-404') }, TO_POOL],
  ['(3) no identity: unattributed, waiting', {}, TO_NOBODY],
  ['(3) an identity that matches nobody: unattributed, waiting', { buyer: { kind: 'unmatched' } }, TO_NOBODY],
  ['(3) unknown buyer and a former guide named: waiting', { lines: lineOf(FORMER) }, TO_NOBODY],
  ['(4) known, not bound, nobody named: the store pool at once', { buyer: KNOWN_UNBOUND }, TO_POOL],
  ['(5) as (4) without a known store: unattributed', { buyer: KNOWN_UNBOUND, storeCode: undefined }, TO_NOBODY],
  [
    'a waiting line moves to the store pool on the day the 30 days are over',
    { nowMs: WAIT_END_MS },
    [...TO_NOBODY, '2026-12-01 store:SH001:pool 19900 (wait_over)', '2026-12-01 unattributed -19900 (wait_over)'],
  ],
  ['one millisecond before the end it still waits', { nowMs: WAIT_END_MS - 1 }, TO_NOBODY],
  ['without a store it stays unattributed when the wait ends', { nowMs: WAIT_END_MS, storeCode: undefined }, TO_NOBODY],
  [
    'identification inside the window decides again, dated on its own day',
    { buyer: boundTo(LIN, PAID_MS + 3 * DAY_MS) },
    [
      ...TO_NOBODY,
      '2026-11-04 guide:1:pending 19900 (identification)',
      '2026-11-04 unattributed -19900 (identification)',
    ],
  ],
  [
    'identification counts by its own time: arriving after the wait it still decides, and the wait never ended',
    { buyer: boundTo(LIN, WAIT_END_MS), nowMs: WAIT_END_MS + 9 * DAY_MS },
    [
      ...TO_NOBODY,
      '2026-12-01 guide:1:pending 19900 (identification)',
      '2026-12-01 unattributed -19900 (identification)',
    ],
  ],
  [
    'identification takes the order from the guide who was only named',
    { buyer: boundTo(LIN, PAID_MS + DAY_MS), lines: lineOf(ZHOU) },
    [
      ...TO_ZHOU,
      '2026-11-02 guide:1:pending 19900 (identification)',
      '2026-11-02 guide:2:pending -19900 (identification)',
    ],
  ],
  [
    'identified as a customer without a binding at payment: the store pool',
    { buyer: { kind: 'known', knownAtMs: PAID_MS + DAY_MS } },
    [
      ...TO_NOBODY,
      '2026-11-02 store:SH001:pool 19900 (identification)',
      '2026-11-02 unattributed -19900 (identification)',
    ],
  ],
  [
    'identification after the window changes nothing: the pool keeps the line',
    { buyer: boundTo(LIN, WAIT_END_MS + 1), nowMs: WAIT_END_MS + 2 },
    [...TO_NOBODY, '2026-12-01 store:SH001:pool 19900 (wait_over)', '2026-12-01 unattributed -19900 (wait_over)'],
  ],
  [
    'a refund is taken from whoever holds the line, on the day of the refund',
    { buyer: boundTo(LIN), refunds: [refundOf(1, 9900, PAID_MS + 40 * DAY_MS)] },
    [...TO_LIN, '2026-12-11 guide:1:pending -9900 (refund)', '2026-12-11 sales:offline 9900 (refund)'],
  ],
  [
    'a refund inside the wait is taken from unattributed and only the rest moves on',
    { refunds: [refundOf(1, 9900, PAID_MS + DAY_MS)], nowMs: WAIT_END_MS },
    [
      ...TO_NOBODY,
      '2026-11-02 unattributed -9900 (refund)',
      '2026-11-02 sales:offline 9900 (refund)',
      '2026-12-01 store:SH001:pool 10000 (wait_over)',
      '2026-12-01 unattributed -10000 (wait_over)',
    ],
  ],
]

describe('the default decision for a line', () => {
  for (const [sentence, facts, entries] of sentences) {
    it(sentence, () => expect(readEntries(bookOf(buildOrder(facts), rules, people).entries)).to.deep.equal(entries))
  }
})

describe('the book of an order', () => {
  it('decides line by line', () => {
    const lines = [
      { lineNo: '1', paidFen: 100, served: servedBy(LIN) },
      { lineNo: '2', paidFen: 200, served: servedBy(ZHOU) },
      { lineNo: '3', paidFen: 300 },
    ]
    const book = bookOf(buildOrder({ lines, buyer: KNOWN_UNBOUND }), rules, people)
    expect(book.holders.map((line) => line.shares[0]?.account)).to.deep.equal([
      'guide:1:pending',
      'guide:2:pending',
      'store:SH001:pool',
    ])
  })

  it('splits between brought and served when the rules say so, and takes a refund back in the same proportion', () => {
    const facts = buildOrder({
      buyer: boundTo(LIN),
      lines: lineOf(ZHOU),
      refunds: [refundOf(1, 9901, PAID_MS + DAY_MS)],
    })
    const book = bookOf(facts, { ...rules, shares: { ...rules.shares, brought: 70, served: 30 } }, people)
    expect(readEntries(book.entries)).to.deep.equal([
      '2026-11-01 guide:1:pending 13930 (payment)',
      '2026-11-01 guide:2:pending 5970 (payment)',
      '2026-11-01 sales:offline -19900 (payment)',
      '2026-11-02 guide:1:pending -6931 (refund)',
      '2026-11-02 guide:2:pending -2970 (refund)',
      '2026-11-02 sales:offline 9901 (refund)',
    ])
  })

  it('counts an order once for a guide, and takes the count back when a new decision takes the last line', () => {
    const lines = [...lineOf(ZHOU), { lineNo: '2', paidFen: 0, served: servedBy(ZHOU) }]
    const refunds = [refundOf(1, 19900, PAID_MS + HOUR_MS)]
    const book = bookOf(buildOrder({ lines, refunds, buyer: boundTo(LIN, PAID_MS + DAY_MS) }), rules, people)
    expect(
      book.entries.filter(({ orders }) => orders !== 0).map(({ day, guideId, orders }) => [day, guideId, orders]),
    ).to.deep.equal([
      ['2026-11-01', ZHOU, 1],
      ['2026-11-02', LIN, 1],
      ['2026-11-02', ZHOU, -1],
    ])
  })

  it('gives an order of 0 fen to its guide without moving money', () => {
    const book = bookOf(buildOrder({ buyer: boundTo(LIN), lines: [{ lineNo: '1', paidFen: 0 }] }), rules, people)
    expect(book.entries.map(({ account, amountFen, orders }) => [account, amountFen, orders])).to.deep.equal([
      ['guide:1:pending', 0, 1],
    ])
  })

  it('names the store where the guide was on the day of each entry', () => {
    const moved = { ...people, storeOfGuideOn: (_id: number, day: string) => (day < '2026-11-15' ? 'OLD' : 'NEW') }
    const facts = buildOrder({ buyer: boundTo(LIN), refunds: [refundOf(1, 100, PAID_MS + 20 * DAY_MS)] })
    const book = bookOf(facts, rules, moved)
    expect(book.entries.filter((entry) => entry.guideId === LIN).map((entry) => entry.storeCode)).to.deep.equal([
      'OLD',
      'NEW',
    ])
  })

  it('settles in each store what stands there: nothing stays pending where a guide no longer works', () => {
    const moved = { ...people, storeOfGuideOn: (_id: number, day: string) => (day < '2026-11-15' ? 'OLD' : 'NEW') }
    const facts = buildOrder({
      ...{ buyer: boundTo(LIN), refunds: [refundOf(1, 100, PAID_MS + 20 * DAY_MS)] },
      ...{ settlesAtMs: PAID_MS + 30 * DAY_MS, nowMs: PAID_MS + 31 * DAY_MS },
    })
    const settled = bookOf(facts, rules, moved).entries.filter(({ cause }) => cause.kind === 'settlement')
    expect(settled.map(({ account, storeCode, amountFen }) => [account, storeCode, amountFen])).to.deep.equal([
      ['guide:1:pending', 'NEW', 100],
      ['guide:1:settled', 'NEW', -100],
      ['guide:1:pending', 'OLD', -19900],
      ['guide:1:settled', 'OLD', 19900],
    ])
  })

  it('never takes back more than was paid, and lists the excess', () => {
    const refunds = [
      refundOf(1, 15000, PAID_MS + DAY_MS),
      refundOf(2, 15000, PAID_MS + 2 * DAY_MS),
      refundOf(3, 5, PAID_MS, '9'),
    ]
    const book = bookOf(buildOrder({ buyer: boundTo(LIN), refunds }), rules, people)
    expect(book.overRefundFen).to.equal(10105)
    expect(book.overRefunds).to.deep.equal([
      { refundId: 'pos/R3', lineNo: '9', overFen: 5, why: 'no_such_line' },
      { refundId: 'pos/R2', lineNo: '1', overFen: 10100, why: 'more_than_paid' },
    ])
    expect(book.entries.filter((entry) => entry.guideId === LIN).map((entry) => entry.refundFen)).to.deep.equal([
      0, 15000, 4900,
    ])
  })

  it('takes a refund whose clock ran ahead of the payment from the same holder, on its own day', () => {
    const book = bookOf(
      buildOrder({ buyer: boundTo(LIN), refunds: [refundOf(1, 900, PAID_MS - DAY_MS)] }),
      rules,
      people,
    )
    expect(readEntries(book.entries)).to.deep.equal([
      ...TO_LIN,
      '2026-10-31 guide:1:pending -900 (refund)',
      '2026-10-31 sales:offline 900 (refund)',
    ])
  })

  it('says until when it waits, and no more once that is settled', () => {
    expect(bookOf(buildOrder(), rules, people).waitingUntilMs).to.equal(WAIT_END_MS)
    expect(bookOf(buildOrder({ nowMs: WAIT_END_MS }), rules, people).waitingUntilMs).to.equal(undefined)
    expect(bookOf(buildOrder({ buyer: boundTo(LIN) }), rules, people).waitingUntilMs).to.equal(undefined)
  })

  it('can say who got it under which rules, and who did not and why', () => {
    const facts = buildOrder({ buyer: boundTo(LIN, PAID_MS + DAY_MS), lines: lineOf(FORMER), shared: byName(ZHOU) })
    const steps = bookOf(facts, rules, people).steps
    expect(steps.map(({ day, code }) => `${day} ${code}`)).to.deep.equal([
      '2026-11-01 decided',
      '2026-11-01 buyer_unknown',
      '2026-11-01 named_guide_not_on_day',
      '2026-11-01 waiting',
      '2026-11-02 identified',
      '2026-11-02 decided',
      '2026-11-02 to_bound_guide',
      '2026-11-02 named_guide_not_on_day',
    ])
    expect(steps[0]).to.deep.include({ ruleVersion: 1, title: '先到先得' })
  })

  it('says that an identification came too late', () => {
    const facts = buildOrder({ buyer: boundTo(LIN, WAIT_END_MS + 1), nowMs: WAIT_END_MS + 1 })
    expect(bookOf(facts, rules, people).steps.at(-1)).to.deep.include({
      code: 'identified_too_late',
      untilMs: WAIT_END_MS,
    })
  })

  it('says which guide came second', () => {
    const codes = (facts: Partial<OrderFacts>) =>
      bookOf(buildOrder(facts), rules, people).steps.flatMap((step) =>
        step.code === 'named_guide_came_second' ? [`${step.guideId} after ${step.after}`] : [],
      )
    expect(codes({ buyer: boundTo(LIN), lines: lineOf(ZHOU) })).to.deep.equal(['2 after bound'])
    expect(codes({ lines: lineOf(ZHOU), shared: byName(CHEN) })).to.deep.equal(['3 after served'])
  })
})

describe('the book of a refund without any original order', () => {
  const refund = { refundId: 'pos/R5', refundedAtMs: PAID_MS, refundFen: 900 }
  const rows: [string, object, string][] = [
    [
      'takes it from the named guide, off what is settled: no freeze belongs to it that would ever end',
      { guideId: LIN, storeCode: 'SH001' },
      'guide:1:settled',
    ],
    [
      'takes it from the store pool if the named one is no guide that day',
      { guideId: FORMER, storeCode: 'SH001' },
      'store:SH001:pool',
    ],
    [
      'takes it from the store pool if the name is unknown',
      { guideUnknown: 'x', storeCode: 'SH001' },
      'store:SH001:pool',
    ],
    ['takes it from unattributed if nothing is known', {}, 'unattributed'],
  ]
  for (const [sentence, known, account] of rows) {
    it(sentence, () => {
      const { entries } = bookOfOrphanRefund({ ...refund, ...known }, people)
      expect(entries.map((entry) => [entry.account, entry.amountFen, entry.refundFen])).to.deep.equal([
        [account, -900, 900],
        ['sales:offline', 900, 0],
      ])
    })
  }

  it('keeps the channel it is given', () => {
    const { entries } = bookOfOrphanRefund({ ...refund, channel: 'online' }, people)
    expect(entries.map(({ channel }) => channel)).to.deep.equal(['online', 'online'])
  })
})
