import type { TransferFailed } from 'wecom-sdk'
import type { Deps } from '../../../deps.ts'
import type { InboxItem } from '../../../jobs/types.ts'
import { guideByUserId } from '../../staff/queries.ts'
import { listException, tellOnce } from '../store.ts'

/** A customer declined the new guide, or the new guide is full: shown to a person, the binding stays where it was. */
export async function recordTransferFailed(deps: Deps, failed: TransferFailed, item: InboxItem): Promise<void> {
  const { userId, externalUserId, failReason = '' } = failed
  const at = failed.createTimeMs ?? item.receivedAtMs
  await deps.db.transaction(async (tx) => {
    const guide = await guideByUserId(tx, userId)
    const onceKey = `transfer_failed:${externalUserId}:${guide?.id ?? 0}:${at}`
    const entry = { externalUserId, kind: 'transfer_failed', guideId: guide?.id ?? null, at, onceKey }
    await tellOnce(tx, { ...entry, data: { why: failReason } })
    const detail = { userId, failReason }
    await listException(
      tx,
      { kind: 'transfer_failed', number: userId.slice(0, 64), subject: externalUserId, detail },
      at,
    )
    await item.settle(tx)
  })
}
