import type { EntityManager } from 'typeorm'
import type { Campaign } from '../../db/entities/outreach.ts'
import { always } from '../../domain/boards/storeSpans.ts'
import { addDays } from '../../domain/businessDay.ts'
import { splitByShares } from '../../domain/money.ts'
import type { Actor } from '../../http/actor.ts'
import { readFigures } from '../boards/queries.ts'

type Reach = Exclude<Actor['reach'], { kind: 'none' }>

/**
 * How much of an amount of the whole chain falls to the stores in reach: the part of the sales of the year before that
 * was theirs. A whole year, because what nobody claimed reaches a store's pool a month late. Undefined without sales.
 */
export type ShareOf = (fen: number) => number | undefined

export async function shareOfReach(
  read: EntityManager,
  { fromDay }: Pick<Campaign, 'fromDay'>,
  reach: Reach,
): Promise<ShareOf> {
  if (reach.kind === 'all') return (fen) => fen
  const year = { from: addDays(fromDay, -365), to: addDays(fromDay, -1) }
  const [own, all] = [await netOf(read, year, reach), await netOf(read, year, { kind: 'all' })]
  if (own <= 0 || all <= 0 || own > all) return () => undefined
  const shares = [
    { key: 'own', parts: own },
    { key: 'rest', parts: all - own },
  ]
  return (fen) => splitByShares(fen, shares).find(({ key }) => key === 'own')?.fen
}

/** Of the day roll-ups: guides and pools; what nobody holds is nobody's share. */
async function netOf(read: EntityManager, period: { from: string; to: string }, reach: Reach): Promise<number> {
  // Whole stores, wherever they were then: the target is for those that are in reach now.
  const scope = reach.kind === 'all' ? reach : { ...reach, spans: reach.storeCodes.map(always) }
  const { guides, pools } = await readFigures(read, period, scope)
  return guides.reduce((sum, { onlineFen, offlineFen }) => sum + onlineFen + offlineFen, pools.storePoolFen)
}
