import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AttributionRead, attributionFilesIn, checkAttribution } from './attributionRules.ts'

/** What features may do with rule files: check one that somebody wrote, and show how one of ours is written. */
export interface AttributionFiles {
  check(source: string): AttributionRead
  /** The file of a version as it was when the product started; empty for a version without a file. */
  sourceOf(version: number): string
}

export interface AttributionFileFault {
  file: string
  line: number
  message: string
}

/** @throws Error when the folder cannot be read */
export function openAttributionFiles(folder: string): AttributionFiles {
  const sources = new Map<number, string>()
  for (const { source } of sourcesIn(folder)) {
    const read = checkAttribution(source)
    if ('found' in read) sources.set(read.found.version, source)
  }
  return { check: checkAttribution, sourceOf: (version) => sources.get(version) ?? '' }
}

/** Every fault of every file. */
export function findAttributionFaults(folder: string): AttributionFileFault[] {
  return sourcesIn(folder).flatMap(({ file, source }) => {
    const read = checkAttribution(source)
    if ('found' in read) return []
    return read.faults.map(({ line, path, message }) => ({
      file,
      line,
      message: [path, message].filter(Boolean).join(': '),
    }))
  })
}

function sourcesIn(folder: string): { file: string; source: string }[] {
  return attributionFilesIn(folder).map((file) => ({ file, source: readFileSync(join(folder, file), 'utf8') }))
}
