import { CustomerGroup } from '../../../db/entities/groups.ts'
import type { Deps } from '../../../deps.ts'
import { syncGroup } from './syncGroup.ts'

/** A group named by an import is only an id until it has been read once. */
export async function fetchNewGroup(deps: Deps, chatId: string): Promise<string> {
  const group = await deps.db.read.findOneBy(CustomerGroup, { chatId })
  return group && group.syncedAt === null && group.state === 'active' ? syncGroup(deps, chatId) : 'known'
}
