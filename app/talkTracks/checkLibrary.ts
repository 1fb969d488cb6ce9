import { cellOf, isAlwaysValid } from './chooseTracks.ts'
import type { TemplateFileFault } from './faults.ts'
import type { TalkTrack, TalkTrackLibrary } from './types.ts'

/** What a front matter may name: ids of `config/trades.yaml`, names of `config/media.yaml`. */
export interface NamedThings {
  trades?: readonly string[]
  media?: readonly string[]
}

type Named = Readonly<Record<string, unknown>>

export function namedThingsOf({ trades, media }: { trades: Named; media: Named }): NamedThings {
  return { trades: Object.keys(trades), media: Object.keys(media) }
}

interface LibraryFindings {
  faults: TemplateFileFault[]
  notes: TemplateFileFault[]
}

/** What only the library as a whole can tell. */
export function checkLibrary(library: TalkTrackLibrary, { trades, media }: NamedThings): LibraryFindings {
  const tracks = library.all()
  return {
    faults: [
      ...findBrokenChains(library, tracks),
      ...findLoneVariants(tracks),
      ...(trades ? findUnknownTrades(tracks, trades) : []),
    ],
    notes: media ? findMissingMedia(tracks, media) : [],
  }
}

export const BROKEN_CHAIN =
  'the set has no track for every channel, level, stage, trade and day whose variables all stand inside {{#if}}'

/** Each set must end in a track for everybody that can be said without knowing a single fact. */
function findBrokenChains(library: TalkTrackLibrary, tracks: readonly TalkTrack[]): TemplateFileFault[] {
  const sets = [...new Set(tracks.map(({ set }) => set))]
  return sets.filter((set) => !endsWell(library, set)).map((set) => ({ file: set, message: BROKEN_CHAIN }))
}

export function endsWell(library: TalkTrackLibrary, set: string): boolean {
  const isSayable = ({ id }: TalkTrack) => library.render(id, {}).kind === 'ready'
  return library.all().some((track) => track.set === set && isAlwaysValid(track) && isSayable(track))
}

/** A variant competes with others of its cell: alone, twice under one name, or beside one without a name it cannot. */
function findLoneVariants(tracks: readonly TalkTrack[]): TemplateFileFault[] {
  const cells = new Map<string, TalkTrack[]>()
  for (const track of tracks) cells.set(cellOf(track), [...(cells.get(cellOf(track)) ?? []), track])
  return tracks.flatMap((track) => {
    const { variant, file } = track
    if (variant === undefined) return []
    const rivals = (cells.get(cellOf(track)) ?? []).filter((other) => other !== track)
    if (rivals.length === 0) return [{ file, message: `variant ${variant} has no other to compete with` }]
    const clash = rivals.find((rival) => rival.variant === undefined || rival.variant === variant)
    return clash ? [{ file, message: `variant ${variant} stands beside ${clash.id}, which is not told apart` }] : []
  })
}

function findUnknownTrades(tracks: readonly TalkTrack[], trades: readonly string[]): TemplateFileFault[] {
  return tracks
    .filter(({ trade }) => trade !== 'any' && !trades.includes(trade))
    .map(({ file, trade }) => ({ file, message: `trade ${trade} is not in config/trades.yaml` }))
}

function findMissingMedia(tracks: readonly TalkTrack[], media: readonly string[]): TemplateFileFault[] {
  return tracks.flatMap(({ file, attachments }) =>
    attachments.flatMap((attachment) =>
      'media' in attachment && !media.includes(attachment.media)
        ? [{ file, message: `attachment left out: ${attachment.media} is not in config/media.yaml` }]
        : [],
    ),
  )
}
