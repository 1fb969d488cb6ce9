import { initialsOf } from './initials.ts'
import type { TalkTrack } from './types.ts'

/** What a search looks at, made once when the library is read. */
export interface SearchEntry {
  track: TalkTrack
  title: string
  words: string
  titleInitials: string
  wordInitials: string
}

const LATIN = /^[a-z0-9]+$/
/** Fewer letters would find nearly every text. */
const MIN_LETTERS_IN_TEXT = 3

export function searchEntryOf(track: TalkTrack, words: string): SearchEntry {
  return {
    track,
    title: track.title.toLowerCase(),
    words: words.toLowerCase(),
    titleInitials: initialsOf(track.title),
    wordInitials: initialsOf(words),
  }
}

/** Tracks in which every word is found, by title before text, as written or by the initials of its pinyin. */
export function searchTracks(entries: readonly SearchEntry[], words: string): TalkTrack[] {
  const wanted = words.toLowerCase().split(/\s+/u).filter(Boolean)
  return entries
    .map(({ track, ...text }) => ({ track, rank: Math.max(0, ...wanted.map((word) => rankOf(word, text))) }))
    .filter(({ rank }) => rank !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || b.track.priority - a.track.priority || (a.track.id < b.track.id ? -1 : 1))
    .map(({ track }) => track)
}

/** 0 is best; infinite where the word is not found. */
function rankOf(word: string, { title, words, titleInitials, wordInitials }: Omit<SearchEntry, 'track'>): number {
  if (title.includes(word)) return 0
  const isLatin = LATIN.test(word)
  if (isLatin && titleInitials.includes(word)) return 1
  if (words.includes(word)) return 2
  if (isLatin && word.length > 1 && isSpreadOver(word, titleInitials)) return 3
  if (isLatin && word.length >= MIN_LETTERS_IN_TEXT && wordInitials.includes(word)) return 4
  return Number.POSITIVE_INFINITY
}

/** All letters in this order, others between them: `sghf` in 首购·使用回访. */
function isSpreadOver(letters: string, text: string): boolean {
  let from = 0
  for (const letter of letters) {
    const at = text.indexOf(letter, from)
    if (at === -1) return false
    from = at + 1
  }
  return true
}
