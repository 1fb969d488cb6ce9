import { expect } from 'chai'
import { postCredit } from '../../../../app/features/credits/commands/postCredit.ts'
import { postRefund } from '../../../../app/features/credits/commands/postRefund.ts'
import { byTheOtherRoad, type CorrectionFact, dayText, FACTS_END, type Fact } from '../ledgerFacts.ts'
import { arrive, type Stage, sweepAt } from '../tellFacts.ts'
import { type Road, readJournal, readSums, type Telling, tellAll, withStage } from './stage.ts'
import { readRows, states } from './states.ts'

/** Throws an AssertionError where it does not hold of this road and this story. */
export type Property = (road: Road, telling: Telling) => Promise<void>

const always = (check: (stage: Stage) => Promise<void>): Property => {
  return (road, { first }) => withStage(road, (stage) => tellAll(stage, first, () => check(stage)))
}

const stateProperties = Object.fromEntries(Object.entries(states).map(([sentence, check]) => [sentence, always(check)]))

const sumsAfter = (road: Road, facts: Fact[]) =>
  withStage(road, async (stage) => {
    await tellAll(stage, facts)
    return readSums(stage)
  })

export const ANY_ORDER = 'any order of arrival ends the same, told one by one or by a file'

/** What must hold of the stored road, whatever comes and in whatever order. */
export const properties: Record<string, Property> = {
  ...stateProperties,

  [ANY_ORDER]: async (road, { first, second }) => {
    const sums = await sumsAfter(road, first)
    expect(await sumsAfter(road, second.map(byTheOtherRoad))).to.deep.equal(sums)
  },

  'what is told again posts nothing': (road, { first }) =>
    withStage(road, async (stage) => {
      await tellAll(stage, first)
      const journal = await readJournal(stage)
      const told = first.filter(({ kind }) => kind === 'order' || kind === 'refund')
      for (const fact of [...told, ...told.map(byTheOtherRoad)]) await arrive(stage, fact)
      await lookAgain(stage)
      expect(await readJournal(stage)).to.deep.equal(journal)
    }),

  'one refund of x + y is two of x and y': async (road, { first, split }) => {
    const { xFen, yFen } = split
    const sumsOf = (parts: number[]) =>
      withStage(road, async (stage) => {
        for (const fact of first) await arrive(stage, fact)
        for (const [index, refundFen] of parts.entries()) await giveBack(stage, `S${index}`, refundFen, split)
        await sweepAt(stage, FACTS_END)
        return readSums(stage)
      })
    expect(await sumsOf([xFen, yFen])).to.deep.equal(await sumsOf([xFen + yFen]))
  },

  'a closed month never changes': (road, { first }) =>
    withStage(road, async (stage) => {
      let closed = await readClosed(stage)
      for (const fact of first) {
        await arrive(stage, fact)
        const now = await readClosed(stage, closed.through)
        expect(now.rows, `booked up to ${closed.through}`).to.deep.equal(closed.rows)
        closed = await readClosed(stage)
      }
    }),

  'waits and freezes end when they are over': (road, { first }) =>
    withStage(road, async (stage) => {
      // Time stands still until all is told: most waits and freezes are still open then.
      const told = first.filter(({ kind }) => kind !== 'sweep')
      await tellAll(stage, told)
      const pending = `SELECT order_id, SUM(amount_fen) AS fen FROM ledger_entries
        WHERE account LIKE 'guide:%:pending'
        GROUP BY order_id, guide_id HAVING SUM(amount_fen) <> 0`
      expect(await readRows(stage.db, pending), 'pending after the freeze').to.deep.equal([])
      const held = `SELECT account, SUM(amount_fen) AS fen FROM ledger_entries e JOIN orders o ON o.id = e.order_id
        WHERE account = 'unattributed' AND o.store_code <> 'XX' GROUP BY o.id, account HAVING SUM(amount_fen) <> 0`
      expect(await readRows(stage.db, held), 'waiting after the wait').to.deep.equal([])
    }),

  'what a person gave to somebody is theirs': (road, { first }) =>
    withStage(road, async (stage) => {
      await tellAll(stage, first)
      for (const fact of first) if (isWholeOrder(fact, first)) await expectHeldBy(stage, fact)
    }),
}

/** Every job that could post something runs once more. */
async function lookAgain({ db, bench }: Stage): Promise<void> {
  for (const { id } of await readRows(db, 'SELECT id FROM orders'))
    await postCredit(bench.deps, { orderId: Number(id) })
  for (const { id } of await readRows(db, 'SELECT id FROM refunds'))
    await postRefund(bench.deps, { refundId: Number(id) })
  await bench.settle()
}

async function giveBack({ bench }: Stage, refundNo: string, refundFen: number, split: Telling['split']) {
  const refundedAt = `${dayText(split.day)}T15:00:00+08:00`
  const lines = [{ lineNo: String(split.line), refundFen }]
  await bench.refund({ refundNo, orderNo: `N${split.order}`, refundedAt, lines })
  await bench.settle()
}

/** All that counts in closed months, up to the newest of them or to the one that is named. */
async function readClosed({ db }: Stage, through?: string) {
  const [newest] = await readRows(db, "SELECT COALESCE(MAX(month), '') AS month FROM ledger_closings")
  const month = through ?? String(newest?.month)
  const questions = [
    ['SELECT * FROM ledger_entries WHERE booked_on <= ? ORDER BY id', `${month}-99`],
    ['SELECT * FROM guide_days WHERE day <= ? ORDER BY day, guide_id, store_code', `${month}-99`],
    ['SELECT * FROM pool_days WHERE day <= ? ORDER BY day, kind, store_code', `${month}-99`],
    ['SELECT * FROM guide_months WHERE month <= ? ORDER BY guide_id, month, store_code', month],
  ] as const
  const rows = []
  for (const [sql, last] of month === '' ? [] : questions) rows.push(await readRows(db, sql, [last]))
  return { through: month, rows }
}

function isWholeOrder(fact: Fact, all: Fact[]): fact is CorrectionFact {
  if (fact.kind !== 'correction' || fact.line !== null) return false
  return all.some((one) => one.kind === 'order' && one.no === fact.no && one.day <= fact.day)
}

/** Of the whole order, whatever came before or after it. */
async function expectHeldBy({ db, guideIds }: Stage, { no, guide, parts }: CorrectionFact): Promise<void> {
  const held = await readRows(
    db,
    `SELECT COALESCE(e.guide_id, e.account) AS holder, CAST(SUM(e.amount_fen) AS SIGNED) AS fen FROM ledger_entries e
     JOIN orders o ON o.id = e.order_id WHERE o.order_no = ? AND e.account NOT LIKE 'sales:%'
     GROUP BY COALESCE(e.guide_id, e.account) HAVING SUM(e.amount_fen) <> 0`,
    [`N${no}`],
  )
  const named = [...(parts > 0 ? [String(guideIds[guide])] : []), 'store:SH002:pool']
  for (const { holder } of held) expect(named, `holders of N${no}`).to.include(String(holder))
}
