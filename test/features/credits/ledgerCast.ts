import type { Database } from '../../../app/db/database.ts'
import { Guide, GuideAssignment } from '../../../app/db/entities/org.ts'
import { readAttribution } from '../../../config/attributionRules.ts'
import { seedChain } from './ledgerBench.ts'

/**
 * Beside the shipped version two more, so that rules change twice while facts arrive. The first counts touches, cuts
 * in three and settles in working days across the National Day week, for some orders after the last fact; the second gives
 * every friend a part, waits long, asks for the store's manager and settles at once.
 */
export const LATER_RULES = [
  `
version: 2
title: 三方分成
effectiveFrom: 2026-10-01
claims:
  - { mode: last_touch, touches: { friend: 20 }, protectDays: 5 }
  - { mode: first_touch }
shares: { brought: 5, served: 3, shared: 0, store: 1 }
absentTo: store
fallback: [served, waiting, store]
waitDays: 10
freeze: { days: 30, of: working, from: paid }
`,
  `
version: 3
title: 人人有份
effectiveFrom: 2026-11-01
claims:
  - { mode: every_touch, touches: { friend: null } }
  - { mode: first_touch }
shares: { brought: 3, served: 2, shared: 2, store: 0 }
absentTo: present
fallback: [served, waiting, store_manager, store]
waitDays: 25
freeze: { days: 0, of: calendar, from: paid }
`,
].map(readAttribution)

/**
 * Nobody stays where they are: lin also works in SH002 from September 20, zhou moves from SH001 to SH002 on October 10,
 * wu leaves on October 24; hua manages BJ001 until November 10.
 * @returns the ids of lin, zhou and wu
 */
export async function seedMovers(db: Database): Promise<number[]> {
  const { lin, zhou, wu } = await seedChain(db)
  await db.transaction(async (tx) => {
    await tx.insert(GuideAssignment, working(lin, 'SH002', '2026-09-20'))
    await tx.update(GuideAssignment, { guideId: zhou }, { toDay: '2026-10-09' })
    await tx.insert(GuideAssignment, working(zhou, 'SH002', '2026-10-10'))
    await tx.update(GuideAssignment, { guideId: wu }, { toDay: '2026-10-24' })
    await tx.update(Guide, { id: wu }, { state: 'left', leftOn: '2026-10-24' })
    const row = {
      userId: 'guide.hua',
      userKey: 'guide.hua',
      name: '华',
      state: 'active',
      leftOn: null,
      createdAt: 1,
    } as const
    const hua = Number((await tx.insert(Guide, { ...row })).identifiers[0]?.id)
    await tx.insert(GuideAssignment, {
      ...working(hua, 'BJ001', '2026-01-01'),
      role: 'store_manager',
      toDay: '2026-11-10',
    })
  })
  return [lin, zhou, wu]
}

function working(guideId: number, storeCode: string, fromDay: string) {
  return { guideId, role: 'guide', level: 'skilled', storeCode, regionCode: null, fromDay, toDay: null } as const
}
