import type { WeComCallback } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import type { InboxItem } from '../../jobs/types.ts'
import type { CallbackHandler, CallbackHandlers } from '../reactions.ts'
import { askForWelcome } from './commands/askForWelcome.ts'
import { recordRelationFact } from './commands/recordRelationFact.ts'
import { recordTransferFailed } from './commands/recordTransferFailed.ts'
import type { RelationFact } from './decideRelation.ts'
import { readTruth } from './truth.ts'

type PairCallback = Extract<WeComCallback, { externalUserId: string; userId: string }>

/** Truth first, then the fact: the event alone never patches a customer. */
async function record(deps: Deps, callback: PairCallback, kind: RelationFact['kind'], item: InboxItem): Promise<void> {
  const { userId, externalUserId } = callback
  const state = 'state' in callback ? callback.state : undefined
  const fact = { kind, atMs: callback.createTimeMs ?? item.receivedAtMs, state }
  const truth = await readTruth(deps.wecom, externalUserId)
  await recordRelationFact(deps, { userId, externalUserId, fact, truth }, (tx) => item.settle(tx))
}

const added: CallbackHandler = async (deps, callback, item) => {
  if (callback.kind !== 'customer_added' && callback.kind !== 'customer_half_added') return
  await askForWelcome(deps, callback, item.receivedAtMs)
  await record(deps, callback, callback.kind === 'customer_added' ? 'added' : 'half', item)
}

/** A tag event says an id and no more: the whole list is read again. */
const tagsChanged: CallbackHandler = async (deps, _callback, item) => {
  await deps.db.transaction(async (tx) => {
    await deps.enqueue(tx, { kind: 'customers.syncTags', payload: {}, lane: 'bulk', dedupeKey: `tags:${item.id}` })
    await item.settle(tx)
  })
}

/** Customer events of WeCom. */
export const customersInbox: CallbackHandlers = {
  tag_created: tagsChanged,
  tag_updated: tagsChanged,
  tag_deleted: tagsChanged,
  tag_shuffled: tagsChanged,
  customer_added: added,
  customer_half_added: added,
  async customer_edited(deps, callback, item) {
    if (callback.kind === 'customer_edited') await record(deps, callback, 'edited', item)
  },
  async customer_deleted_by_guide(deps, callback, item) {
    if (callback.kind !== 'customer_deleted_by_guide') return
    const isTransfer = callback.source === 'DELETE_BY_TRANSFER'
    await record(deps, callback, isTransfer ? 'transferred' : 'guide_deleted', item)
  },
  async guide_deleted_by_customer(deps, callback, item) {
    if (callback.kind === 'guide_deleted_by_customer') await record(deps, callback, 'customer_deleted', item)
  },
  async transfer_failed(deps, callback, item) {
    if (callback.kind === 'transfer_failed') await recordTransferFailed(deps, callback, item)
  },
  async archive_agreed(deps, callback, item) {
    if (callback.kind !== 'archive_agreed') return
    await askForWelcome(deps, callback, item.receivedAtMs)
    await deps.db.transaction((tx) => item.settle(tx))
  },
}
