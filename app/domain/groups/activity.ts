import { addDays } from '../businessDay.ts'

/** Facts of one group on one business day. `messages` and `speakers` come from WeCom a day late. */
export interface GroupDayFacts {
  day: string
  /** Customers in the group at the end of the day. */
  members: number
  joined: number
  left: number
  messages: number
  /** Members who spoke. */
  speakers: number
  /** Group sends by guides; they are among the messages and must not lift the index. */
  sends: number
}

/** Members added to every group when shares are taken, so that one talker in a group of three is not a crowd. */
const SMOOTHING_MEMBERS = 10
/** A fifth of the members speaking on one day is as lively as groups of shops get. */
const FULL_VOICE_SHARE = 0.2
/** More messages from the same person do not make the group livelier. */
const COUNTED_MESSAGES_PER_SPEAKER = 5
/** One counted message per member and day. */
const FULL_TALK_SHARE = 1
const FULL_GROWTH_SHARE = 0.05

/**
 * Activity of a group on a day, 0 (dead) to 100, fair between sizes because it is made of shares:
 *
 *     voice  = min(1, speakers ÷ (members + 10) ÷ 20 %)
 *     talk   = min(1, min(messages − sends, 5 × speakers) ÷ (members + 10))
 *     growth = min(1, max(0, joined − left) ÷ (members + 10) ÷ 5 %)
 *     index  = round(60 × voice + 25 × talk + 15 × growth)
 *
 * Of each voice at most five messages count: a single chatterbox cannot carry a group.
 */
export function activityIndex(facts: GroupDayFacts): number {
  const base = facts.members + SMOOTHING_MEMBERS
  const voice = shareOf(facts.speakers / base, FULL_VOICE_SHARE)
  const messages = Math.min(facts.messages - facts.sends, facts.speakers * COUNTED_MESSAGES_PER_SPEAKER)
  const talk = shareOf(messages / base, FULL_TALK_SHARE)
  const growth = shareOf((facts.joined - facts.left) / base, FULL_GROWTH_SHARE)
  return Math.round(60 * voice + 25 * talk + 15 * growth)
}

/**
 * How many days in a row, up to and with `onDay`, nobody wrote. A day without facts ends the count: what we do not
 * know is not silence. Ask for the last day whose statistics have been read.
 */
export function silentDays(days: readonly Pick<GroupDayFacts, 'day' | 'messages'>[], onDay: string): number {
  const messagesOn = new Map(days.map(({ day, messages }) => [day, messages]))
  let count = 0
  while (messagesOn.get(addDays(onDay, -count)) === 0) count += 1
  return count
}

/** More customers left than joined over these days (a week, usually). */
export function isShrinking(days: readonly Pick<GroupDayFacts, 'joined' | 'left'>[]): boolean {
  return days.reduce((net, { joined, left }) => net + joined - left, 0) < 0
}

function shareOf(value: number, full: number): number {
  return Math.min(1, Math.max(0, value) / full)
}
