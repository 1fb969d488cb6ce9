import type { LeaderboardRow } from '../boards/contract.ts'

/** One guide's way on the board: places won (above 0) or lost. */
export interface RankMove {
  guideName: string
  places: number
}

/** Who moved between two boards of the same people, the longest way first. Newcomers have no rank and do not move. */
export function rankMoves(before: readonly LeaderboardRow[], after: readonly LeaderboardRow[]): RankMove[] {
  const ranks = new Map(before.map(({ guideUserId, rank }) => [guideUserId, rank]))
  const moves = after.map(({ guideUserId, guideName, rank }) => {
    const former = ranks.get(guideUserId) ?? null
    return { guideName, places: former === null || rank === null ? 0 : former - rank }
  })
  return moves.filter(({ places }) => places !== 0).sort((a, b) => Math.abs(b.places) - Math.abs(a.places))
}
