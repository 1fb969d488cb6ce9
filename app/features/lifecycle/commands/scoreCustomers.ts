import type { Tx } from '../../../db/database.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { type Buyer, createRfmScale, type Rfm } from '../../../domain/lifecycle/rfm.ts'
import { type BuyerRow, buyerPage } from '../customerPages.ts'
import { type Scores, saveScores } from '../store.ts'

export type ScoreDeps = Pick<Deps, 'db' | 'clock' | 'rules' | 'emit'>

const PAGE = 1_000
const BATCH = 200
const NO_SCORES: Scores = { recency: 0, frequency: 0, money: 0, rfm: '', quality: '' }

/**
 * RFM of the whole chain: one pass reads what buyers are measured by, a second scores them and writes those whose
 * scores are others than yesterday. In memory stand three numbers a buyer, nothing else.
 */
export async function scoreCustomers(deps: ScoreDeps, signal: AbortSignal): Promise<string> {
  const buyers: Buyer[] = []
  await eachPage(deps, signal, async (rows) => {
    for (const row of rows) buyers.push(buyerOf(row))
  })
  const scale = createRfmScale(buyers, deps.rules.lifecycle.rfm)
  let written = 0
  await eachPage(deps, signal, async (rows) => {
    const changed = rows.flatMap((row) => {
      const scores = scale ? scoresOf(scale(buyerOf(row))) : NO_SCORES
      return isSame(row, scores) ? [] : [{ row, scores }]
    })
    for (let from = 0; from < changed.length; from += BATCH) {
      const batch = changed.slice(from, from + BATCH)
      await deps.db.transaction((tx) => saveBatch(tx, deps, batch))
    }
    written += changed.length
  })
  return `${written} of ${buyers.length} changed`
}

const buyerOf = ({ lastPurchaseAt, purchases, netFen }: BuyerRow): Buyer => ({
  ...{ lastDay: businessDayOf(lastPurchaseAt), purchases, netFen },
})

const scoresOf = ({ recency, frequency, money, segment, quality }: Rfm): Scores => ({
  ...{ recency, frequency, money, rfm: segment, quality },
})

const isSame = (row: BuyerRow, scores: Scores) =>
  (Object.keys(scores) as (keyof Scores)[]).every((name) => row[name] === scores[name])

async function saveBatch(tx: Tx, deps: ScoreDeps, batch: { row: BuyerRow; scores: Scores }[]): Promise<void> {
  const nowMs = deps.clock.nowMs()
  for (const { row, scores } of batch) {
    const isWritten = await saveScores(tx, row, scores, nowMs)
    // Of all the scores a plan asks only for the quality: the others change for many every night.
    if (isWritten && row.quality !== scores.quality)
      await deps.emit(tx, { name: 'CustomerFactsChanged', externalUserId: row.externalUserId, atMs: nowMs })
  }
}

async function eachPage(
  { db }: ScoreDeps,
  signal: AbortSignal,
  work: (rows: BuyerRow[]) => Promise<void>,
): Promise<void> {
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const rows = await buyerPage(db.read, after, PAGE)
    await work(rows)
    if (rows.length < PAGE) return
    after = rows.at(-1)?.externalUserId ?? after
  }
}
