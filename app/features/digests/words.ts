/** What a member may write to the app. */
export type Word = 'todo' | 'rank' | 'help'

const WORDS: ReadonlyMap<string, Word> = new Map([
  ['待办', 'todo'],
  ['排行', 'rank'],
  ['帮助', 'help'],
])

/** The word that was meant, however it was typed: full-width, with spaces, with a full stop. Undefined: anything else. */
export function wordOf(content: string): Word | undefined {
  return WORDS.get(content.normalize('NFKC').replace(/[\s\p{P}\p{S}]/gu, ''))
}
