import { type EntityManager, In } from 'typeorm'
import { Guide, Store } from '../../db/entities/org.ts'

export interface CaseNames {
  ofGuide(guideId: number): string
  /** By WeCom userid, as decisions keep it. */
  ofUser(userId: string): string
  ofStore(storeCode: string): string
}

/** The names of everybody whom these cases mention; an id without a name is shown as it is. */
export async function loadNames(
  read: EntityManager,
  mentioned: { guideIds: readonly number[]; userIds: readonly (string | null)[]; storeCodes: readonly string[] },
): Promise<CaseNames> {
  const userKeys = mentioned.userIds.flatMap((id) => (id === null ? [] : id.toLowerCase()))
  const guides = await read.find(Guide, {
    where: [{ id: In([...new Set(mentioned.guideIds)]) }, { userKey: In([...new Set(userKeys)]) }],
  })
  const stores = await read.findBy(Store, { code: In([...new Set(mentioned.storeCodes)]) })
  const byId = new Map(guides.map((guide) => [guide.id, guide.name || guide.userId]))
  const byUser = new Map(guides.map((guide) => [guide.userKey, guide.name || guide.userId]))
  const byCode = new Map(stores.map((store) => [store.code, store.name]))
  return {
    ofGuide: (id) => byId.get(id) ?? `导购 ${id}`,
    ofUser: (id) => byUser.get(id.toLowerCase()) ?? id,
    ofStore: (code) => byCode.get(code) ?? code,
  }
}
