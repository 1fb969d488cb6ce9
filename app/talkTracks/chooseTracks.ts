import type { TalkTrack, TalkTrackQuery } from './types.ts'

/**
 * The fallback chain of a set: the track of the very channel and level first, then of the channel, then of the
 * level, last the one for all. Among equals the higher priority, then the id, so that a choice never wavers.
 */
export function chooseTracks(tracks: readonly TalkTrack[], query: TalkTrackQuery): TalkTrack[] {
  return tracks
    .filter((track) => track.set === query.set && isValidOn(track, query.day))
    .filter((track) => track.channel === 'any' || track.channel === query.channel)
    .filter((track) => track.level === 'any' || track.level === query.level)
    .sort((a, b) => closeness(b) - closeness(a) || b.priority - a.priority || (a.id < b.id ? -1 : 1))
}

export function isValidOn({ validFrom, validTo }: TalkTrack, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo)
}

/** For every customer, guide and day: what a chain must end in. */
export function isAlwaysValid(track: TalkTrack): boolean {
  return track.channel === 'any' && track.level === 'any' && !track.validFrom && !track.validTo
}

function closeness(track: TalkTrack): number {
  return (track.channel === 'any' ? 0 : 2) + (track.level === 'any' ? 0 : 1)
}
