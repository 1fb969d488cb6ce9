import type { Book, DatedEntry } from '../../../app/domain/attribution/book.ts'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import { differenceToPost } from '../../../app/domain/attribution/differenceToPost.ts'
import type { OrderFacts } from '../../../app/domain/attribution/facts.ts'
import { businessDayOf } from '../../../app/domain/businessDay.ts'
import { PAID_MS, WAIT_END_MS } from './orderFactory.ts'
import type { Implementation } from './replay.ts'

export interface Mutant {
  name: string
  caughtBy: string
  implementation: Implementation
}

const real: Implementation = { bookOf, differenceToPost }

/** The real book, spoiled afterwards. */
function spoilBook(spoil: (book: Book, facts: OrderFacts) => DatedEntry[]): Implementation {
  return {
    ...real,
    bookOf: (facts, rules, people) => {
      const book = bookOf(facts, rules, people)
      return { ...book, entries: spoil(book, facts) }
    },
  }
}

/** The real book of spoiled facts. */
function spoilFacts(spoil: (facts: OrderFacts) => OrderFacts): Implementation {
  return { ...real, bookOf: (facts, rules, people) => bookOf(spoil(facts), rules, people) }
}

const isSales = ({ account }: DatedEntry) => account.startsWith('sales:')

/** Cuts each refund by itself by halves instead of cutting the whole net: rounding drifts. */
function cutRefundByItself(entries: DatedEntry[]): DatedEntry[] {
  return entries.map((entry) => {
    const siblings = entries.filter((other) => other.cause === entry.cause && !isSales(other))
    if (entry.cause.kind !== 'refund' || siblings.length !== 2 || isSales(entry)) return entry
    const wholeFen = siblings.reduce((sum, sibling) => sum + sibling.amountFen, 0)
    const halfFen = Math.trunc(wholeFen / 2)
    const amountFen = entry === siblings[0] ? wholeFen - halfFen : halfFen
    return { ...entry, amountFen, refundFen: 0 - amountFen }
  })
}

/** Gives one fen from the guide with the higher id to the one with the lower. */
function favourLowId(entries: DatedEntry[]): DatedEntry[] {
  return entries.map((entry) => {
    const guides = entries.filter((other) => other.cause === entry.cause && other.guideId !== undefined)
    if (entry.cause.kind !== 'payment' || guides.length !== 2 || entry.guideId === undefined) return entry
    const isLower = guides.every(({ guideId = 0 }) => guideId >= (entry.guideId ?? 0))
    return { ...entry, amountFen: entry.amountFen + (isLower ? 1 : -1) }
  })
}

/** Forgets the cap: what was refunded too much is taken from the first holder all the same. */
function takeOverRefund(book: Book): DatedEntry[] {
  const holder = book.entries.find((entry) => !isSales(entry))
  const sales = book.entries.find(isSales)
  if (!holder || !sales || book.overRefundFen === 0) return book.entries
  const over = { ...holder, amountFen: -book.overRefundFen, refundFen: book.overRefundFen, orders: 0 }
  return [...book.entries, over, { ...sales, amountFen: book.overRefundFen }]
}

export const mutants: Mutant[] = [
  {
    name: 'forgets the sales side',
    caughtBy: 'every posting sums to 0 and has one day and one cause',
    implementation: spoilBook(({ entries }) => entries.filter((entry) => !isSales(entry))),
  },
  {
    name: 'loses a fen of every payment',
    caughtBy: 'guides, pools and unattributed hold exactly the net paid after every step',
    implementation: spoilBook(({ entries }) =>
      entries.map((entry) =>
        entry.cause.kind === 'payment' ? { ...entry, amountFen: entry.amountFen - Math.sign(entry.amountFen) } : entry,
      ),
    ),
  },
  {
    name: 'posts only the first of several differences',
    caughtBy: 'any order of arrival ends the same',
    implementation: {
      ...real,
      differenceToPost: (desired, posted) =>
        posted.length === 0 ? differenceToPost(desired, []) : differenceToPost(desired, posted).slice(0, 1),
    },
  },
  {
    name: 'posts the whole book again on a replay',
    caughtBy: 'a replay posts nothing',
    implementation: { ...real, differenceToPost: (desired) => differenceToPost(desired, []) },
  },
  {
    name: 'never corrects a posting of an earlier day',
    caughtBy: 'any order of arrival ends the same',
    implementation: {
      ...real,
      differenceToPost: (desired, posted) => {
        const lastDay =
          posted
            .map(({ day }) => day)
            .sort()
            .at(-1) ?? ''
        return differenceToPost(desired, posted).filter(([entry]) => (entry?.day ?? '') >= lastDay)
      },
    },
  },
  {
    name: 'takes back more than was paid',
    caughtBy: 'never more is taken from a holder than they had',
    implementation: spoilBook(takeOverRefund),
  },
  {
    name: 'does not mark what refunds took',
    caughtBy: 'a refund only ever takes, and says how much of the entry it is',
    implementation: spoilBook(({ entries }) => entries.map((entry) => ({ ...entry, refundFen: 0 }))),
  },
  {
    name: 'cuts refund by refund, so that rounding drifts',
    caughtBy: 'a full refund leaves every account at 0',
    implementation: spoilBook(({ entries }) => cutRefundByItself(entries)),
  },
  {
    name: 'ignores the second refund of a day',
    caughtBy: 'one refund of x + y is two of x and y on the same day',
    implementation: spoilFacts((facts) => {
      const days = new Set<string>()
      const isFirstOfDay = (atMs: number) => !days.has(businessDayOf(atMs)) && days.add(businessDayOf(atMs))
      return { ...facts, refunds: facts.refunds.filter(({ refundedAtMs }) => isFirstOfDay(refundedAtMs)) }
    }),
  },
  {
    name: 'dates a refund on the day of the payment',
    caughtBy: 'days before a new fact do not change',
    implementation: spoilBook(({ entries }) =>
      entries.map((entry) => (entry.cause.kind === 'refund' ? { ...entry, day: businessDayOf(PAID_MS) } : entry)),
    ),
  },
  {
    name: 'lets an identification rewrite the day of the payment',
    caughtBy: 'days before a new fact do not change',
    implementation: spoilFacts((facts) =>
      facts.buyer.kind === 'known'
        ? { ...facts, buyer: { ...facts.buyer, knownAtMs: Math.min(facts.buyer.knownAtMs, PAID_MS) } }
        : facts,
    ),
  },
  {
    name: 'gives the odd fen to the lower id',
    caughtBy: 'it does not matter what the guides are called',
    implementation: spoilBook(({ entries }) => favourLowId(entries)),
  },
  {
    name: 'counts a refund as an order less',
    caughtBy: 'an order counts once for each guide who holds a line now, refunds or not',
    implementation: spoilBook(({ entries }) =>
      entries.map((entry) =>
        entry.cause.kind === 'refund' && entry.guideId !== undefined ? { ...entry, orders: -1 } : entry,
      ),
    ),
  },
  {
    name: 'leaves the line with the named guide when the buyer is identified',
    caughtBy: 'identification in the window ends as if the buyer had been known at payment',
    implementation: spoilFacts((facts) =>
      facts.buyer.kind === 'known' &&
      facts.buyer.knownAtMs > PAID_MS &&
      facts.lines.some((line) => line.served !== undefined)
        ? { ...facts, buyer: { kind: 'unmatched' } }
        : facts,
    ),
  },
  {
    name: 'ends the wait at once',
    caughtBy: 'the end of the wait is never booked before it has come, nor missed after',
    implementation: spoilFacts((facts) => ({ ...facts, nowMs: Math.max(facts.nowMs, WAIT_END_MS) })),
  },
  {
    name: 'lets a line wait for ever',
    caughtBy: 'the end of the wait is never booked before it has come, nor missed after',
    implementation: spoilFacts((facts) => ({ ...facts, nowMs: PAID_MS })),
  },
]
