import { CustomerGroup, GroupMember } from '../../../db/entities/groups.ts'
import type { Deps } from '../../../deps.ts'
import { guideByUserId } from '../../staff/queries.ts'
import { decideSync } from '../decideSync.ts'
import { dismissGroup, keepGroup, keepMembers, keepTruth, recountDays } from '../store.ts'
import { readGroup } from '../truth.ts'
import { askForSync } from './askForSync.ts'

/**
 * Makes our picture of a group that of WeCom: after a gap in its versions, after a rename or a new owner, and nightly.
 * @returns how it ended, for the job's row
 */
export async function syncGroup(deps: Deps, chatId: string): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const before = await deps.db.read.findOneBy(CustomerGroup, { chatId })
  const reading = await readGroup(deps.wecom, chatId, nowMs)
  return deps.db.transaction(async (tx) => {
    const group = await keepGroup(tx, chatId, nowMs)
    if (reading.kind === 'gone') {
      await dismissGroup(tx, chatId, nowMs)
      if (group.state === 'active') await deps.emit(tx, { name: 'GroupChanged', chatId, atMs: nowMs })
      return 'gone'
    }
    // Dismissal is final at WeCom; an answer from before it must not wake the group again.
    if (reading.kind === 'invisible' || group.state === 'dismissed') return reading.kind
    const { truth } = reading
    // An event was applied while we read: what we hold may be newer than what we were told.
    if (before && group.memberVersion !== before.memberVersion && group.memberVersion !== truth.memberVersion) {
      await askForSync(tx, deps, chatId, `overtaken:${group.memberVersion}`)
      return 'overtaken'
    }
    const changes = decideSync(await tx.findBy(GroupMember, { chatId }), truth)
    const owner = await guideByUserId(tx, truth.ownerUserId)
    await keepTruth(tx, truth, owner?.id ?? null, nowMs)
    await keepMembers(tx, truth, changes, nowMs)
    const joinedAt = changes.joined.map(({ joinedAtMs }) => joinedAtMs)
    await recountDays(tx, chatId, [nowMs, ...joinedAt])
    const isNews = changes.joined.length + changes.updated.length + changes.left.length > 0
    if (isNews || group.syncedAt === null) await deps.emit(tx, { name: 'GroupChanged', chatId, atMs: nowMs })
    return `${changes.joined.length} joined, ${changes.left.length} left`
  })
}
