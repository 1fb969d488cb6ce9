import { type EntityManager, In } from 'typeorm'
import { Guide, GuideAssignment } from '../../db/entities/org.ts'
import type { PeopleOnDays } from '../../domain/attribution/facts.ts'

/** Who sells: a store manager serves customers too; regional managers and operators do not. */
const SELLING_ROLES: readonly GuideAssignment['role'][] = ['guide', 'store_manager']

/** The dated staff facts of these guides, read once and then asked purely. */
export async function loadPeople(em: EntityManager, guideIds: readonly number[]): Promise<PeopleOnDays> {
  const ids = [...new Set(guideIds)]
  const rows = ids.length === 0 ? [] : await em.findBy(GuideAssignment, { guideId: In(ids) })
  const guides = ids.length === 0 ? [] : await em.findBy(Guide, { id: In(ids) })
  return peopleOf(rows, new Map(guides.map((guide) => [guide.id, guide.leftOn])))
}

function peopleOf(assignments: readonly GuideAssignment[], leftOn: ReadonlyMap<number, string | null>): PeopleOnDays {
  const selling = assignments
    .filter((row) => SELLING_ROLES.includes(row.role))
    .sort((a, b) => (a.fromDay === b.fromDay ? b.id - a.id : a.fromDay < b.fromDay ? 1 : -1))
  const covers = (row: GuideAssignment, day: string) => row.fromDay <= day && (row.toDay === null || row.toDay >= day)
  return {
    isGuideOn: (guideId, day) => {
      const lastDay = leftOn.get(guideId) ?? null
      if (lastDay !== null && day > lastDay) return false
      return selling.some((row) => row.guideId === guideId && covers(row, day))
    },
    // A refund after a guide left still comes off the store where the sale was made: their last one.
    storeOfGuideOn: (guideId, day) => {
      const known = selling.filter((row) => row.guideId === guideId && row.storeCode !== null && row.fromDay <= day)
      const row = known.find((candidate) => covers(candidate, day)) ?? known[0]
      return row?.storeCode ?? undefined
    },
  }
}
