import type { Tx } from '../../../db/database.ts'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../http/errors.ts'
import { keepComplaint, type NewComplaint } from '../store.ts'

/**
 * Opens a complaint in the caller's transaction, or writes below the open one. Whoever plans, stops: the fact goes out
 * with it.
 * @throws AppError RULE when the follow-up it names is not this customer's, or the open one is full
 */
export async function openComplaint(tx: Tx, deps: Pick<Deps, 'emit'>, row: NewComplaint): Promise<void> {
  const { externalUserId, followUpId, openedAt } = row
  if (followUpId !== null && !(await isAbout(tx, followUpId, externalUserId)))
    throw new AppError('RULE', undefined, '这条跟进不是这位客户的')
  const kept = await keepComplaint(tx, row)
  if (kept.kind === 'too_long') throw new AppError('RULE', undefined, '这条投诉写得很长了，请先处理')
  if (kept.kind === 'opened')
    await deps.emit(tx, { name: 'ComplaintOpened', complaintId: kept.id, externalUserId, atMs: openedAt })
}

async function isAbout(tx: Tx, followUpId: number, externalUserId: string): Promise<boolean> {
  const found = await tx.query('SELECT 1 FROM follow_ups WHERE id = ? AND external_user_id = ?', [
    followUpId,
    externalUserId,
  ])
  return found.length > 0
}
