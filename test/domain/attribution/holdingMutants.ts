import type { DatedEntry } from '../../../app/domain/attribution/book.ts'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import { bookOfOrphanRefund } from '../../../app/domain/attribution/bookOfOrphanRefund.ts'
import type { OrderFacts, PeopleOnDays } from '../../../app/domain/attribution/facts.ts'
import type { AttributionRules } from '../../../app/domain/attribution/rules.ts'
import { businessDayOf } from '../../../app/domain/businessDay.ts'
import type { Books } from './holdingProperties.ts'
import { FORMER } from './orderFactory.ts'

interface HoldingMutant {
  name: string
  caughtBy: string
  books: Books
}

const real: Books = { bookOf, bookOfOrphanRefund }

const ofFacts = (spoil: (facts: OrderFacts) => OrderFacts): Books => ({
  ...real,
  bookOf: (facts, rules, people) => bookOf(spoil(facts), rules, people),
})
const ofRules = (spoil: (rules: AttributionRules) => AttributionRules): Books => ({
  ...real,
  bookOf: (facts, rules, people) => bookOf(facts, spoil(rules), people),
})
const ofPeople = (spoil: (people: PeopleOnDays, paidDay: string) => PeopleOnDays): Books => ({
  ...real,
  bookOf: (facts, rules, people) => bookOf(facts, rules, spoil(people, businessDayOf(facts.paidAtMs))),
})
const ofEntries = (spoil: (entries: DatedEntry[]) => DatedEntry[]): Books => ({
  ...real,
  bookOf: (facts, rules, people) => {
    const book = bookOf(facts, rules, people)
    return { ...book, entries: spoil(book.entries) }
  },
})

export const holdingMutants: HoldingMutant[] = [
  {
    name: 'gives who served nothing beside who brought the customer in',
    caughtBy: 'each role has the part that the rules say, to within a fen a line',
    books: ofRules((rules) => ({ ...rules, shares: { ...rules.shares, served: 0 } })),
  },
  {
    name: 'cuts by heads instead of parts',
    caughtBy: 'several who served share their part of a line by their own parts',
    books: ofFacts((facts) => ({
      ...facts,
      lines: facts.lines.map((line) => ({ ...line, served: line.served?.map((one) => ({ ...one, parts: 1 })) })),
    })),
  },
  {
    name: 'sees only the first who claims',
    caughtBy: 'many in one role cut its parts among them and leave those of the others alone',
    books: ofFacts((facts) =>
      facts.buyer.kind === 'known' && facts.buyer.touches
        ? { ...facts, buyer: { ...facts.buyer, touches: facts.buyer.touches.slice(0, 1) } }
        : facts,
    ),
  },
  {
    name: 'gives the parts of who is absent to who is there, whatever the rules say',
    caughtBy: 'a line of a known buyer is held as a plain reading of the rules says',
    books: ofRules((rules) => ({ ...rules, absentTo: 'present' })),
  },
  {
    name: 'counts a name of somebody who is no guide that day',
    caughtBy: 'a line of a known buyer is held as a plain reading of the rules says',
    books: ofPeople((people) => ({ ...people, isGuideOn: () => true })),
  },
  {
    name: 'lets a link count on a line of which somebody who left is named',
    caughtBy: 'a line of a known buyer is held as a plain reading of the rules says',
    books: ofFacts((facts) => ({
      ...facts,
      lines: facts.lines.map((line) => ({ ...line, served: line.served?.filter(({ guideId }) => guideId !== FORMER) })),
    })),
  },
  {
    name: 'corrects every line where one is named',
    caughtBy: 'a correction of one line leaves the others alone',
    books: ofFacts((facts) => ({ ...facts, corrections: facts.corrections?.map(({ lineNo: _, ...whole }) => whole) })),
  },
  {
    name: 'corrects only the first line',
    caughtBy: 'what a person corrected belongs to whom they named, and to nobody else',
    books: ofFacts((facts) => ({
      ...facts,
      corrections: facts.corrections?.map((correction) => ({ lineNo: '1', ...correction })),
    })),
  },
  {
    name: 'forgets the correction when the buyer becomes known',
    caughtBy: 'a correction stands, whoever the buyer turns out to be later',
    books: ofFacts((facts) => (facts.buyer.kind === 'known' ? { ...facts, corrections: [] } : facts)),
  },
  {
    name: 'settles without taking from what is pending',
    caughtBy: 'the end of the freeze changes nobody’s sum',
    books: ofEntries((entries) =>
      entries.filter(({ cause, account }) => cause.kind !== 'settlement' || !account.endsWith(':pending')),
    ),
  },
  {
    name: 'settles at once',
    caughtBy: 'nothing is settled before the freeze ends, and nothing is pending after, in any store',
    books: ofFacts((facts) => (facts.settlesAtMs === undefined ? facts : { ...facts, settlesAtMs: facts.paidAtMs })),
  },
  {
    name: 'never settles',
    caughtBy: 'nothing is settled before the freeze ends, and nothing is pending after, in any store',
    books: ofFacts(({ settlesAtMs: _, ...facts }) => facts),
  },
  {
    name: 'books everything where the guide was at payment',
    caughtBy:
      'an entry counts to the store of the guide on its day, to the order’s where they work in several, a pool’s to its own',
    books: ofPeople((people, paidDay) => ({
      ...people,
      storeOfGuideOn: (guideId, _day, preferred) => people.storeOfGuideOn(guideId, paidDay, preferred),
    })),
  },
  {
    name: 'asks for any store of those a guide works in',
    caughtBy:
      'an entry counts to the store of the guide on its day, to the order’s where they work in several, a pool’s to its own',
    books: ofPeople((people) => ({ ...people, storeOfGuideOn: (guideId, day) => people.storeOfGuideOn(guideId, day) })),
  },
  {
    name: 'takes a refund from the guide on the slip although its order is awaited',
    caughtBy: 'a refund without its order is taken whole from one holder, and waits in suspense if it names an order',
    books: {
      ...real,
      bookOfOrphanRefund: (refund, people) => bookOfOrphanRefund({ ...refund, isSuspended: false }, people),
    },
  },
]
