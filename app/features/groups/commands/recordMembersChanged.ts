import type { GroupMembersJoined, GroupMembersLeft } from 'wecom-sdk'
import type { Tx } from '../../../db/database.ts'
import { Guide } from '../../../db/entities/org.ts'
import type { Deps } from '../../../deps.ts'
import type { InboxItem } from '../../../jobs/types.ts'
import { countMembers, keepGroup, putMember, recountDays, removeMembers } from '../store.ts'
import { askForSync } from './askForSync.ts'

type MembersChanged = GroupMembersJoined | GroupMembersLeft

/**
 * Member changes of one group. WeCom's recipe: apply the change only on top of the very version it names; after a gap
 * read the whole group. Whatever the order of arrival, the last read decides.
 */
export async function recordMembersChanged(deps: Deps, change: MembersChanged, item: InboxItem): Promise<void> {
  const { chatId, lastMemVer, curMemVer, memberIds } = change
  const atMs = change.createTimeMs ?? item.receivedAtMs
  await deps.db.transaction(async (tx) => {
    const group = await keepGroup(tx, chatId, atMs)
    const isNext = group.memberVersion !== '' && lastMemVer === group.memberVersion
    if (group.state === 'dismissed' || curMemVer === group.memberVersion) return item.settle(tx)
    if (isNext && curMemVer !== undefined && memberIds.length > 0) {
      await apply(tx, change, atMs, group.createdAt)
      await countMembers(tx, chatId, curMemVer)
      await recountDays(tx, chatId, [atMs])
      await deps.emit(tx, { name: 'GroupChanged', chatId, atMs })
      // The event tells neither name nor join way; a customer's join is worth one more look.
      if (change.kind === 'group_members_joined') await askForSync(tx, deps, chatId, `event:${item.id}`)
    } else await askForSync(tx, deps, chatId, `event:${item.id}`)
    await item.settle(tx)
  })
}

async function apply(tx: Tx, change: MembersChanged, atMs: number, createdAtMs: number): Promise<void> {
  const { chatId, memberIds } = change
  if (change.kind === 'group_members_left') {
    return removeMembers(tx, chatId, { memberIds, atMs, quitScene: change.quitScene ?? null })
  }
  for (const memberId of memberIds) {
    const isStaff = await tx.existsBy(Guide, { userKey: memberId.toLowerCase() })
    const facts = { type: isStaff ? 1 : 2, name: '', joinScene: sceneOf(change.joinScene) }
    const unknown = { invitorUserId: null, stateToken: null }
    await putMember(tx, chatId, { memberId, joinedAtMs: atMs, ...facts, ...unknown }, createdAtMs)
  }
}

/** The event's scale (0 invited, 3 QR) in that of groupchat/get (1 direct, 2 link, 3 QR). */
function sceneOf(joinScene: number | undefined): number {
  return joinScene === 3 ? 3 : 1
}
