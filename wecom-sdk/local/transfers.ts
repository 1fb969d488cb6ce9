import { emitContactEvent } from './events.ts'
import type { Transfer } from './records/people.ts'
import { relate } from './relate.ts'
import { findMember, findRelation, pairKey, type World } from './world.ts'

/** What happens when the 24 hours are over, unless the customer refused before. */
export function settleTransfer(world: World, transfer: Transfer): void {
  if (transfer.status !== 2) return
  if (findMember(world, transfer.takeover)?.hasRoom === false) failTransfer(world, transfer, 4)
  else complete(world, transfer)
}

/** 3: the customer refused; 4: the new guide is full. */
export function failTransfer(world: World, transfer: Transfer, status: 3 | 4): void {
  transfer.status = status
  emitContactEvent(world, 'transfer_fail', transfer.takeover, transfer.externalUserId, [
    ['FailReason', status === 3 ? 'customer_refused' : 'customer_limit_exceed'],
  ])
}

function complete(world: World, transfer: Transfer): void {
  const { handover, takeover, externalUserId, kind } = transfer
  const before = findRelation(world, handover, externalUserId)
  const wasFriend = findRelation(world, takeover, externalUserId) !== undefined
  const comesBack = world.state.everRelated.has(pairKey(takeover, externalUserId))
  transfer.status = 1
  transfer.takenAtMs = world.clock.nowMs()
  world.state.relations.delete(pairKey(handover, externalUserId))
  if (!wasFriend) {
    const added = relate(world, { userid: takeover, externalUserId, addWay: 202, operUserid: handover })
    added.chatting = before?.chatting ?? false
  }
  // Only the clean-up of an on-the-job transfer is told; a guide who left hears nothing.
  if (kind === 'onjob') {
    emitContactEvent(world, 'del_external_contact', handover, externalUserId, [['Source', 'DELETE_BY_TRANSFER']])
  }
  if (!wasFriend && !comesBack) {
    emitContactEvent(world, 'add_external_contact', takeover, externalUserId, [
      ['State', undefined],
      ['WelcomeCode', undefined],
    ])
  }
}
