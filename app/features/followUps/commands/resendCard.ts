import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { actorOf } from '../../staff/queries.ts'
import { readCardFacts } from '../cardFacts.ts'
import { followUpCard } from '../cards.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { followUpPage } from '../pages.ts'

/** Undone after its card was closed: a closed card never opens again, so another takes its place. */
export async function resendCard(
  deps: Deps,
  { cardTexts }: FollowUpContent,
  { followUpId, taskId }: { followUpId: number; taskId: string },
  job: JobRun,
): Promise<string> {
  const row = await deps.db.read.findOneBy(FollowUp, { id: followUpId })
  if (row?.state !== 'due' || row.cardTaskId !== taskId) return 'closed meanwhile'
  const actor = await actorOf(deps.db.read, row.guideId, businessDayOf(deps.clock.nowMs()))
  if (!actor) return 'guide is not at work'
  const facts = await readCardFacts(deps, row, actor.level)
  const card = followUpCard(cardTexts, { taskId, url: followUpPage(deps, followUpId), facts })
  await deps.db.transaction(async (tx) => {
    await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId: actor.userId, card, followUpId } })
    await job.settle(tx, 'card queued')
  })
  return 'card queued'
}
