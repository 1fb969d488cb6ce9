import { LessThanOrEqual } from 'typeorm'
import { Referral } from '../../../db/entities/referrals.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { type ReferralDeps, recomputeReferral } from './recomputeReferral.ts'

const BATCH = 200
/** An entry's own job has this long before it is offered again. */
const FIRST_TRIES_MS = 3_600_000

/** Looks again at every referral that time alone may have changed. @returns how many */
export async function sweepReferrals(deps: ReferralDeps, signal: AbortSignal): Promise<number> {
  let looked = 0
  for (;;) {
    const due = await deps.db.read.find(Referral, {
      where: { lookAt: LessThanOrEqual(deps.clock.nowMs()) },
      order: { lookAt: 'ASC' },
      take: BATCH,
    })
    for (const { friend } of due) {
      if (signal.aborted) return looked
      await recomputeReferral(deps, friend)
      looked += 1
    }
    if (due.length < BATCH) return looked
  }
}

/** What the member system has not taken yet is offered once a day again. @returns how many entries */
export async function resendPoints(deps: ReferralDeps): Promise<number> {
  const day = businessDayOf(deps.clock.nowMs())
  const rows: { id: number }[] = await deps.db.read.query(
    'SELECT id AS id FROM point_entries WHERE sent_at IS NULL AND at <= ? ORDER BY id LIMIT 5000',
    [deps.clock.nowMs() - FIRST_TRIES_MS],
  )
  await deps.db.transaction(async (tx) => {
    for (const { id } of rows) {
      const dedupeKey = `referrals.sendPoints:${id}:${day}`
      await deps.enqueue(tx, { kind: 'referrals.sendPoints', payload: { entryId: Number(id) }, dedupeKey })
    }
  })
  return rows.length
}
