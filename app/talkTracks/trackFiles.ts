import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import type { NamedThings } from './checkLibrary.ts'
import type { TrackHead } from './frontMatter.ts'
import { type LibraryReading, readTalkTracks } from './library.ts'
import type { TalkTrackFacts } from './types.ts'

/** The folder of talk tracks as an operator's files: what would become of the library, and writing one file of it. */
export interface TrackFiles {
  /** Reads all files as at start, with this one among them, whether it is there yet or not. */
  readWith(file: string, source: string): LibraryReading
  /** All or nothing. @throws what the file system says */
  write(file: string, source: string): void
}

export function openTrackFiles(folder: string, known: TalkTrackFacts, named: NamedThings): TrackFiles {
  return {
    readWith: (file, source) => readTalkTracks(folder, known, named, { file, source }),
    write: (file, source) => writeWhole(join(folder, file), source),
  }
}

/** A reader, and a start in this moment, sees the old file or the new one, never half of it. */
function writeWhole(path: string, source: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const half = `${path}.new`
  writeFileSync(half, source, { flush: true })
  renameSync(half, path)
}

/** A file of `templates/talk-tracks`: front matter without what is usual anyway, and the text. */
export function trackSource(head: Partial<TrackHead>, body: string): string {
  const told = Object.entries(head).filter(([name, value]) => {
    return value !== undefined && value !== 'any' && !(name === 'priority' && value === 0)
  })
  return `---\n${stringify(Object.fromEntries(told), { lineWidth: 0 })}---\n${body}\n`
}
