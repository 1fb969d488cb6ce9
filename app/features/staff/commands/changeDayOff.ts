import type { Deps } from '../../../deps.ts'
import { addDays, businessDayOf } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { endDayOff, keepDayOff } from '../daysOffStore.ts'
import { guideByUserId, reachesStore, storesOfGuideFrom } from '../queries.ts'

const MOST_DAYS_AHEAD = 366

export interface DayOffWish {
  day: string
  isOff: boolean
  guideUserId?: string | undefined
}

/**
 * A guide takes a day off or comes to work after all; a manager says so for guides of the stores they reach. What was
 * planned for that day moves. Saying the same again changes nothing.
 * @returns whose day it is
 * @throws AppError NOT_FOUND for a guide out of reach, RULE for a day that is over, or too far ahead
 */
export async function changeDayOff(deps: Deps, actor: Actor, { day, isOff, guideUserId }: DayOffWish): Promise<number> {
  const atMs = deps.clock.nowMs()
  const today = businessDayOf(atMs)
  const guideId = await findGuide(deps, actor, guideUserId, today)
  if (day < today) throw new AppError('RULE', undefined, '这一天已经过去了')
  if (day > addDays(today, MOST_DAYS_AHEAD)) throw new AppError('RULE', undefined, '最多提前一年安排')
  await deps.db.transaction(async (tx) => {
    const row = { guideId, day, setBy: actor.userId, at: atMs }
    const isChanged = isOff ? await keepDayOff(tx, row) : await endDayOff(tx, guideId, day)
    if (isChanged) await deps.emit(tx, { name: 'DayOffChanged', guideId, day, atMs })
  })
  return guideId
}

async function findGuide(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  guideUserId: string | undefined,
  today: string,
): Promise<number> {
  if (guideUserId === undefined) return actor.guideId
  const guide = await guideByUserId(db.read, guideUserId)
  if (guide?.id === actor.guideId) return actor.guideId
  if (guide?.state !== 'active') throw new AppError('NOT_FOUND')
  const stores = await storesOfGuideFrom(db.read, guide.id, today)
  if (actor.reach.kind !== 'all' && !stores.some((code) => reachesStore(actor, code))) throw new AppError('NOT_FOUND')
  return guide.id
}
