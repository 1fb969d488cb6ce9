import { Between, LessThan } from 'typeorm'
import { FollowUp } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import { addDays, businessDayOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import type { FollowUpView, MyFollowUps } from './contract.ts'
import { deadlineOf } from './deadline.ts'
import { viewsOf } from './views.ts'

type Viewing = Pick<Deps, 'db' | 'clock' | 'talkTracks'>

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
  const today = startOfBusinessDay(businessDayOf(nowMs))
  const rows = await deps.db.read.find(FollowUp, {
    where: [
      { guideId: actor.guideId, state: 'due' },
      { guideId: actor.guideId, state: 'planned', dueAt: Between(0, today + 86_400_000 - 1) },
    ],
    order: { dueAt: 'ASC' },
    take: MAX_ON_LIST,
  })
  const open = rows.filter(({ expiresAt }) => expiresAt > nowMs)
  const overdue = open.filter(({ dueAt }) => deadlineOf(dueAt) < nowMs).length
  return { rows: await viewsOf(deps, actor, mostImportantFirst(open, nowMs)), overdue }
}

/** One of the guide's own; undefined for everybody else. */
export async function myFollowUp(deps: Viewing, actor: Actor, id: number): Promise<FollowUpView | undefined> {
  const row = await deps.db.read.findOneBy(FollowUp, { id, guideId: actor.guideId })
  if (!row) return undefined
  const [view] = await viewsOf(deps, actor, [row])
  return view
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
