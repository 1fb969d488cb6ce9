import { pinyin } from 'pinyin-pro'

/** First letters of the pinyin, Latin letters and digits kept: 首购回访 → sghf. */
export function initialsOf(text: string): string {
  const letters = pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
  return letters
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
