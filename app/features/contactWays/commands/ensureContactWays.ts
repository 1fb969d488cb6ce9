import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { storeGroupsOn } from '../../groups/queries.ts'
import { closedStores, guidesOnDay } from '../../staff/queries.ts'
import { newStateToken } from '../stateToken.ts'
import { keepWay, type WantedWay } from '../store.ts'

const DEFAULT_CAMPAIGN = 'default'

/**
 * Sees to it that every guide has a QR for each store they work in, and every store's group its own. A store that has
 * closed gets no new one.
 * @returns how many were missing
 */
export async function ensureContactWays(deps: Deps): Promise<number> {
  const day = businessDayOf(deps.clock.nowMs())
  const guides = await guidesOnDay(deps.db.read, day)
  const ofGuides = guides.flatMap(({ guideId, role, storeCode }): WantedWay[] => {
    if (storeCode === null || (role !== 'guide' && role !== 'store_manager')) return []
    return [{ kind: 'guide', guideId, storeCode, campaign: DEFAULT_CAMPAIGN, chatId: null }]
  })
  const groups = await storeGroupsOn(deps.db.read, day)
  const ofGroups = groups.map(
    ({ storeCode, chatId }): WantedWay => ({
      kind: 'group',
      guideId: null,
      storeCode,
      campaign: DEFAULT_CAMPAIGN,
      chatId,
    }),
  )
  const closed = await closedStores(deps.db.read, day)
  let made = 0
  for (const wanted of [...ofGuides, ...ofGroups].filter(({ storeCode }) => !closed.has(storeCode)))
    made += (await ensureWay(deps, wanted)).isNew ? 1 : 0
  return made
}

/** One way and the job that tells WeCom of it, in one transaction. */
export async function ensureWay(deps: Deps, wanted: WantedWay) {
  return deps.db.transaction(async (tx) => {
    const kept = await keepWay(tx, wanted, newStateToken, deps.clock.nowMs())
    const { state, configId } = kept.way
    if (configId === null) {
      const job = { kind: 'contactWays.create', payload: { state }, dedupeKey: `contactWay:${state}` }
      await deps.enqueue(tx, job)
    }
    return kept
  })
}
