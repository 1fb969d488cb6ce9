import type { Honour } from './facts.ts'

export type PointCause = 'reward' | 'reversal' | 'honour' | 'honour_reversal'

/** Points as they stand in the books of one referrer. */
export interface PostedPoints {
  referralId: number
  cause: PointCause
  /** Of an honour: at how many friends it is given; else 0. */
  level: number
  points: number
}

/** Points to give (positive) or take back (negative), and which giving or taking of the same thing this is. */
export interface PointChange {
  cause: PointCause
  level: number
  round: number
  points: number
}

/** Brings what was given for one referral to what is due for it. */
export function rewardToPost(
  duePoints: number,
  referralId: number,
  posted: readonly PostedPoints[],
): PointChange | undefined {
  const own = posted.filter((row) => row.referralId === referralId && row.level === 0)
  const missing = duePoints - sumOf(own)
  if (missing === 0) return undefined
  const cause = missing > 0 ? 'reward' : 'reversal'
  return { cause, level: 0, round: timesOf(own, cause), points: missing }
}

/**
 * Honours follow the number of friends who count: given when it is reached, taken back when it is not any more. What
 * one was given for stays as it was given, whatever the rules say later.
 */
export function honoursToPost(
  friends: number,
  honours: readonly Honour[],
  posted: readonly PostedPoints[],
): PointChange[] {
  const rows = posted.filter(({ level }) => level > 0)
  const levels = [...new Set([...rows.map(({ level }) => level), ...honours.map((honour) => honour.friends)])]
  return levels
    .sort((a, b) => a - b)
    .flatMap((level): PointChange[] => {
      const own = rows.filter((row) => row.level === level)
      const held = sumOf(own)
      const points = honours.find((honour) => honour.friends === level)?.points ?? 0
      if (friends >= level && held === 0 && points > 0)
        return [{ cause: 'honour', level, round: timesOf(own, 'honour'), points }]
      if (friends < level && held > 0)
        return [{ cause: 'honour_reversal', level, round: timesOf(own, 'honour_reversal'), points: -held }]
      return []
    })
}

/** The highest honour reached, and the next one. */
export function honourAt(friends: number, honours: readonly Honour[]): { held?: Honour; next?: Honour } {
  const held = honours.findLast((honour) => honour.friends <= friends)
  const next = honours.find((honour) => honour.friends > friends)
  return { ...(held ? { held } : {}), ...(next ? { next } : {}) }
}

const sumOf = (rows: readonly PostedPoints[]) => rows.reduce((sum, { points }) => sum + points, 0)

/** One giving is one row on the referrer's side. */
const timesOf = (rows: readonly PostedPoints[], cause: PointCause) => rows.filter((row) => row.cause === cause).length
