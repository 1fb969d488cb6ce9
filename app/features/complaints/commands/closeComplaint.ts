import { Complaint } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { openWholeCustomer } from '../../customers/queries.ts'
import { closeOpen } from '../store.ts'

/**
 * Settles a complaint, by whoever may see the customer. Closing again changes nothing, the first outcome stands.
 * @throws AppError NOT_FOUND alike for unknown and for not yours
 */
export async function closeComplaint(
  deps: Deps,
  actor: Actor,
  { complaintId, outcome }: { complaintId: number; outcome: string },
): Promise<void> {
  const complaint = await deps.db.read.findOneBy(Complaint, { id: complaintId })
  if (!complaint) throw new AppError('NOT_FOUND')
  const { externalUserId } = complaint
  await openWholeCustomer(deps, actor, externalUserId)
  const closedAt = deps.clock.nowMs()
  await deps.db.transaction(async (tx) => {
    if (!(await closeOpen(tx, complaint, { closedAt, closedBy: actor.userId, outcome }))) return
    await deps.emit(tx, { name: 'ComplaintClosed', complaintId, externalUserId, atMs: closedAt })
  })
}
