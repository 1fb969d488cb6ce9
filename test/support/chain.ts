import type { LocalWeCom } from 'wecom-sdk/local'
import { Guide, GuideAssignment, type GuideLevel, Region, type Role, Store } from '../../app/db/entities/org.ts'
import type { Deps } from '../../app/deps.ts'

export interface Person {
  userId: string
  name?: string
  role?: Role
  level?: GuideLevel
  storeCode?: string | null
  regionCode?: string | null
  fromDay?: string
}

/** A small chain of shops: two regions, three stores, and whoever is asked for, here and at the local WeCom. */
export async function seedChain(deps: Deps, local: LocalWeCom, people: Person[]): Promise<Record<string, number>> {
  const ids: Record<string, number> = {}
  await deps.db.transaction(async (tx) => {
    await tx.insert(Region, [
      { code: 'CN', name: '全国', parentCode: null, path: '/CN/' },
      { code: 'EAST', name: '华东', parentCode: 'CN', path: '/CN/EAST/' },
      { code: 'SOUTH', name: '华南', parentCode: 'CN', path: '/CN/SOUTH/' },
    ])
    await tx.insert(Store, [
      { code: 'SH001', name: '徐汇店', regionCode: 'EAST', openedOn: null, closedOn: null },
      { code: 'SH002', name: '静安店', regionCode: 'EAST', openedOn: null, closedOn: null },
      { code: 'GZ001', name: '天河店', regionCode: 'SOUTH', openedOn: null, closedOn: null },
    ])
    for (const person of people) {
      const { userId, name = userId, role = 'guide', level = 'skilled', fromDay = '2026-01-01' } = person
      const guide = {
        userId,
        userKey: userId.toLowerCase(),
        name,
        state: 'active',
        leftOn: null,
        createdAt: 0,
      } as const
      const { identifiers } = await tx.insert(Guide, guide)
      const guideId = (identifiers[0] as { id: number }).id
      const { storeCode = 'SH001', regionCode = null } = person
      await tx.insert(GuideAssignment, { guideId, role, level, storeCode, regionCode, fromDay, toDay: null })
      ids[userId] = guideId
    }
  })
  for (const { userId, name = userId } of people) local.addMember({ userid: userId, name })
  return ids
}
