import type { GuideLevel } from '../db/entities/org.ts'

/** One scripted text: a Handlebars file with front matter, checked and rendered with its sample at start. */
export interface TalkTrack {
  id: string
  title: string
  /** The set a playbook step asks for: `first-purchase/day-1`, `new-friend/day-3`, `welcome`. */
  set: string
  channel: 'any' | 'online' | 'offline'
  level: GuideLevel | 'any'
  priority: number
  validFrom?: string
  validTo?: string
  /** sha256 of the file's text, hex: what a send records. */
  hash: string
  /** The variables the text uses. */
  variables: string[]
}

/** What may be filled in. Closed list; a fact that is missing stays undefined. */
export interface TalkTrackFacts {
  customerName?: string
  guideName?: string
  storeName?: string
  productName?: string
  orderDay?: string
  brandName?: string
  tierName?: string
  points?: string
  groupName?: string
}

/** `gaps`: variables without a fact. A text with gaps is shown with them marked, and never sent. */
export type RenderedTalkTrack =
  | { kind: 'ready'; track: TalkTrack; text: string }
  | { kind: 'gaps'; track: TalkTrack; text: string; gaps: string[] }

export interface TalkTrackQuery {
  set: string
  channel: 'online' | 'offline' | 'any'
  level: GuideLevel
  /** Business day, for valid dates. */
  day: string
}

export interface TalkTrackLibrary {
  all(): TalkTrack[]
  find(id: string): TalkTrack | undefined
  /** The fallback chain: set × channel × level, then looser, then a track that always fits; most fitting first. */
  choose(query: TalkTrackQuery): TalkTrack[]
  /** Text for a chat: not HTML. Facts are plain text and cannot act as template. */
  render(id: string, facts: TalkTrackFacts): RenderedTalkTrack
  /** Title or text contains the words. */
  search(words: string): TalkTrack[]
}
