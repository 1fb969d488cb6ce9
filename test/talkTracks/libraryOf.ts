import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { NamedThings } from '../../app/talkTracks/checkLibrary.ts'
import { type LibraryReading, readTalkTracks } from '../../app/talkTracks/library.ts'

/** Reads these files as a folder of talk tracks. */
export function readFiles(files: Record<string, string>, named: NamedThings = {}): LibraryReading {
  const folder = mkdtempSync(join(tmpdir(), 'huitouke-tracks-'))
  try {
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), source)
    }
    return readTalkTracks(folder, {}, named)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A file of the set `care/day-1`. */
export const trackFile = (id: string, more = '', text = '您好') =>
  `---\nid: ${id}\ntitle: ${id}\nset: care/day-1\n${more}\nsample: { customerName: 王 }\n---\n${text}\n`
