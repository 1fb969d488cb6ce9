import { expect } from 'chai'
import fc from 'fast-check'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { type DatabaseKind, forEachDatabase } from '../../support/db.ts'
import { withMariadb } from '../../support/services.ts'
import { expectEntriesBehind } from '../boards/entriesBehind.ts'
import { byTheOtherRoad, type Fact, factsOf, inTwoOrders } from './ledgerFacts.ts'
import { ANY_ORDER, properties } from './stored/properties.ts'
import { readJournal, readSums, tellAll, tellings, withStage } from './stored/stage.ts'
import { readRows, states } from './stored/states.ts'
import type { Stage } from './tellFacts.ts'

const everything: Actor = {
  guideId: 0,
  userId: 'op',
  name: '运营',
  level: 'gold',
  role: 'operator',
  storeCodes: [],
  reach: { kind: 'all' },
}

const HELD = `SELECT CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS fen FROM ledger_entries WHERE account NOT LIKE 'sales:%'`

async function expectSound(stage: Stage): Promise<void> {
  // What the proof finds by itself, before a rebuild could mend it.
  expect((await proveLedger(stage.bench.deps)).faults).to.deep.equal([])
  for (const check of Object.values(states)) await check(stage)
}

async function expectBoardTold({ db, bench: { deps } }: Stage): Promise<void> {
  const board = await readLeaderboard(deps, everything, { from: '2026-09-01', to: '2026-12-31', sort: 'netFen' })
  const { rows, totals } = board
  const heldFen = rows.reduce((sum, row) => sum + row.netFen, 0) + totals.storePoolFen + totals.unattributedFen
  expect(heldFen, 'guides + pools + unattributed on the board').to.equal(Number((await readRows(db, HELD))[0]?.fen))
  expect(totals.netSalesFen).to.equal(heldFen)
  await expectEntriesBehind(deps, everything, board)
}

/** Plays the facts in this order of arrival. @returns sums by day and account, and the journal line by line */
const play = (kind: DatabaseKind, arrivals: Fact[]) =>
  withStage({ kind }, async (stage) => {
    await tellAll(stage, arrivals, () => expectSound(stage))
    await expectBoardTold(stage)
    return { sums: await readSums(stage), journal: await readJournal(stage) }
  })

const facts = factsOf(1, 10)

forEachDatabase((kind) =>
  describe(`the ledger under any facts in any order (${kind})`, () => {
    const numRuns = kind === 'sqlite' ? 12 : 4

    it('is sound after every step, closed months and all, and ends the same whatever came first', async () => {
      await fc.assert(
        fc.asyncProperty(facts.chain(inTwoOrders), async ([first, second]) => {
          expect((await play(kind, first)).sums).to.deep.equal((await play(kind, second.map(byTheOtherRoad))).sums)
        }),
        { numRuns },
      )
    }).timeout(600_000)

    // Those of single steps, and of the order of arrival, were looked at above all at once.
    const ofStories = Object.entries(properties).filter(([sentence]) => !(sentence in states) && sentence !== ANY_ORDER)
    for (const [sentence, property] of ofStories) {
      it(sentence, async () => {
        await fc.assert(
          fc.asyncProperty(tellings, (telling) => property({ kind }, telling)),
          { numRuns: numRuns / 2 },
        )
      }).timeout(600_000)
    }
  }),
)

withMariadb(() =>
  it('SQLite and MariaDB write the same journal, entry by entry', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (all) => {
        expect((await play('mysql', all)).journal).to.deep.equal((await play('sqlite', all)).journal)
      }),
      { numRuns: 3 },
    )
  }).timeout(600_000),
)
