import type { EntityManager } from 'typeorm'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { CalendarInput } from '../../../domain/followUps/calendar.ts'
import { massContactsOf } from '../../massSends/queries.ts'
import { daysOffOf } from '../../staff/queries.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import {
  type CustomerRow,
  complaintStarts,
  readComplaints,
  readCustomer,
  readStageEntries,
  stageStarts,
} from './customerFacts.ts'
import { type Companion, companionOf, friendStarts, readFriendships } from './friends.ts'
import { answersOf, calledStarts, lastFeedback, progressOf, readContacts, readStored, type Stored } from './progress.ts'
import { orderStarts, productStarts } from './purchaseStarts.ts'
import { readPurchases } from './purchases.ts'
import type { SpokenStart } from './starts.ts'
import { isLongOver } from './startsThatMatter.ts'
import { readUseUpDays } from './useUp.ts'

/** Everything that is known of one customer's calendar, and what is stored of it. */
export interface Gathered {
  input: CalendarInput
  starts: readonly SpokenStart[]
  companion: Companion | undefined
  stored: Stored
}
export type Gathering = Pick<Deps, 'clock' | 'rules'>

const DAY_MS = 86_400_000
/** What is older starts nothing any more; a track that still has something open keeps its order in view. */
const HORIZON_DAYS = 400
/** Two sales prompts within 90 days are two in a row, and one may have waited for its place for a month. */
const CONTACT_DAYS = 130
/** What moved a prompt that still waits is no further back. */
const MOVED_DAYS = 45

/**
 * Reads all facts of one customer, in a fixed number of queries, however much there is. Within a transaction that
 * holds the customer it reads what is true; without one it serves a preview.
 * @returns undefined for an unknown customer
 */
export async function gatherCalendar(
  read: EntityManager,
  deps: Gathering,
  playbooks: readonly LoadedPlaybook[],
  externalUserId: string,
): Promise<Gathered | undefined> {
  const nowMs = deps.clock.nowMs()
  const sinceMs = nowMs - HORIZON_DAYS * DAY_MS
  const customer = await readCustomer(read, externalUserId)
  if (!customer) return undefined
  const friendships = await readFriendships(read, externalUserId)
  const companion = companionOf(friendships)
  const stored = await readStored(read, externalUserId, sinceMs)
  const purchases = await readPurchases(read, externalUserId, sinceMs, openOrderIds(stored))
  const complaints = await readComplaints(read, externalUserId, sinceMs)
  const entries = await readStageEntries(read, externalUserId, sinceMs)
  const contactsSinceMs = nowMs - CONTACT_DAYS * DAY_MS
  const spoken = await readContacts(read, externalUserId, stored, playbooks, contactsSinceMs)
  const contacts = [...spoken, ...(await massContactsOf(read, externalUserId, contactsSinceMs))]
  const daysOffFrom = businessDayOf(nowMs - MOVED_DAYS * DAY_MS)
  const daysOff = companion ? await daysOffOf(read, companion.guideId, daysOffFrom) : []
  const useUpDays = await readUseUpDays(read, deps.rules, purchases)
  const derived = playbooks.flatMap((playbook): SpokenStart[] => {
    const { id, trigger } = playbook
    if (trigger.on === 'order_line_paid') return productStarts(id, purchases, useUpDays)
    if (trigger.on === 'order_paid') return orderStarts(id, purchases)
    if (trigger.on === 'customer_added') return friendStarts(id, friendships)
    if (trigger.on === 'stage_entered') return stageStarts(id, trigger.stage, entries, businessDayOf)
    const isComplaint = trigger.on === 'complaint_opened' || trigger.on === 'complaint_closed'
    return isComplaint ? complaintStarts(id, trigger.on, complaints) : []
  })
  const starts = [...derived, ...calledStarts(stored.tracks)].filter(
    (start) => !isLongOver(start, playbooks, stored.tracks, nowMs),
  )
  const answers = answersOf(stored)
  return {
    starts,
    companion,
    stored,
    input: {
      playbooks,
      starts,
      customer: {
        ...customerPart(customer),
        isReachable: companion !== undefined,
        // Given back or not: somebody who bought is no stranger, and is not spoken to like one.
        purchasesAtMs: [...purchases.before.atMs, ...paidAt(purchases.recent)],
        complaints,
        lastFeedback: lastFeedback(answers),
      },
      progress: progressOf(stored, companion?.guideId),
      answers,
      contacts,
      manners: mannersOf(deps, daysOff),
      nowMs,
    },
  }
}

function customerPart({ stage, quality, hasMemberCard, isWelcomed, mutedUntilMs }: CustomerRow) {
  return { stage, quality, hasMemberCard, isWelcomed, mutedUntilMs }
}

function paidAt(purchases: readonly { paidAtMs: number }[]): number[] {
  return purchases.map(({ paidAtMs }) => paidAtMs)
}

function mannersOf({ rules }: Pick<Deps, 'rules'>, daysOff: readonly string[]): CalendarInput['manners'] {
  const { quietFrom, quietTo, perDay, perWeek, expireAfterDays } = rules.cadence
  return { quietFrom, quietTo, daysOff, budget: { perDay, perWeek }, expireAfterDays }
}

const ORDER_ANCHOR = /^order:(\d{1,15})$/

function openOrderIds({ tracks }: Stored): number[] {
  const ids = tracks
    .filter(({ state }) => state === 'open')
    .flatMap(({ anchorKey }) => ORDER_ANCHOR.exec(anchorKey)?.[1] ?? [])
  return [...new Set(ids)].map(Number)
}
