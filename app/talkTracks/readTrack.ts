import { createHash } from 'node:crypto'
import { checkTemplate } from './checkTemplate.ts'
import { compileTemplate, type FillTemplate } from './compileTemplate.ts'
import { FACT_NAMES, hasGap } from './factNames.ts'
import type { TemplateFileFault } from './faults.ts'
import { splitFrontMatter, TRACK_HEAD, type TrackHead } from './frontMatter.ts'
import { MAX_FACT_CHARS } from './plainText.ts'
import type { TalkTrack } from './types.ts'

/** WeCom cuts a chat text there; sendChatMessage takes no more. */
const MAX_TEXT_BYTES = 4000

export interface ReadTrack {
  track: TalkTrack
  fill: FillTemplate
  /** The fixed words, for searching. */
  words: string
}

export interface TrackReading {
  read: ReadTrack | undefined
  faults: TemplateFileFault[]
}

/**
 * Reads one talk track: front matter, allowed syntax, longest possible output, and its own sample rendered.
 * @param file path below the folder of talk tracks: `new-friend/day-1-new.hbs`
 */
export function readTrack(file: string, source: string): TrackReading {
  const faults: TemplateFileFault[] = []
  const { head, body, bodyLine, faults: headFaults } = splitFrontMatter(source, TRACK_HEAD)
  for (const message of headFaults) faults.push({ file, message })
  const checked = checkTemplate(body, FACT_NAMES)
  for (const { line, message } of checked.faults) {
    faults.push({ file, line: line === undefined ? undefined : line + bodyLine - 1, message })
  }
  // Every printed fact is cut at MAX_FACT_CHARS, so the longest output is known before anything is rendered.
  if (checked.fixedBytes + checked.prints * MAX_FACT_CHARS * 3 > MAX_TEXT_BYTES) {
    faults.push({ file, message: `may render to more than ${MAX_TEXT_BYTES} bytes` })
  }
  if (head && head.set.split('/')[0] !== file.split('/')[0]) {
    faults.push({ file, message: `set ${head.set} belongs into the folder ${head.set.split('/')[0]}` })
  }
  if (!head || faults.length > 0) return { read: undefined, faults }
  const fill = compileTemplate(checked)
  const sampled = fill(head.sample)
  if (sampled.gaps.length > 0) faults.push({ file, message: `the sample lacks ${sampled.gaps.join(', ')}` })
  if (sampled.text === '' || (sampled.gaps.length === 0 && hasGap(sampled.text))) {
    faults.push({ file, message: 'the sample renders to nothing that could be sent' })
  }
  const words = body.replace(/\{\{.*?\}\}/gsu, ' ')
  return { read: { track: trackOf(file, head, source, checked.variables), fill, words }, faults }
}

function trackOf(file: string, head: TrackHead, source: string, variables: string[]): TalkTrack {
  return { ...head, file, hash: createHash('sha256').update(source).digest('hex'), variables }
}
