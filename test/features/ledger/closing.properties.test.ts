import { expect } from 'chai'
import fc from 'fast-check'
import type { Database } from '../../../app/db/database.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { sealBlocks } from '../../../app/features/ledger/commands/sealBlocks.ts'
import { readClosedThrough } from '../../../app/features/ledger/queries.ts'
import { type DatabaseKind, forEachDatabase, openTestDatabase } from '../../support/db.ts'
import { createBench } from '../credits/ledgerBench.ts'
import { LATER_RULES, seedMovers } from '../credits/ledgerCast.ts'
import { type Chapter, live, stories } from './story.ts'

/** Sums by account, store and the fact's own day: what must not depend on when months were closed. */
const TOTALS = `SELECT occurred_on, account, COALESCE(store_code, '') AS store, CAST(SUM(amount_fen) AS SIGNED) AS fen,
    CAST(SUM(refund_fen) AS SIGNED) AS refunds, CAST(SUM(orders) AS SIGNED) AS orders
  FROM ledger_entries GROUP BY occurred_on, account, COALESCE(store_code, '')
  HAVING SUM(amount_fen) <> 0 OR SUM(refund_fen) <> 0 OR SUM(orders) <> 0 ORDER BY 1, 2, 3`

/** Every row that counts in a closed month, and the roll-ups made of them. */
async function readClosed(db: Database): Promise<Record<string, string>> {
  const { closedThrough } = await readClosedThrough(db.read)
  const last = `${closedThrough}-99`
  const rows: Record<string, [sql: string, upTo: string]> = {
    entries: ['SELECT * FROM ledger_entries WHERE booked_on <= ? ORDER BY id', last],
    guideDays: ['SELECT * FROM guide_days WHERE day <= ? ORDER BY day, guide_id, store_code', last],
    poolDays: ['SELECT * FROM pool_days WHERE day <= ? ORDER BY day, kind, store_code', last],
    guideMonths: ['SELECT * FROM guide_months WHERE month <= ? ORDER BY guide_id, month, store_code', closedThrough],
  }
  const read = async ([name, [sql, upTo]]: [string, [string, string]]) => [
    name,
    JSON.stringify(await db.read.query(sql, [upTo])),
  ]
  return { closedThrough, ...Object.fromEntries(await Promise.all(Object.entries(rows).map(read))) }
}

/** @returns the totals at the end, and what was found wrong on the way */
async function play(kind: DatabaseKind, chapters: Chapter[]) {
  const test = await openTestDatabase(kind)
  try {
    const { db } = test
    const bench = createBench(db, '2026-12-20T12:00:00')
    bench.deps.rules.attribution.push(...LATER_RULES)
    const guideIds = await seedMovers(db)
    for (const chapter of chapters) {
      const before = await readClosed(db)
      await live(bench, db, chapter, guideIds)
      const after = await readClosed(db)
      if (chapter.kind !== 'close') expect(after).to.deep.equal(before)
    }
    await sealBlocks(bench.deps)
    bench.setNow('2026-12-20T18:00:00')
    expect((await proveLedger(bench.deps)).faults).to.deep.equal([])
    const totals: object[] = await db.read.query(TOTALS)
    return totals.map((row) => ({ ...row }))
  } finally {
    await test.drop()
  }
}

forEachDatabase((kind) =>
  describe(`months that close while facts still come and rules change (${kind})`, () => {
    const numRuns = kind === 'sqlite' ? 20 : 6

    it('no fact ever changes a closed month, the proof holds, and totals are as if nothing had been closed', async () => {
      let closings = 0
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          closings += story.filter((chapter) => chapter.kind === 'close').length
          const facts = story.filter((chapter) => chapter.kind !== 'close')
          expect(await play(kind, story)).to.deep.equal(await play(kind, facts))
        }),
        { numRuns },
      )
      expect(closings).to.be.greaterThan(numRuns / 4)
    }).timeout(600_000)
  }),
)
