import type { Deps } from '../../deps.ts'
import type { InboxItem } from '../../jobs/types.ts'
import type { CallbackHandler, CallbackHandlers } from '../reactions.ts'
import { askForSync } from './commands/askForSync.ts'
import { recordMembersChanged } from './commands/recordMembersChanged.ts'
import { dismissGroup, keepGroup } from './store.ts'

/** Name, owner and notice are told without their new value: the group is read again. */
const readAgain: CallbackHandler = async (deps, callback, item) => {
  if (!('chatId' in callback)) return
  await recordTold(deps, callback.chatId, callback.createTimeMs ?? item.receivedAtMs, item)
}

async function recordTold(deps: Deps, chatId: string, atMs: number, item: InboxItem): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await keepGroup(tx, chatId, atMs)
    await askForSync(tx, deps, chatId, `event:${item.id}`)
    await item.settle(tx)
  })
}

/** Dismissal is told apart from leaving: nobody is counted as having left. */
const dismissed: CallbackHandler = async (deps, callback, item) => {
  if (callback.kind !== 'group_dismissed') return
  const atMs = callback.createTimeMs ?? item.receivedAtMs
  await deps.db.transaction(async (tx) => {
    await keepGroup(tx, callback.chatId, atMs)
    await dismissGroup(tx, callback.chatId, atMs)
    await deps.emit(tx, { name: 'GroupChanged', chatId: callback.chatId, atMs })
    await item.settle(tx)
  })
}

const membersChanged: CallbackHandler = async (deps, callback, item) => {
  if (callback.kind === 'group_members_joined' || callback.kind === 'group_members_left')
    await recordMembersChanged(deps, callback, item)
}

export const groupsInbox: CallbackHandlers = {
  group_created: readAgain,
  group_owner_changed: readAgain,
  group_renamed: readAgain,
  group_notice_changed: readAgain,
  group_dismissed: dismissed,
  group_members_joined: membersChanged,
  group_members_left: membersChanged,
}
