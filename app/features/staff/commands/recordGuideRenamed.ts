import type { Deps } from '../../../deps.ts'
import type { InboxItem } from '../../../jobs/types.ts'
import { guideByUserId } from '../queries.ts'
import { listException, renameGuide } from '../store.ts'

/** WeCom may rename a system-made userid once; everything of ours hangs on our own id, so one row follows. */
export async function recordGuideRenamed(
  deps: Deps,
  renamed: { userId: string; newUserId: string },
  item: InboxItem,
): Promise<void> {
  const { userId, newUserId } = renamed
  await deps.db.transaction(async (tx) => {
    const guide = await guideByUserId(tx, userId)
    if (guide && !(await renameGuide(tx, guide.id, newUserId))) {
      const exception = { kind: 'userid_taken', number: newUserId, subject: userId, detail: { userId, newUserId } }
      await listException(tx, exception, deps.clock.nowMs())
    }
    await item.settle(tx)
  })
}
