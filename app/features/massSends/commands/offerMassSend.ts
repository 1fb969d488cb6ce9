import { WeComError } from 'wecom-sdk'
import { MassSend, MassSendTarget } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guideById } from '../../staff/queries.ts'
import { plannedGuides, plannedOf } from '../queries.ts'
import { holdMassSend, moveMassSend, moveTargets } from '../store.ts'
import { attachmentsOf } from '../words.ts'
import { settleTargets } from './settleTargets.ts'

/** WeCom takes no more customers in one task. */
const MAX_PER_TASK = 10_000
/** Clocks of two houses differ. */
const DRIFT_SECONDS = 300

/** All customers are chosen: one job a guide. A mass send that reaches nobody is over. */
export async function offerMassSend(deps: Deps, { massSendId }: { massSendId: number }, job: JobRun): Promise<string> {
  const guideIds = await plannedGuides(deps.db.read, massSendId)
  await deps.db.transaction(async (tx) => {
    const isOn = await moveMassSend(tx, massSendId, ['preparing'], guideIds.length > 0 ? 'offered' : 'ended')
    for (const guideId of isOn ? guideIds : [])
      await deps.enqueue(tx, { kind: 'massSends.offerToGuide', payload: { massSendId, guideId } })
    await job.settle(tx, `${guideIds.length} guides`)
  })
  return 'offered'
}

interface Offer {
  massSendId: number
  guideId: number
}

/**
 * Lays the task before one guide, who confirms it or not. A call whose end is unknown is looked up at WeCom before a
 * second one, so that no guide finds the same task twice.
 */
export async function offerToGuide(deps: Deps, { massSendId, guideId }: Offer, job: JobRun): Promise<string> {
  const send = await deps.db.read.findOneBy(MassSend, { id: massSendId })
  const guide = await guideById(deps.db.read, guideId)
  const customers = await plannedOf(deps.db.read, massSendId, guideId, MAX_PER_TASK)
  if (send?.state !== 'offered' || !guide || customers.length === 0) return 'over'
  const known = job.calledAtMs === undefined ? undefined : await findTask(deps, send, guide.userId, job.calledAtMs)
  if (!known) await job.markCall()
  deps.crashPoint('massSends.beforeCall')
  const made = known ? { msgId: known, failed: [] } : await callWeCom(deps, send, guide.userId, customers)
  deps.crashPoint('massSends.afterCall')
  const failed = new Set(made.failed)
  const offered = customers.filter((id) => !failed.has(id))
  const unreached = made.msgId === undefined ? customers : made.failed
  const to = { state: 'not_sent', why: 'unreachable' } as const
  const given = unreached.map((externalUserId) => ({ externalUserId, to }))
  await settleTargets(deps, massSendId, 'planned', given)
  await deps.db.transaction(async (tx) => {
    const state = await holdMassSend(tx, massSendId)
    if (made.msgId !== undefined) {
      const laid = { state: 'offered', msgId: made.msgId } as const
      await moveTargets(tx, { massSendId, from: 'planned', externalUserIds: offered, to: laid })
    }
    // Cancelled while the task was on its way: it must not stay before the guide.
    if (state === 'cancelled' && made.msgId !== undefined)
      await deps.enqueue(tx, { kind: 'massSends.readResult', payload: { massSendId, guideId, msgId: made.msgId } })
    if (customers.length === MAX_PER_TASK)
      await deps.enqueue(tx, { kind: 'massSends.offerToGuide', payload: { massSendId, guideId } })
    await job.settle(tx, `${offered.length} offered`)
  })
  return 'offered'
}

interface Made {
  /** Absent: WeCom could reach none of them. */
  msgId: string | undefined
  failed: string[]
}

/** WeCom refuses a task with material it no longer has, and makes none: the words hold without it. */
async function callWeCom(
  deps: Deps,
  send: MassSend,
  sender: string,
  customers: string[],
  isMediaGone = false,
): Promise<Made> {
  const track = send.talkTrackId === null ? undefined : deps.talkTracks.find(send.talkTrackId)
  const attachments = attachmentsOf(deps, track, isMediaGone)
  try {
    const answer = await deps.wecom.addMsgTemplate({
      chat_type: 'single',
      sender,
      external_userid: customers,
      text: { content: send.body },
      ...(attachments.length > 0 ? { attachments } : {}),
    })
    return { msgId: answer.msgid, failed: answer.fail_list }
  } catch (error) {
    if (error instanceof WeComError && error.meaning === 'media_gone' && !isMediaGone)
      return callWeCom(deps, send, sender, customers, true)
    if (error instanceof WeComError && ['no_target', 'out_of_scope', 'user_unknown'].includes(error.meaning))
      return { msgId: undefined, failed: customers }
    throw error
  }
}

/** The task that an earlier try made: the same words, before this guide, and not known to be another one. */
async function findTask(deps: Deps, send: MassSend, sender: string, calledAtMs: number): Promise<string | undefined> {
  const calledAt = Math.floor(calledAtMs / 1000)
  const span = { start_time: calledAt - DRIFT_SECONDS, end_time: calledAt + 86_400 }
  for (let cursor: string | undefined; ; ) {
    const page = await deps.wecom.getGroupMsgList({
      chat_type: 'single',
      filter_type: 0,
      limit: 100,
      ...span,
      ...(cursor ? { cursor } : {}),
    })
    for (const { msgid, text } of page.group_msg_list) {
      if (text?.content !== send.body || (await deps.db.read.existsBy(MassSendTarget, { msgId: msgid }))) continue
      const { task_list } = await deps.wecom.getGroupMsgTask({ msgid, limit: 10 })
      if (task_list.some(({ userid }) => userid.toLowerCase() === sender.toLowerCase())) return msgid
    }
    cursor = page.next_cursor
    if (!cursor) return undefined
  }
}
