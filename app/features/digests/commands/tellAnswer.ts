import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { digestAtMs } from '../../../domain/followUps/digestTime.ts'
import { firstAwake } from '../../../domain/followUps/fitSlot.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { noticeCard } from '../../../talkTracks/noticeCard.ts'
import { answerToObjection } from '../../creditCases/queries.ts'
import { actorOf, daysOffOf } from '../../staff/queries.ts'
import { type DigestParts, guidePage } from '../parts.ts'

const ROWS = ['order', 'outcome'] as const

/**
 * The answer to a guide who objected: at once while they work, else on their next morning at work, and then as it
 * stands by then. Each answer once.
 */
export async function tellAnswer(
  deps: Deps,
  { cardTexts }: DigestParts,
  { objectionId }: { objectionId: number },
  job: JobRun,
): Promise<string> {
  const { read } = deps.db
  const answer = await answerToObjection(read, objectionId)
  if (!answer) return 'nobody has answered'
  const nowMs = deps.clock.nowMs()
  const today = businessDayOf(nowMs)
  const actor = await actorOf(read, answer.guideId, today)
  if (!actor) return 'not at work'
  const key = `digests.objection:${objectionId}`
  const { cadence } = deps.rules
  const awakeMs = firstAwake(nowMs, { ...cadence, daysOff: await daysOffOf(read, answer.guideId, today) })
  if (awakeMs > nowMs) {
    const day = businessDayOf(awakeMs)
    const dueAtMs = digestAtMs(day, answer.guideId, cadence)
    const later = { kind: 'digests.objection', payload: { objectionId }, dueAtMs, dedupeKey: `${key}:${day}` }
    await deps.db.transaction(async (tx) => {
      await deps.enqueue(tx, later)
      await job.settle(tx, 'put off')
    })
    return 'put off'
  }
  const { storeName, orderNo, outcome, who, answer: said, state } = answer
  const facts = { storeName: storeName ?? undefined, orderNo, outcome, who, answer: said }
  const text = (name: string) => cardTexts.text('objection', name, facts)
  const rows = ROWS.map((name) => ({ key: text(`${name}Key`), value: text(name) }))
  const url = guidePage(deps, 'objections')
  const card = noticeCard(cardTexts, 'objection', { url, facts, quote: text('quote'), rows })
  await deps.db.transaction(async (tx) => {
    const payload = { userId: actor.userId, card }
    await deps.enqueue(tx, { kind: 'followUps.sendCard', payload, dedupeKey: `${key}:${state}` })
    await job.settle(tx, 'card queued')
  })
  return 'card queued'
}
