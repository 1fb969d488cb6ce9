import type { CallbackHandlers } from '../reactions.ts'
import { recordGuideLeft } from './commands/recordGuideLeft.ts'
import { recordGuideRenamed } from './commands/recordGuideRenamed.ts'

/** Status of a member who left the corp. */
const LEFT = 5

/** Address book events. New members come by import: WeCom's event says nothing of store or role. */
export const staffInbox: CallbackHandlers = {
  async member_deleted(deps, callback, item) {
    if (callback.kind !== 'member_deleted') return
    await recordGuideLeft(deps, { userId: callback.userId, atMs: callback.createTimeMs ?? item.receivedAtMs }, item)
  },
  async member_updated(deps, callback, item) {
    if (callback.kind !== 'member_updated') return
    const { userId, newUserId, status } = callback
    if (newUserId !== undefined) return recordGuideRenamed(deps, { userId, newUserId }, item)
    if (status === LEFT)
      return recordGuideLeft(deps, { userId, atMs: callback.createTimeMs ?? item.receivedAtMs }, item)
    await deps.db.transaction((tx) => item.settle(tx))
  },
}
