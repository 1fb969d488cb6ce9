import { type TemplateCard, WeComError } from 'wecom-sdk'
import type { Tx } from '../../../db/database.ts'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guideByUserId } from '../../staff/queries.ts'
import { type CardCode, queueRefresh } from '../queueRefresh.ts'
import { lockCustomer, setCardCode } from '../store.ts'

export interface CardToSend {
  userId: string
  card: TemplateCard
  /** Absent: a digest or reminder. */
  followUpId?: number
}

/** WeCom refuses the same request to the letter for this long. */
const DUPLICATE_CHECK_SECONDS = 14_400

/**
 * Sends one card. WeCom offers no way to look a sent card up, so a try whose end is unknown is repeated only
 * while WeCom's own duplicate check covers it; later the guide finds the follow-up in the sidebar anyway.
 */
export async function sendCard(deps: Deps, { userId, card, followUpId }: CardToSend, job: JobRun): Promise<string> {
  const { calledAtMs } = job
  if (calledAtMs !== undefined && deps.clock.nowMs() - calledAtMs > DUPLICATE_CHECK_SECONDS * 900) {
    return 'unknown whether sent, not repeated'
  }
  if (followUpId !== undefined && !(await isStillShown(deps, followUpId, card.task_id))) return 'closed meanwhile'
  await job.markCall()
  deps.crashPoint('card.beforeCall')
  const answer = await callWeCom(deps, userId, card, calledAtMs !== undefined)
  deps.crashPoint('card.afterCall')
  if (typeof answer === 'string') return answer
  const { task_id: taskId } = card
  const { response_code: responseCode } = answer
  await deps.db.transaction(async (tx) => {
    if (followUpId !== undefined && taskId && responseCode) {
      await keepCode(tx, deps, { followUpId, userId, taskId, responseCode })
    }
    await job.settle(tx, 'sent')
  })
  return 'sent'
}

interface SentCard extends CardCode {
  followUpId: number
  userId: string
}

/** Closed, put off or handed on while the card was on its way: the guide must not find it open. */
async function keepCode(tx: Tx, deps: Deps, { followUpId, userId, ...code }: SentCard): Promise<void> {
  const { externalUserId } = await tx.findOneByOrFail(FollowUp, { id: followUpId })
  // Whoever acts on it waits here and then finds the code, or has acted and is seen.
  await lockCustomer(tx, externalUserId)
  await setCardCode(tx, followUpId, code.taskId, code.responseCode)
  const row = await tx.findOneByOrFail(FollowUp, { id: followUpId })
  if (row.state === 'due' && row.cardTaskId === code.taskId) return
  const guide = await guideByUserId(tx, userId)
  const sent = { cardTaskId: code.taskId, cardResponseCode: code.responseCode }
  if (guide) await queueRefresh(tx, deps, { id: followUpId, guideId: guide.id, ...sent })
}

async function isStillShown({ db }: Deps, id: number, taskId: string | undefined): Promise<boolean> {
  const row = await db.read.findOneBy(FollowUp, { id })
  return row?.state === 'due' && row.cardTaskId === taskId
}

/** A guide outside the app's visible range gets no card, and no retry would change that. */
async function callWeCom(deps: Deps, userId: string, card: TemplateCard, isRepeat: boolean) {
  try {
    const answer = await deps.wecom.sendMessage({
      touser: [userId],
      msgtype: 'template_card',
      template_card: card,
      enable_duplicate_check: 1,
      duplicate_check_interval: DUPLICATE_CHECK_SECONDS,
    })
    return answer.invaliduser.length > 0 ? 'guide out of reach' : answer
  } catch (error) {
    if (error instanceof WeComError && error.meaning === 'no_target') return 'guide out of reach'
    // The task id is unique per app: on a second try a final refusal means that the first one got through.
    if (error instanceof WeComError && error.retry === 'never' && isRepeat) return `repeat refused: ${error.errcode}`
    throw error
  }
}
