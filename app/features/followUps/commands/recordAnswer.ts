import { createHash } from 'node:crypto'
import type { Tx } from '../../../db/database.ts'
import { type Complaint, FollowUp, FollowUpTrack } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { AnswerChoice, Ask } from '../../../domain/followUps/playbook.ts'
import { AppError } from '../../../http/errors.ts'
import { storeOfGuideOn } from '../../staff/queries.ts'
import { keepAnswer } from '../answerStore.ts'
import { stepOf } from '../asks.ts'
import { decideAnswer } from '../decideAnswer.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { lockCustomer } from '../store.ts'
import { replanIn } from './replanCustomer.ts'

/** What `boot/` hands over: opens a complaint in the caller's transaction. */
export type OpenComplaint = (
  tx: Tx,
  deps: Pick<Deps, 'emit'>,
  complaint: Omit<Complaint, 'id' | 'closedAt' | 'closedBy' | 'outcome'>,
) => Promise<void>

export interface AnswerInput {
  followUpId: number
  /** Who taps: only their own follow-ups exist for them. */
  guideId: number
  ask: string
  answer: string
}

/**
 * What the guide found out, before or after the follow-up was closed. Later steps hang on it; an answer that something
 * is wrong opens the complaint in the same breath. The same tap again changes nothing.
 * @throws AppError NOT_FOUND, RULE for what the step does not ask, FOLLOW_UP_CLOSED 14 days after closing
 */
export async function recordAnswer(
  deps: Deps,
  { playbooks }: FollowUpContent,
  openComplaint: OpenComplaint,
  input: AnswerInput,
): Promise<void> {
  const { followUpId, guideId, ask, answer } = input
  const nowMs = deps.clock.nowMs()
  const storeCode = (await storeOfGuideOn(deps.db.read, guideId, businessDayOf(nowMs))) ?? null
  await deps.db.transaction(async (tx) => {
    const found = await tx.findOneBy(FollowUp, { id: followUpId, guideId })
    if (found) await lockCustomer(tx, found.externalUserId)
    const row = found && (await tx.findOneBy(FollowUp, { id: followUpId, guideId }))
    if (!row) throw new AppError('NOT_FOUND')
    const decision = decideAnswer(row, stepOf(playbooks, row), input, nowMs)
    if (decision.kind === 'unknown') throw new AppError('RULE', undefined, '这条跟进没有这个问题或答案')
    if (decision.kind === 'closed') throw new AppError('FOLLOW_UP_CLOSED')
    const { trackId, stepId, externalUserId } = row
    const said = { followUpId, trackId, stepId, externalUserId, ask, answer, guideId, at: nowMs }
    if (!(await keepAnswer(tx, said))) return
    await deps.emit(tx, { name: 'AnswerRecorded', followUpId, externalUserId, atMs: nowMs })
    if (decision.choice.opens === 'complaint') {
      const track = await tx.findOneBy(FollowUpTrack, { id: trackId })
      const about = { storeCode: row.storeCode ?? storeCode, productCode: track?.subject || null }
      await openComplaint(tx, deps, complaintOf({ ...row, ...about }, decision, nowMs))
    }
    // At once and not by a job: the same talk goes on, with the sentence that follows from the answer.
    await replanIn(tx, deps, playbooks, externalUserId)
  })
}

const KINDS = ['damaged', 'quality', 'service'] as const

function complaintOf(
  row: FollowUp & { productCode: string | null },
  { ask, choice }: { ask: Ask; choice: AnswerChoice },
  nowMs: number,
) {
  const { id, externalUserId, guideId, storeCode, productCode } = row
  return {
    externalUserId,
    guideId,
    storeCode,
    followUpId: id,
    productCode,
    kind: KINDS.find((kind) => choice.id.includes(kind)) ?? ('other' as const),
    body: `${ask.title}：${choice.title}`,
    openedAt: nowMs,
    // One tap, one complaint: corrected and tapped again after the first was settled, it is another.
    clientKey: createHash('sha256').update(`answer:${id}:${ask.id}:${nowMs}`).digest('hex'),
  }
}
