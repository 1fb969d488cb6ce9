import { hasGap } from './factNames.ts'

/** A fact may take this many UTF-16 units, so at most three times as many bytes. */
export const MAX_FACT_CHARS = 60

// Control characters, lone line separators, byte order mark and every mark that turns the reading direction.
// Zero-width joiners stay: emoji are made of them.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/**
 * An outside string (nickname, shop name) as one line of plain text: no control characters, no direction marks,
 * cut at `maxChars`, and unable to pass for one of our gap marks.
 */
export function plainText(value: string, maxChars = MAX_FACT_CHARS): string {
  const clean = value.replace(/\s+/gu, ' ').replace(UNPRINTABLE, '').trim()
  const short = cutChars(clean, maxChars)
  return hasGap(short) ? short.replace(/[【】]/gu, '') : short
}

/**
 * Cuts between what a person sees as characters, never inside an emoji or a surrogate pair; `…` marks the cut.
 * Counts UTF-16 units, the strictest way to read a limit of "characters".
 */
export function cutChars(value: string, maxChars: number): string {
  if (value.length <= maxChars) return value
  let kept = ''
  for (const { segment } of new Intl.Segmenter('zh').segment(value)) {
    if (kept.length + segment.length + 1 > maxChars) break
    kept += segment
  }
  return `${kept}…`
}
