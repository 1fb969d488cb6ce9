import { createHash } from 'node:crypto'
import type { TalkTrack, TalkTrackQuery } from './types.ts'

/**
 * How much a match says, most telling first: what was bought, where the customer stands, where the brand sells, how
 * practised the guide is. Powers of two, so that one closer match outweighs all looser ones together; the chain of
 * a set therefore runs from the track of the very cell down to the one for everybody.
 */
const CLOSENESS = { trade: 8, stage: 4, channel: 2, level: 1 } as const
type Dimension = keyof typeof CLOSENESS
const DIMENSIONS = Object.keys(CLOSENESS) as Dimension[]

/**
 * The fallback chain of a set, most fitting first. Among equals the higher priority, then of variants the one this
 * customer always gets, then the id, so that a choice never wavers.
 */
export function chooseTracks(tracks: readonly TalkTrack[], query: TalkTrackQuery): TalkTrack[] {
  const luck = new Map<TalkTrack, number>()
  const fitting = tracks.filter((track) => track.set === query.set && fits(track, query))
  for (const track of fitting) luck.set(track, luckOf(track, query.variantKey))
  return fitting.sort(
    (a, b) =>
      closeness(b) - closeness(a) ||
      b.priority - a.priority ||
      (luck.get(b) ?? 0) - (luck.get(a) ?? 0) ||
      (a.id < b.id ? -1 : 1),
  )
}

/** For this customer, guide and day. */
export function fits(track: TalkTrack, query: Omit<TalkTrackQuery, 'set'>): boolean {
  return isValidOn(track, query.day) && DIMENSIONS.every((name) => track[name] === 'any' || track[name] === query[name])
}

export function isValidOn({ validFrom, validTo }: TalkTrack, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo)
}

/** For every customer, guide and day: what a chain must end in. */
export function isAlwaysValid(track: TalkTrack): boolean {
  return DIMENSIONS.every((name) => track[name] === 'any') && !track.validFrom && !track.validTo
}

/** Two tracks with the same cell, priority and dates compete as variants. */
export function cellOf(track: TalkTrack): string {
  const { set, priority, validFrom = '', validTo = '' } = track
  return [set, ...DIMENSIONS.map((name) => track[name]), priority, validFrom, validTo].join('|')
}

function closeness(track: TalkTrack): number {
  return DIMENSIONS.reduce((sum, name) => sum + (track[name] === 'any' ? 0 : CLOSENESS[name]), 0)
}

/**
 * Every variant draws a number for the customer and the highest wins (rendezvous hashing): a new variant takes its
 * share from all and moves nobody between the old ones.
 */
function luckOf({ set, variant }: TalkTrack, variantKey: string | undefined): number {
  if (variant === undefined || variantKey === undefined) return 0
  return createHash('sha256')
    .update(JSON.stringify([variantKey, set, variant]))
    .digest()
    .readUIntBE(0, 6)
}
