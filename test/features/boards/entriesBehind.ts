import { expect } from 'chai'
import type { Deps } from '../../../app/deps.ts'
import {
  BOARD_ENTRIES,
  type BoardEntry,
  ENTRIES_QUERY,
  FIGURES,
  type Leaderboard,
} from '../../../app/features/boards/contract.ts'
import { readEntries } from '../../../app/features/boards/entries.ts'
import type { Actor } from '../../../app/http/actor.ts'

type Asked = Record<string, string>

/** Every entry behind a figure, page after page. */
export async function readAllEntries(deps: Deps, actor: Actor, asked: Asked) {
  const rows: BoardEntry[] = []
  for (let cursor: string | null = ''; ; ) {
    const query = ENTRIES_QUERY.parse({ ...asked, ...(cursor ? { cursor } : {}) })
    const page = BOARD_ENTRIES.parse(await readEntries(deps, actor, query))
    rows.push(...page.rows)
    cursor = page.nextCursor
    if (cursor === null) return { rows, count: page.count, totals: page.totals }
  }
}

/** Each figure of this leaderboard, opened: the entries add up to it, to the fen, and run up to it. */
export async function expectEntriesBehind(
  deps: Deps,
  actor: Actor,
  board: Leaderboard,
  filter: Asked = {},
): Promise<void> {
  const period = { from: board.from, to: board.to, ...filter }
  const check = async (asked: Asked, figure: (typeof FIGURES)[number], fen: number) => {
    const { rows, count, totals } = await readAllEntries(deps, actor, { ...period, ...asked, figure })
    const what = `${JSON.stringify(asked)} ${figure}`
    const counted = rows.map((row) => (figure === 'refundFen' ? row.refundFen : row.amountFen))
    expect(totals[figure], what).to.equal(fen)
    expect(
      counted.reduce((sum, part) => sum + part, 0),
      what,
    ).to.equal(fen)
    expect(rows, what).to.have.length(count)
    expect(rows[0]?.runningFen ?? 0, what).to.equal(fen)
  }
  for (const row of board.rows)
    for (const figure of FIGURES) await check({ guide: row.guideUserId }, figure, row[figure])
  await check({ pool: '*' }, 'netFen', board.totals.storePoolFen)
  await check({ unattributed: '1' }, 'netFen', board.totals.unattributedFen)
}
