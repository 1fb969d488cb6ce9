import type { Tx } from '../../../db/database.ts'
import type { FollowUp } from '../../../db/entities/followUps.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf, startOfBusinessDay } from '../../../domain/businessDay.ts'
import { digestAtMs, digestKey } from '../../../domain/followUps/digestTime.ts'
import { listCard } from '../../../talkTracks/noticeCard.ts'
import type { CardContent } from '../cardFacts.ts'
import { followUpCard } from '../cards.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { countCardsSince } from '../openQueries.ts'
import { followUpPage, listPage } from '../pages.ts'
import { titleOf } from '../present.ts'
import { markCardSent } from '../store.ts'
import { namesOf } from '../views.ts'

/** A follow-up that the guide is shown from now on, with what its card says. */
export interface Shown extends CardContent {
  row: FollowUp
  taskId: string
}

type Telling = Pick<Deps, 'enqueue' | 'rules' | 'site' | 'clock'>
interface Guide {
  userId: string
  guideId: number
}

/**
 * At most one digest and `promptsPerDay` single cards a day; what is over stands in the list. The whole card goes into
 * the job: a repeat after a crash is the same to the letter, which WeCom then refuses.
 */
export async function queueCards(
  tx: Tx,
  deps: Telling,
  content: FollowUpContent,
  guide: Guide,
  shown: readonly Shown[],
): Promise<void> {
  if (shown.length === 0) return
  const { digestOver, promptsPerDay } = deps.rules.cadence
  const byImportance = [...shown].sort((a, b) => b.row.priority - a.row.priority || a.row.id - b.row.id)
  if (shown.length > digestOver) return queueDigest(tx, deps, content, guide, byImportance)
  // Deliveries to one guide count their cards one after another.
  await lockRow(tx, 'guides', 'id', guide.guideId)
  const todayMs = startOfBusinessDay(businessDayOf(deps.clock.nowMs()))
  const left = promptsPerDay - (await countCardsSince(tx, guide.guideId, todayMs))
  for (const { row, facts, trackId, taskId } of byImportance.slice(0, Math.max(0, left))) {
    const card = followUpCard(content.cardTexts, { taskId, url: followUpPage(deps, row.id), facts, trackId })
    await markCardSent(tx, row.id, taskId, deps.clock.nowMs())
    await deps.enqueue(tx, {
      kind: 'followUps.sendCard',
      payload: { userId: guide.userId, card, followUpId: row.id },
    })
  }
}

/** Before the morning digest has gone out it will name these too; after it, the day has had its digest. */
async function queueDigest(
  tx: Tx,
  deps: Telling,
  { cardTexts }: FollowUpContent,
  { userId, guideId }: Guide,
  shown: readonly Shown[],
): Promise<void> {
  const nowMs = deps.clock.nowMs()
  const today = businessDayOf(nowMs)
  if (nowMs < digestAtMs(today, guideId, deps.rules.cadence)) return
  const names = await namesOf(
    tx,
    guideId,
    shown.map(({ row }) => row.externalUserId),
  )
  const rows = shown.map(({ row }) => ({
    customerName: names.get(row.externalUserId) ?? '客户',
    title: titleOf(row),
  }))
  const card = listCard(cardTexts, 'digest', { url: listPage(deps), rows })
  const dedupeKey = digestKey(guideId, today)
  await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId, card }, dedupeKey })
}
