import type { EntityManager } from 'typeorm'
import type { Deps } from '../../deps.ts'
import { businessDayOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { type CustomerHead, customerHead } from './panelQueries.ts'
import { type CustomerView, viewOf } from './policy.ts'

/**
 * The one door to a customer: what the actor may see is decided here, on each request.
 * @throws AppError NOT_FOUND alike for unknown and for not yours, so that nothing can be learned by asking
 */
export async function openCustomer(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  externalUserId: string,
): Promise<{ head: CustomerHead; view: Exclude<CustomerView, { kind: 'none' }> }> {
  const dayStartMs = startOfBusinessDay(businessDayOf(deps.clock.nowMs()))
  const head = await customerHead(deps.db.read, { externalUserId, guideId: actor.guideId, dayStartMs })
  const view = head ? viewOf(actor, head) : ({ kind: 'none' } as const)
  if (!head || view.kind === 'none') throw new AppError('NOT_FOUND')
  return { head, view }
}

/** For everything that changes or shows more than a name. */
export async function openWholeCustomer(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  externalUserId: string,
): Promise<CustomerHead> {
  const { head, view } = await openCustomer(deps, actor, externalUserId)
  if (view.kind !== 'full') throw new AppError('NOT_FOUND')
  return head
}

/** When the customer was noted to be in the shop, newest first, unix milliseconds. */
export async function visitsOf(read: EntityManager, externalUserId: string, sinceMs = 0): Promise<number[]> {
  const rows: { at: number }[] = await read.query(
    'SELECT at AS at FROM visits WHERE external_user_id = ? AND at >= ? ORDER BY at DESC',
    [externalUserId, sinceMs],
  )
  return rows.map(({ at }) => Number(at))
}
