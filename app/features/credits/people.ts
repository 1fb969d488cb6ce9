import type { EntityManager } from 'typeorm'
import { Guide, GuideAssignment } from '../../db/entities/org.ts'
import { pickRows } from '../../db/pick.ts'
import type { OrderFacts, PeopleOnDays } from '../../domain/attribution/facts.ts'
import type { AttributionRules } from '../../domain/attribution/rules.ts'
import { groupBy } from './factRows.ts'

/** Who sells: a store manager serves customers too; regional managers and operators do not. */
const SELLING_ROLES: readonly GuideAssignment['role'][] = ['guide', 'store_manager']

const ASSIGNMENT_FIELDS = ['id', 'guideId', 'role', 'storeCode', 'fromDay', 'toDay'] as const
type Assignment = Pick<GuideAssignment, (typeof ASSIGNMENT_FIELDS)[number]>

/**
 * The dated staff facts of these guides, read once and then asked purely.
 * @param managedStores whose managers count too
 */
export async function loadPeople(
  em: EntityManager,
  guideIds: readonly number[],
  managedStores: readonly string[] = [],
): Promise<PeopleOnDays> {
  const managing = { role: 'store_manager' }
  const managers = await pickRows(em, GuideAssignment, ['guideId'], 'storeCode', managedStores, managing)
  const ids = [...guideIds, ...managers.map(({ guideId }) => guideId)]
  const rows = await pickRows(em, GuideAssignment, ASSIGNMENT_FIELDS, 'guideId', ids)
  const guides = await pickRows(em, Guide, ['id', 'leftOn'], 'id', ids)
  return peopleOf(rows, new Map(guides.map((guide) => [guide.id, guide.leftOn])))
}

/** The stores of these orders, where any of the rules asks who manages them. */
export function managedStores(orders: readonly OrderFacts[], rules: readonly AttributionRules[]): string[] {
  if (!rules.some(({ fallback }) => fallback.includes('store_manager'))) return []
  return [...new Set(orders.flatMap(({ storeCode }) => storeCode ?? []))]
}

function peopleOf(assignments: readonly Assignment[], leftOn: ReadonlyMap<number, string | null>): PeopleOnDays {
  const selling = assignments
    .filter((row) => SELLING_ROLES.includes(row.role))
    .sort((a, b) => (a.fromDay === b.fromDay ? b.id - a.id : a.fromDay < b.fromDay ? 1 : -1))
  // A batch of orders asks often and names hundreds of guides: each looks only at its own rows.
  const ofGuide = groupBy(selling, ({ guideId }) => guideId)
  const managing = groupBy(
    selling.filter(({ role }) => role === 'store_manager'),
    ({ storeCode }) => storeCode,
  )
  const covers = (row: Assignment, day: string) => row.fromDay <= day && (row.toDay === null || row.toDay >= day)
  const hasLeft = (guideId: number, day: string) => {
    const lastDay = leftOn.get(guideId) ?? null
    return lastDay !== null && day > lastDay
  }
  return {
    isGuideOn: (guideId, day) => !hasLeft(guideId, day) && (ofGuide.get(guideId) ?? []).some((row) => covers(row, day)),
    // A refund after a guide left still comes off the store where the sale was made: their last one.
    storeOfGuideOn: (guideId, day, preferred) => {
      const known = (ofGuide.get(guideId) ?? []).filter((row) => row.storeCode !== null && row.fromDay <= day)
      const today = known.filter((candidate) => covers(candidate, day))
      const row = today.find(({ storeCode }) => storeCode === preferred) ?? today[0] ?? known[0]
      return row?.storeCode ?? undefined
    },
    // Of two managers who overlap for a day it is the one who came last; the rows are sorted so.
    managerOfStoreOn: (storeCode, day) =>
      managing.get(storeCode)?.find((row) => covers(row, day) && !hasLeft(row.guideId, day))?.guideId,
  }
}
