import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLibrary, type NamedThings } from './checkLibrary.ts'
import { chooseTracks } from './chooseTracks.ts'
import { TemplateFaults, type TemplateFileFault } from './faults.ts'
import { type ReadTrack, readTrack } from './readTrack.ts'
import { searchEntryOf, searchTracks } from './searchTracks.ts'
import type { TalkTrackFacts, TalkTrackLibrary } from './types.ts'

export interface LibraryReading {
  library: TalkTrackLibrary
  faults: TemplateFileFault[]
  /** Nothing wrong, but worth knowing: an attachment whose media is not there yet. */
  notes: TemplateFileFault[]
}

/**
 * Reads every talk track of `templates/talk-tracks`, once, at start.
 * @param known facts that hold for every text, as the brand's name
 * @param named what front matter may name; absent: any name
 * @throws TemplateFaults with all faults of all files
 */
export function loadTalkTracks(folder: string, known: TalkTrackFacts = {}, named: NamedThings = {}): TalkTrackLibrary {
  const { library, faults } = readTalkTracks(folder, known, named)
  if (faults.length > 0) throw new TemplateFaults(faults)
  return library
}

/**
 * The same for a checker that wants to report instead of stop.
 * @param also a file that is not there yet, or instead of the one that is
 */
export function readTalkTracks(
  folder: string,
  known: TalkTrackFacts = {},
  named: NamedThings = {},
  also?: { file: string; source: string },
): LibraryReading {
  const faults: TemplateFileFault[] = []
  const byId = new Map<string, ReadTrack>()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'))
  const paths = new Set([...files.map((path) => path.replaceAll('\\', '/')), ...(also ? [also.file] : [])])
  for (const file of [...paths].sort()) {
    const reading = readTrack(file, file === also?.file ? also.source : readFileSync(join(folder, file), 'utf8'))
    faults.push(...reading.faults)
    if (!reading.read) continue
    const { id } = reading.read.track
    if (byId.has(id)) faults.push({ file, message: `id ${id} is used twice` })
    else byId.set(id, reading.read)
  }
  if (byId.size === 0 && faults.length === 0) faults.push({ file: folder, message: 'holds no talk track' })
  const library = libraryOf(byId, known)
  const { faults: shared, notes } = checkLibrary(library, named)
  return { library, faults: [...faults, ...shared], notes }
}

function libraryOf(byId: Map<string, ReadTrack>, known: TalkTrackFacts): TalkTrackLibrary {
  const tracks = [...byId.values()].map(({ track }) => track)
  const entries = [...byId.values()].map(({ track, words }) => searchEntryOf(track, words))
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
    search: (words) => searchTracks(entries, words),
  }
}

function dropUndefined(facts: TalkTrackFacts): TalkTrackFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
