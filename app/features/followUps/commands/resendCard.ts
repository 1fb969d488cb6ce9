import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { actorOf } from '../../staff/queries.ts'
import { readCardContent } from '../cardFacts.ts'
import { followUpCard } from '../cards.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { followUpPage } from '../pages.ts'
import { markCardSent } from '../store.ts'

/** Undone after its card was closed: a closed card never opens again, so another takes its place. */
export async function resendCard(
  deps: Deps,
  { cardTexts, playbooks }: FollowUpContent,
  { followUpId, taskId }: { followUpId: number; taskId: string },
  job: JobRun,
): Promise<string> {
  const row = await deps.db.read.findOneBy(FollowUp, { id: followUpId })
  if (row?.state !== 'due' || row.cardTaskId !== taskId) return 'closed meanwhile'
  const actor = await actorOf(deps.db.read, row.guideId, businessDayOf(deps.clock.nowMs()))
  if (!actor) return 'guide is not at work'
  const content = await readCardContent({ ...deps, playbooks }, row, actor.level)
  const card = followUpCard(cardTexts, { taskId, url: followUpPage(deps, followUpId), ...content })
  await deps.db.transaction(async (tx) => {
    await markCardSent(tx, followUpId, taskId, deps.clock.nowMs())
    await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId: actor.userId, card, followUpId } })
    await job.settle(tx, 'card queued')
  })
  return 'card queued'
}
