import { WeComError } from 'wecom-sdk'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guideById } from '../../staff/queries.ts'
import { closedCard } from '../cards.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { followUpPage } from '../pages.ts'
import { outcomeOf, shortOutcomeOf, titleOf } from '../present.ts'
import { namesOf } from '../views.ts'

export interface CardToRefresh {
  followUpId: number
  /** Who holds the card; the follow-up may be another guide's by now. */
  guideId: number
  taskId: string
  responseCode: string
}

const GIVEN_AWAY = '已转给同事'
/** Due again, and shown by another card than this one. */
const SHOWN_ANEW = '看新的卡片'

/** Shows on a card what is true now. An absolute write: saying it twice does no harm, and a used code is the end. */
export async function refreshCard(
  deps: Deps,
  { cardTexts }: FollowUpContent,
  { followUpId, guideId, taskId, responseCode }: CardToRefresh,
  job: JobRun,
): Promise<string> {
  const row = await deps.db.read.findOneBy(FollowUp, { id: followUpId })
  const guide = await guideById(deps.db.read, guideId)
  if (!row || !guide) return 'gone'
  // Opened again or shown anew under the same task: its buttons must stay.
  if (row.state === 'due' && row.cardTaskId === taskId && row.guideId === guideId) return 'still open'
  const names = await namesOf(deps.db.read, guideId, [row.externalUserId])
  const isMine = row.guideId === guideId
  const elsewhere = isMine ? (row.state === 'due' ? SHOWN_ANEW : undefined) : GIVEN_AWAY
  const outcome = elsewhere ?? outcomeOf(row, deps.clock.nowMs())
  const short = elsewhere ?? shortOutcomeOf(row, deps.clock.nowMs())
  const facts = { customerName: names.get(row.externalUserId) ?? '客户', title: titleOf(row), outcome, short }
  const card = closedCard(cardTexts, { taskId, url: followUpPage(deps, row.id), facts })
  await job.markCall()
  try {
    await deps.wecom.updateTemplateCard({ userids: [guide.userId], response_code: responseCode, template_card: card })
    return 'refreshed'
  } catch (error) {
    // The code was used or is older than 72 h: nothing can change this card any more.
    if (error instanceof WeComError && error.retry === 'never') return `not refreshed: ${error.errcode}`
    throw error
  }
}
