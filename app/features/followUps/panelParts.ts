import { In, MoreThan } from 'typeorm'
import { FollowUp } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { answersTo, hasOpenAsk, presentAsks, stepOf } from './asks.ts'
import type { FollowUpView, Mute, OpenAsks } from './contract.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'
import { mutedUntilMs, presentMute } from './mutes.ts'
import { titleOf } from './present.ts'
import { openFollowUpViews } from './queries.ts'
import { type Viewing, viewing } from './views.ts'

const ASKED_MS = 7 * 86_400_000
/** What left within a week to one customer: more than that nobody sends. */
const MAX_LOOKED_AT = 20
const MAX_SHOWN = 3

/** What follow-ups give to a customer's panel; `boot/` hands it over. */
export interface FollowUpPanelParts {
  openFollowUpViews(actor: Actor, externalUserId: string): Promise<FollowUpView[]>
  openAsks(actor: Actor, externalUserId: string): Promise<OpenAsks[]>
  muteOf(externalUserId: string): Promise<Mute>
}

export function followUpPanelParts(deps: Deps, content: FollowUpContent): FollowUpPanelParts {
  const views = viewing(deps, content)
  return {
    openFollowUpViews: (actor, externalUserId) => openFollowUpViews(views, actor, externalUserId),
    openAsks: (actor, externalUserId) => openAsks(views, actor, externalUserId),
    muteOf: async (externalUserId) => presentMute(await mutedUntilMs(deps.db.read, externalUserId), deps.clock.nowMs()),
  }
}

/** The guide's own, done within 7 days, whose question still waits for an answer; newest first. */
async function openAsks(
  { db, clock, playbooks }: Viewing,
  { guideId }: Actor,
  externalUserId: string,
): Promise<OpenAsks[]> {
  const rows = await db.read.find(FollowUp, {
    where: {
      externalUserId,
      guideId,
      state: 'done',
      closedHow: In(['sent', 'offline']),
      closedAt: MoreThan(clock.nowMs() - ASKED_MS),
    },
    order: { closedAt: 'DESC', id: 'DESC' },
    take: MAX_LOOKED_AT,
  })
  const answers = await answersTo(
    db.read,
    rows.map(({ id }) => id),
  )
  return rows
    .map((row) => ({
      followUpId: row.id,
      title: titleOf(row),
      sentAtMs: row.closedAt ?? row.dueAt,
      asks: presentAsks(stepOf(playbooks, row), row.id, answers),
    }))
    .filter(({ asks }) => hasOpenAsk(asks))
    .slice(0, MAX_SHOWN)
}
