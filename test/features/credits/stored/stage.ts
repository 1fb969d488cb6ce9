import fc from 'fast-check'
import { type DatabaseKind, openTestDatabase } from '../../../support/db.ts'
import { createBench } from '../ledgerBench.ts'
import { LATER_RULES, seedMovers } from '../ledgerCast.ts'
import { FACTS_END, FACTS_NOW, type Fact, factsOf, inTwoOrders } from '../ledgerFacts.ts'
import { arrive, type Stage, sweepAt } from '../tellFacts.ts'
import { type Spoil, spoilDatabase } from './spoil.ts'
import { readRows } from './states.ts'

/** The road from a fact to the ledger, on a real database; with a spoil a broken variant of it. */
export interface Road {
  kind: DatabaseKind
  spoil?: Spoil
}

/** Rules change twice while facts arrive, and so do people. */
export async function withStage<T>({ kind, spoil }: Road, play: (stage: Stage) => Promise<T>): Promise<T> {
  const { db, drop } = await openTestDatabase(kind)
  let undo = () => {}
  try {
    const bench = createBench(db, FACTS_NOW)
    bench.deps.rules.attribution.push(...LATER_RULES)
    const stage: Stage = { db, bench, guideIds: await seedMovers(db), put: [] }
    if (spoil) undo = spoilDatabase(db, spoil)
    return await play(stage)
  } finally {
    undo()
    await drop()
  }
}

/** Lets the facts come one after the other, and then every wait and freeze end. */
export async function tellAll(stage: Stage, facts: readonly Fact[], afterEach?: () => Promise<void>): Promise<void> {
  for (const fact of facts) {
    await arrive(stage, fact)
    await afterEach?.()
  }
  await sweepAt(stage, FACTS_END)
  await afterEach?.()
}

/** What is there by day of the fact, account, store and channel: however often it was corrected on the way. */
export const readSums = ({ db }: Stage) =>
  readRows(
    db,
    `SELECT occurred_on, account, store_code, channel, CAST(SUM(amount_fen) AS SIGNED) AS fen,
       CAST(SUM(refund_fen) AS SIGNED) AS refunds, CAST(SUM(orders) AS SIGNED) AS orders
     FROM ledger_entries GROUP BY occurred_on, account, store_code, channel
     HAVING SUM(amount_fen) <> 0 OR SUM(refund_fen) <> 0 OR SUM(orders) <> 0
     ORDER BY occurred_on, account, store_code, channel`,
  )

/** Line by line, without the times of writing. */
export const readJournal = ({ db }: Stage) =>
  readRows(
    db,
    `SELECT p.cause_kind, p.cause_id, p.cause_at, e.account, e.store_code, e.channel, e.amount_fen, e.refund_fen, e.orders, e.booked_on
     FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id ORDER BY e.id`,
  )

export interface Telling {
  first: Fact[]
  second: Fact[]
  /** One more refund, in two parts. */
  split: { order: number; line: number; day: number; xFen: number; yFen: number }
}

const fen = fc.integer({ min: 1, max: 6000 })

/** Stories full enough that each has something of everything. */
export const tellings: fc.Arbitrary<Telling> = fc
  .tuple(
    factsOf(12, 16).chain(inTwoOrders),
    fc.record({
      order: fc.integer({ min: 1, max: 3 }),
      line: fc.integer({ min: 1, max: 2 }),
      day: fc.integer({ min: 20, max: 80 }),
      ...{ xFen: fen, yFen: fen },
    }),
  )
  .map(([[first, second], split]) => ({ first, second, split }))
