import type { GuideLevel } from '../db/entities/org.ts'

export type TrackStage = 'lead' | 'new' | 'active' | 'loyal' | 'silent' | 'churned'

/** Sent after the text, in this order. Media is uploaded ahead under its name, never at tap time. */
export type TrackAttachment =
  | { kind: 'image' | 'video' | 'file'; media: string }
  | { kind: 'link'; title: string; url: string; description?: string }
  | { kind: 'miniprogram'; title: string; appid: string; page: string; media: string }

/** One scripted text: a Handlebars file with front matter, checked and rendered with its sample at start. */
export interface TalkTrack {
  id: string
  title: string
  /** The set a playbook step asks for: `first-purchase/day-1`, `new-friend/day-3`, `welcome`. */
  set: string
  channel: 'any' | 'online' | 'offline'
  level: GuideLevel | 'any'
  stage: TrackStage | 'any'
  /** Id of `config/trades.yaml`: tea, skin, clothing. */
  trade: string
  /** Tracks that differ only in this compete: a customer always gets the same one. */
  variant?: string
  priority: number
  validFrom?: string
  validTo?: string
  /** sha256 of the file's text, hex: what a send records. */
  hash: string
  /** The variables the text uses. */
  variables: string[]
  attachments: readonly TrackAttachment[]
  /** What the brand should think of before using it, for operators: bundles pull demand forward. */
  caution?: string
  sample: TalkTrackFacts
  /** Path below `templates/talk-tracks`. */
  file: string
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
  /** The benefit of the step's kind and its last day, from `config/offers.yaml`. */
  offer?: string
  offerUntil?: string
  /** 1 件 9 折、3 件 8 折、5 件 7 折 */
  bundle?: string
  /** Days since the last purchase. */
  daysSince?: string
  holidayName?: string
  campaignName?: string
  liveName?: string
}

/** `gaps`: variables without a fact. A text with gaps is shown with them marked, and never sent. */
export type RenderedTalkTrack =
  | { kind: 'ready'; track: TalkTrack; text: string }
  | { kind: 'gaps'; track: TalkTrack; text: string; gaps: string[] }

export interface TalkTrackQuery {
  set: string
  channel: 'online' | 'offline' | 'any'
  level: GuideLevel
  /** Absent: only tracks for any stage, or any trade. */
  stage?: TrackStage
  trade?: string
  /** Whom it is for: decides which of several variants they always get. */
  variantKey?: string
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
  /** Title or text contains the words, or the initials of their pinyin: `sghf` finds 首购回访. */
  search(words: string): TalkTrack[]
}
