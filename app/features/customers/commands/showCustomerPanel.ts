import type { EntityManager } from 'typeorm'
import type { z } from 'zod'
import type { Deps } from '../../../deps.ts'
import { minuteOfBusinessDay, minutesOfTime } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import type { ComplaintView } from '../../complaints/contract.ts'
import type { FollowUpView, Mute, OpenAsks, TalkTrackRow } from '../../followUps/contract.ts'
import type { CustomerPanel, ORDER_ROW } from '../contract.ts'
import { type CustomerHead, membersOf, sideRows } from '../panelQueries.ts'
import { tagGuideOf } from '../policy.ts'
import { presentBinding, presentEvents, presentMember, presentNotes, presentTags, stageText } from '../present.ts'
import { openCustomer } from '../queries.ts'
import { noteManagerView } from '../store.ts'
import { EVENTS_PAGE } from '../timelineQueries.ts'

type OrderRow = z.infer<typeof ORDER_ROW>

/** What other features give to the panel. */
export interface CustomerPanelParts {
  openFollowUpViews(actor: Actor, externalUserId: string): Promise<FollowUpView[]>
  openAsks(actor: Actor, externalUserId: string): Promise<OpenAsks[]>
  muteOf(externalUserId: string): Promise<Mute>
  openComplaintOf(read: EntityManager, guideId: number, externalUserId: string): Promise<ComplaintView | null>
  /** Undefined for somebody without a score. */
  rfmTextOf(read: EntityManager, externalUserId: string): Promise<string | undefined>
  suggestedTalkTracks(deps: Deps, actor: Actor, ask: { externalUserId: string; limit: number }): Promise<TalkTrackRow[]>
  customerOrders(read: EntityManager, externalUserId: string, limit: number): Promise<OrderRow[]>
}

const SUGGESTIONS = 3
const MOST_ORDERS = 100
const YEAR_MS = 365 * 86_400_000

/**
 * Everything the first screen needs, in a fixed number of queries.
 * @throws AppError NOT_FOUND for a customer who is unknown or none of the actor's business
 */
export async function showCustomerPanel(
  deps: Deps,
  actor: Actor,
  externalUserId: string,
  parts: CustomerPanelParts,
): Promise<CustomerPanel> {
  const nowMs = deps.clock.nowMs()
  const { head, view } = await openCustomer(deps, actor, externalUserId)
  const suggestions = parts.suggestedTalkTracks(deps, actor, { externalUserId, limit: SUGGESTIONS })
  if (view.kind === 'limited') return { ...limitedPanel(deps, actor, head, nowMs), suggestions: await suggestions }
  const { read } = deps.db
  const tagGuideId = tagGuideOf(actor, head)
  const side = { externalUserId, guideId: actor.guideId, tagGuideId, beforeMs: nowMs + 1 }
  const [members, rows, orders, care] = await Promise.all([
    membersOf(read, externalUserId),
    sideRows(read, side),
    parts.customerOrders(read, externalUserId, MOST_ORDERS),
    careOf(read, actor, externalUserId, parts),
    view.by === 'manager'
      ? deps.db.transaction((tx) => noteManagerView(tx, actor.userId, externalUserId, nowMs))
      : undefined,
  ])
  const summary = summarise(orders, nowMs)
  return {
    ...limitedPanel(deps, actor, head, nowMs, summary.lastAtMs),
    view: 'full',
    ...presentMember(members, deps.vault.unseal),
    ...care,
    suggestions: await suggestions,
    orders: summary,
    tags: presentTags(rows),
    notes: presentNotes(rows),
    events: presentEvents(rows, EVENTS_PAGE),
  }
}

/** What is to do and to know before one speaks. */
async function careOf(read: EntityManager, actor: Actor, externalUserId: string, parts: CustomerPanelParts) {
  const [followUps, openAsks, mute, complaint, rfmText] = await Promise.all([
    parts.openFollowUpViews(actor, externalUserId),
    parts.openAsks(actor, externalUserId),
    parts.muteOf(externalUserId),
    parts.openComplaintOf(read, actor.guideId, externalUserId),
    parts.rfmTextOf(read, externalUserId),
  ])
  return { followUps, openAsks, ...mute, complaint, rfmText: rfmText ?? null }
}

/** What a colleague's friend may be shown as: who, and whose. Nothing of money, phone, notes or history. */
function limitedPanel(
  deps: Deps,
  actor: Actor,
  head: CustomerHead,
  nowMs: number,
  lastOrderAtMs: number | null = null,
): CustomerPanel {
  const friendship = head.relationState ?? head.boundRelationState
  return {
    nowMs,
    view: 'limited',
    customer: {
      externalUserId: head.externalUserId,
      name: head.name,
      remark: head.remark ?? '',
      avatar: head.avatar,
      stage: head.stage,
      stageText: stageText(head, lastOrderAtMs, nowMs),
      isFriend: friendship === 'active' || friendship === 'half',
      addedAtMs: head.addedAt || head.firstAddedAt,
    },
    rfmText: null,
    memberState: 'unbound',
    member: null,
    memberCandidates: [],
    binding: presentBinding(head, actor.guideId),
    followUps: [],
    openAsks: [],
    complaint: null,
    isMuted: false,
    mutedUntilMs: null,
    suggestions: [],
    orders: { yearFen: 0, yearCount: 0, lastAtMs: null, rows: [] },
    tags: [],
    notes: [],
    events: [],
    contactedToday: Number(head.contactedToday),
    isQuietHours: isQuiet(deps.rules.cadence, nowMs),
  }
}

/** Sales of the last 365 days with their refunds taken off. */
function summarise(rows: OrderRow[], nowMs: number): CustomerPanel['orders'] {
  const year = rows.filter(({ atMs }) => atMs > nowMs - YEAR_MS)
  const sales = rows.filter(({ kind }) => kind === 'order')
  return {
    yearFen: year.reduce((sum, { amountFen }) => sum + amountFen, 0),
    yearCount: year.filter(({ kind }) => kind === 'order').length,
    lastAtMs: sales.length === 0 ? null : Math.max(...sales.map(({ atMs }) => atMs)),
    rows: rows.slice(0, 20),
  }
}

function isQuiet({ quietFrom, quietTo }: Deps['rules']['cadence'], nowMs: number): boolean {
  const now = minuteOfBusinessDay(nowMs)
  const [from, to] = [minutesOfTime(quietFrom), minutesOfTime(quietTo)]
  return from <= to ? now >= from && now < to : now >= from || now < to
}
