import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { guidesOnDay } from '../../staff/queries.ts'
import { activeChatIds, ownersOfGroups } from '../statisticsQueries.ts'

const OWNERS_A_CALL = 100
const GROUPS_A_PAGE = 1000

/**
 * Reads every group again: those WeCom lists for our guides, and those we hold that it lists no more.
 * @returns how many reads it asked for
 */
export async function reconcileGroups(deps: Deps): Promise<number> {
  const nowMs = deps.clock.nowMs()
  const chatIds = new Set(await activeChatIds(deps.db.read))
  const guides = await guidesOnDay(deps.db.read, businessDayOf(nowMs))
  const owners = [...new Set([...guides.map(({ userId }) => userId), ...(await ownersOfGroups(deps.db.read))])]
  for (let start = 0; start < owners.length; start += OWNERS_A_CALL) {
    for (const chatId of await listed(deps, owners.slice(start, start + OWNERS_A_CALL))) chatIds.add(chatId)
  }
  const stamp = Math.floor(nowMs / 60_000)
  await deps.db.transaction(async (tx) => {
    for (const chatId of chatIds) {
      const dedupeKey = `groups.sync:${chatId}:nightly:${stamp}`
      await deps.enqueue(tx, { kind: 'groups.sync', payload: { chatId }, lane: 'bulk', dedupeKey })
    }
  })
  return chatIds.size
}

async function listed({ wecom }: Deps, userIds: string[]): Promise<string[]> {
  const chatIds: string[] = []
  let cursor: string | undefined
  do {
    const owner_filter = { userid_list: userIds }
    const page = await wecom.listGroups({ owner_filter, limit: GROUPS_A_PAGE, ...(cursor ? { cursor } : {}) })
    chatIds.push(...page.group_chat_list.map((row) => row.chat_id))
    cursor = page.next_cursor
  } while (cursor)
  return chatIds
}
