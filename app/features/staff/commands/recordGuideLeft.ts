import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { InboxItem } from '../../../jobs/types.ts'
import { guideByUserId } from '../queries.ts'
import { closeGuide } from '../store.ts'

/** The member left the address book. What they earned stays theirs; from that day on they bring nobody in. */
export async function recordGuideLeft(
  deps: Deps,
  left: { userId: string; atMs: number },
  item: InboxItem,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const guide = await guideByUserId(tx, left.userId)
    if (guide && (await closeGuide(tx, guide.id, businessDayOf(left.atMs)))) {
      await deps.emit(tx, { name: 'GuideLeft', guideId: guide.id, atMs: left.atMs })
    }
    await item.settle(tx)
  })
}
