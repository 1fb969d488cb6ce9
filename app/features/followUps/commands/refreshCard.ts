import { WeComError } from 'wecom-sdk'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { actorOf, guideById } from '../../staff/queries.ts'
import { readCardContent } from '../cardFacts.ts'
import { closedCard, followUpCard } from '../cards.ts'
import { inTurn } from '../cardTurn.ts'
import { UNDO_ON_CARD_MS } from '../decideAct.ts'
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
  /** The code came with a click: the card may be shown anew with its buttons. */
  isClicked?: boolean | undefined
}

const GIVEN_AWAY = '已转给同事'
/** Due again, and shown by another card than this one. */
const SHOWN_ANEW = '看新的卡片'
/** Open still, but this card could not be changed for much longer. */
const CARD_TOO_OLD = '到列表里跟进'

/** Shows on a card what is true now. An absolute write: saying it twice does no harm, and a used code is the end. */
export async function refreshCard(
  deps: Deps,
  content: FollowUpContent,
  card: CardToRefresh,
  job: JobRun,
): Promise<string> {
  const isKnown = await deps.db.read.existsBy(FollowUp, { id: card.followUpId })
  return isKnown ? inTurn(deps, card.followUpId, () => showTruth(deps, content, card, job)) : 'gone'
}

async function showTruth(deps: Deps, content: FollowUpContent, card: CardToRefresh, job: JobRun): Promise<string> {
  const row = await deps.db.read.findOneBy(FollowUp, { id: card.followUpId })
  const guide = await guideById(deps.db.read, card.guideId)
  if (!row || !guide) return 'gone'
  const isOpenHere = row.state === 'due' && row.cardTaskId === card.taskId && row.guideId === card.guideId
  // Opened again or shown anew under the same task: its buttons must stay, and the code serves for later.
  if (isOpenHere && !card.isClicked) return 'still open'
  const shown = isOpenHere ? await openCard(deps, content, row, card) : await endedCard(deps, content, row, card)
  await job.markCall()
  try {
    const { responseCode } = card
    await deps.wecom.updateTemplateCard({ userids: [guide.userId], response_code: responseCode, template_card: shown })
    return 'refreshed'
  } catch (error) {
    // The code was used or is older than 72 h: nothing can change this card any more.
    if (error instanceof WeComError && error.retry === 'never') return `not refreshed: ${error.errcode}`
    throw error
  }
}

async function openCard(deps: Deps, { cardTexts, playbooks }: FollowUpContent, row: FollowUp, card: CardToRefresh) {
  const actor = await actorOf(deps.db.read, card.guideId, businessDayOf(deps.clock.nowMs()))
  const said = await readCardContent({ ...deps, playbooks }, row, actor?.level ?? 'new')
  return followUpCard(cardTexts, { taskId: card.taskId, url: followUpPage(deps, row.id), ...said })
}

async function endedCard(
  deps: Deps,
  { cardTexts }: FollowUpContent,
  row: FollowUp,
  { taskId, guideId }: CardToRefresh,
) {
  const nowMs = deps.clock.nowMs()
  const names = await namesOf(deps.db.read, guideId, [row.externalUserId])
  const elsewhere = sayElsewhere(row, guideId)
  const outcome = elsewhere ?? outcomeOf(row, nowMs)
  const short = elsewhere ?? shortOutcomeOf(row, nowMs)
  const facts = { customerName: names.get(row.externalUserId) ?? '客户', title: titleOf(row), outcome, short }
  const isTapped = row.closedHow === 'offline' || row.closedHow === 'skipped'
  const canUndo = !elsewhere && isTapped && nowMs - (row.closedAt ?? 0) <= UNDO_ON_CARD_MS
  return closedCard(cardTexts, { taskId, url: followUpPage(deps, row.id), facts, canUndo })
}

function sayElsewhere(row: FollowUp, guideId: number): string | undefined {
  if (row.guideId !== guideId) return GIVEN_AWAY
  if (row.state !== 'due') return undefined
  return row.cardTaskId === null ? CARD_TOO_OLD : SHOWN_ANEW
}
