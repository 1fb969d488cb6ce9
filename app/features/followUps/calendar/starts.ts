import type { PlaybookStart } from '../../../domain/followUps/calendar.ts'

/** A start with the words that its reasons and sentences need. All values are plain text from outside. */
export interface SpokenStart extends PlaybookStart {
  words: StartWords
}

export interface StartWords {
  productName?: string
  channel?: string
  /** What was said when an operator, a campaign, a live session or a date called the playbook. */
  said?: Readonly<Record<string, string>>
}

/** Names a start: the same in memory and in the unique key of its stored track. */
export function startKeyOf({
  playbookId,
  subject,
  anchorKey,
}: Pick<PlaybookStart, 'playbookId' | 'subject' | 'anchorKey'>): string {
  return `${playbookId}|${subject}|${anchorKey}`
}
