import type { FollowUp } from '../../../db/entities/followUps.ts'
import { businessDayOf, daysBetween } from '../../../domain/businessDay.ts'
import type { CalendarItem } from '../../../domain/followUps/calendar.ts'
import { productInWords } from '../../talkTracks/queries.ts'
import { reasonText } from '../reasonText.ts'
import type { Companion } from './friends.ts'
import type { SpokenStart } from './starts.ts'

/** What the playbook says of a step, as it stands in the row until the guide has seen it. */
export type RowContent = Pick<
  FollowUp,
  'guideId' | 'storeCode' | 'priority' | 'purpose' | 'reasonCode' | 'reasonData' | 'talkTrackSet'
>

/** Of what a call may say, only these words go on to reasons and sentences. */
const SPOKEN = ['name', 'note', 'holidayName', 'campaignName', 'liveName'] as const

export function contentOf(
  { step, playbookId }: Pick<CalendarItem, 'step' | 'playbookId'>,
  start: SpokenStart,
  { guideId, storeCode }: Companion,
  reasonData: Record<string, string>,
): RowContent {
  return {
    guideId,
    storeCode,
    priority: step.priority,
    purpose: step.purpose,
    reasonCode: `${playbookId}_${step.id}`,
    reasonData,
    talkTrackSet: start.words.said?.talkTrackSet ?? step.talkTrackSet,
  }
}

/** The words of a step's reason. `dueAtMs`: from which day the days since the last purchase are counted back. */
export function reasonDataFor(
  { step }: Pick<CalendarItem, 'step'>,
  { atMs, words }: SpokenStart,
  purchasesAtMs: readonly number[],
  dueAtMs: number,
): Record<string, string> {
  const { productName, channel, said = {} } = words
  const bought = purchasesAtMs.filter((paidAtMs) => paidAtMs <= dueAtMs)
  const days = bought.length > 0 ? daysBetween(businessDayOf(Math.max(...bought)), businessDayOf(dueAtMs)) : undefined
  const data: Record<string, string | undefined> = {
    title: step.title,
    anchorDay: businessDayOf(atMs),
    productName: productName === undefined ? undefined : (productInWords(productName) ?? ''),
    channel,
    daysSince: days === undefined ? undefined : String(days),
    offer: step.offer,
  }
  for (const word of SPOKEN) data[word] = said[word]
  const known = Object.entries(data).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(known), reason: reasonText(step, data) }
}
