import { Member } from '../../../db/entities/customers.ts'
import { PointEntry, Referral } from '../../../db/entities/referrals.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { signedPost } from '../signedPost.ts'
import { markSent } from '../store.ts'

/**
 * Tells the member system of one entry. A crash between call and settlement tells it again under the same
 * idempotency key: it is for the receiver to take a key once.
 * @returns how it ended, for the job's row
 */
export async function sendPoints(deps: Deps, { entryId }: { entryId: number }, job: JobRun): Promise<string> {
  const { read } = deps.db
  const entry = await read.findOneBy(PointEntry, { id: entryId })
  if (!entry || entry.sentAt !== null) return 'nothing to send'
  if (!deps.memberSystem) return 'no member system'
  const { referrer } = await read.findOneByOrFail(Referral, { id: entry.referralId })
  const members = await read.findBy(Member, { externalUserId: referrer })
  const [member] = members
  // Offered again every day: a guide may bind the member any time.
  if (!member || members.length > 1) return 'no member yet'
  await job.markCall()
  deps.crashPoint('points.beforeCall')
  await signedPost(deps.memberSystem, keyOf(entry), messageOf(entry, member.memberNo), deps.clock.nowMs())
  deps.crashPoint('points.afterCall')
  await deps.db.transaction(async (tx) => {
    await markSent(tx, entryId, deps.clock.nowMs())
    await job.settle(tx, 'sent')
  })
  return 'sent'
}

function keyOf({ referralId, cause, level, round }: PointEntry): string {
  return `referral-${referralId}-${cause}-${level}-${round}`
}

/** Nothing of the friend: the member system learns whose points move, by how many, and why. */
function messageOf(entry: PointEntry, memberNo: string) {
  const { referralId, cause, points, at } = entry
  return {
    ...{ idempotencyKey: keyOf(entry), kind: `referral.${cause}`, memberNo, points, referralId },
    occurredAt: new Date(at).toISOString(),
    businessDay: businessDayOf(at),
  }
}
