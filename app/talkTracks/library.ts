import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseTracks, isAlwaysValid } from './chooseTracks.ts'
import { TemplateFaults, type TemplateFileFault } from './faults.ts'
import { type ReadTrack, readTrack } from './readTrack.ts'
import type { TalkTrack, TalkTrackFacts, TalkTrackLibrary } from './types.ts'

export interface LibraryReading {
  library: TalkTrackLibrary
  faults: TemplateFileFault[]
}

/**
 * Reads every talk track of `templates/talk-tracks`, once, at start.
 * @param known facts that hold for every text, as the brand's name
 * @throws TemplateFaults with all faults of all files
 */
export function loadTalkTracks(folder: string, known: TalkTrackFacts = {}): TalkTrackLibrary {
  const { library, faults } = readTalkTracks(folder, known)
  if (faults.length > 0) throw new TemplateFaults(faults)
  return library
}

/** The same for a checker that wants to report instead of stop. */
export function readTalkTracks(folder: string, known: TalkTrackFacts = {}): LibraryReading {
  const faults: TemplateFileFault[] = []
  const byId = new Map<string, ReadTrack>()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'))
  for (const file of files.map((path) => path.replaceAll('\\', '/')).sort()) {
    const reading = readTrack(file, readFileSync(join(folder, file), 'utf8'))
    faults.push(...reading.faults)
    if (!reading.read) continue
    const { id } = reading.read.track
    if (byId.has(id)) faults.push({ file, message: `id ${id} is used twice` })
    else byId.set(id, reading.read)
  }
  if (byId.size === 0 && faults.length === 0) faults.push({ file: folder, message: 'holds no talk track' })
  const library = libraryOf(byId, known)
  faults.push(...findBrokenChains(library))
  return { library, faults }
}

function libraryOf(byId: Map<string, ReadTrack>, known: TalkTrackFacts): TalkTrackLibrary {
  const tracks = [...byId.values()].map(({ track }) => track)
  return {
    all: () => [...tracks],
    find: (id) => byId.get(id)?.track,
    choose: (query) => chooseTracks(tracks, query),
    render: (id, facts) => {
      const found = byId.get(id)
      if (!found) throw new RangeError(`no talk track ${id}`)
      const { text, gaps } = found.fill({ ...known, ...dropUndefined(facts) })
      const { track } = found
      return gaps.length === 0 ? { kind: 'ready', track, text } : { kind: 'gaps', track, text, gaps }
    },
    search: (words) => {
      const wanted = words.toLowerCase().split(/\s+/u).filter(Boolean)
      const found = [...byId.values()].filter((read) => {
        const text = `${read.track.title} ${read.words}`.toLowerCase()
        return wanted.every((word) => text.includes(word))
      })
      return found.map(({ track }) => track).sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1))
    },
  }
}

function dropUndefined(facts: TalkTrackFacts): TalkTrackFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}

/** Each set must end in a track for everybody that can be said without knowing a single fact. */
function findBrokenChains(library: TalkTrackLibrary): TemplateFileFault[] {
  const sets = [...new Set(library.all().map(({ set }) => set))]
  return sets.filter((set) => !endsWell(library, set)).map((set) => ({ file: set, message: BROKEN_CHAIN }))
}

export const BROKEN_CHAIN =
  'the set has no track for every channel, level and day whose variables all stand inside {{#if}}'

export function endsWell(library: TalkTrackLibrary, set: string): boolean {
  const isSayable = ({ id }: TalkTrack) => library.render(id, {}).kind === 'ready'
  return library.all().some((track) => track.set === set && isAlwaysValid(track) && isSayable(track))
}
