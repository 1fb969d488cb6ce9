import { Between, LessThan } from 'typeorm'
import { FollowUp } from '../../db/entities/followUps.ts'
import { addDays, businessDayOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import type { FollowUpView, MyFollowUps, TalkTrackRow } from './contract.ts'
import { deadlineOf } from './deadline.ts'
import { titleOf } from './present.ts'
import { namesOf, trackRowsOf, type Viewing, viewsOf } from './views.ts'

const MAX_ON_PANEL = 3
const MAX_ON_LIST = 100

/** What this guide should do about this customer now, most important first: shown ones and those due later today. */
export async function openFollowUpViews(deps: Viewing, actor: Actor, externalUserId: string): Promise<FollowUpView[]> {
  const tomorrowMs = startOfBusinessDay(addDays(businessDayOf(deps.clock.nowMs()), 1))
  const mine = { externalUserId, guideId: actor.guideId }
  const rows = await deps.db.read.find(FollowUp, {
    where: [
      { ...mine, state: 'due' },
      { ...mine, state: 'planned', dueAt: LessThan(tomorrowMs) },
    ],
  })
  return viewsOf(deps, actor, mostImportantFirst(rows, deps.clock.nowMs()).slice(0, MAX_ON_PANEL))
}

/** The guide's own list for today, with what was closed today left out. */
export async function myFollowUps(deps: Viewing, actor: Actor): Promise<MyFollowUps> {
  const nowMs = deps.clock.nowMs()
  const open = await openToday(deps, actor.guideId)
  const overdue = open.filter(({ dueAt }) => deadlineOf(dueAt) < nowMs).length
  return { rows: await viewsOf(deps, actor, open), overdue }
}

/** Due today or late already, most important first. */
async function openToday({ db, clock }: Pick<Viewing, 'db' | 'clock'>, guideId: number): Promise<FollowUp[]> {
  const nowMs = clock.nowMs()
  const today = startOfBusinessDay(businessDayOf(nowMs))
  const rows = await db.read.find(FollowUp, {
    where: [
      { guideId, state: 'due' },
      { guideId, state: 'planned', dueAt: Between(0, today + 86_400_000 - 1) },
    ],
    order: { dueAt: 'ASC' },
    take: MAX_ON_LIST,
  })
  return mostImportantFirst(
    rows.filter(({ expiresAt }) => expiresAt > nowMs),
    nowMs,
  )
}

/** The same list in two words a row, for a card: each customer once. */
export async function openTodayInShort(
  deps: Pick<Viewing, 'db' | 'clock'>,
  guideId: number,
): Promise<{ customerName: string; title: string }[]> {
  const rows = await openToday(deps, guideId)
  const first = new Map(rows.toReversed().map((row) => [row.externalUserId, row]))
  const ids = rows.map(({ externalUserId }) => externalUserId)
  const names = await namesOf(deps.db.read, guideId, ids)
  return [...new Set(ids)].map((id) => {
    const row = first.get(id)
    return { customerName: names.get(id) ?? '客户', title: row ? titleOf(row) : '跟进' }
  })
}

/** One of the guide's own; undefined for everybody else. */
export async function myFollowUp(deps: Viewing, actor: Actor, id: number): Promise<FollowUpView | undefined> {
  const row = await deps.db.read.findOneBy(FollowUp, { id, guideId: actor.guideId })
  if (!row) return undefined
  const [view] = await viewsOf(deps, actor, [row])
  return view
}

/** What could be said in one of the guide's own; undefined for everybody else. */
export async function myTracks(deps: Viewing, actor: Actor, id: number): Promise<TalkTrackRow[] | undefined> {
  const row = await deps.db.read.findOneBy(FollowUp, { id, guideId: actor.guideId })
  return row ? trackRowsOf(deps, actor, row) : undefined
}

/** The next thing to do about the same customer. */
export async function nextFollowUp(deps: Viewing, actor: Actor, after: FollowUpView): Promise<FollowUpView | null> {
  const open = await openFollowUpViews(deps, actor, after.externalUserId)
  return open.find(({ id }) => id !== after.id) ?? null
}

/** Shown before planned, then by importance, then what is late already. */
function mostImportantFirst(rows: readonly FollowUp[], nowMs: number): FollowUp[] {
  const isLate = ({ dueAt }: FollowUp) => (deadlineOf(dueAt) < nowMs ? 0 : 1)
  const isShown = ({ state }: FollowUp) => (state === 'due' ? 0 : 1)
  return [...rows].sort(
    (a, b) => isShown(a) - isShown(b) || b.priority - a.priority || isLate(a) - isLate(b) || a.dueAt - b.dueAt,
  )
}
