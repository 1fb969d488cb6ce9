import { addDays, businessDayOf, daysBetween } from '../../../app/domain/businessDay.ts'
import type { SegmentFilter } from '../../../app/features/segments/contract.ts'

/** A customer as a test plants them; `id` becomes the externalUserId. */
export interface Planted {
  id: string
  stage: 'lead' | 'new' | 'active' | 'loyal' | 'silent' | 'churned'
  addedDaysAgo: number
  relation: 'active' | 'half' | 'customer_deleted' | 'none'
  guide: 'lin' | 'zhou' | 'gone' | undefined
  store: 'SH001' | 'SH002' | 'GZ001' | undefined
  facts:
    | {
        purchases: number
        netFen: number
        rfm: string
        quality: '' | 'high' | 'low'
        boughtDaysAgo: number | undefined
        cameDaysAgo: number | undefined
      }
    | undefined
  tags: string[]
  member: { tier: string; birthday: string | undefined } | undefined
  products: { code: string; purchases: number }[]
  complaint: 'open' | 'closed' | undefined
}

const REGION_OF = { SH001: 'EAST', SH002: 'EAST', GZ001: 'SOUTH' } as const
export const CATEGORY_OF: Record<string, string> = { P1: 'tea', P2: 'tea', P3: 'skin' }

/** The filter as its definition reads, one customer at a time. */
export function slowlyMatches(who: Planted, filter: SegmentFilter, nowMs: number): boolean {
  const today = businessDayOf(nowMs)
  const { facts, member } = who
  const isFriend = who.relation === 'active' || who.relation === 'half'
  const has = <T>(list: readonly T[] | undefined, value: T | undefined) =>
    list === undefined || (value !== undefined && list.includes(value))
  const between = (value: number | undefined, min: number | undefined, max: number | undefined) =>
    (min === undefined && max === undefined) ||
    (value !== undefined && value >= (min ?? 0) && (max === undefined || value <= max))
  const bought = who.products.filter(({ purchases }) => purchases > 0).map(({ code }) => code)
  const regions = who.store ? ['CN', REGION_OF[who.store]] : []
  return (
    (filter.isLost ?? false) === !isFriend &&
    has(filter.stages, who.stage) &&
    has(filter.rfm, facts?.rfm) &&
    (filter.quality === undefined || facts?.quality === filter.quality) &&
    has(filter.tiers, member?.tier) &&
    (filter.tagIds === undefined || filter.tagIds.some((tag) => who.tags.includes(tag))) &&
    !(filter.notTagIds ?? []).some((tag) => who.tags.includes(tag)) &&
    has(filter.storeCodes, who.store) &&
    (filter.regionCodes === undefined || filter.regionCodes.some((code) => regions.includes(code))) &&
    has(filter.guideUserIds, who.guide && `guide.${who.guide}`) &&
    between(facts?.purchases ?? 0, filter.purchasesMin, filter.purchasesMax) &&
    between(facts?.netFen ?? 0, filter.netFenMin, filter.netFenMax) &&
    between(facts?.cameDaysAgo, filter.daysSinceVisitMin, filter.daysSinceVisitMax) &&
    between(facts?.boughtDaysAgo, filter.daysSincePurchaseMin, filter.daysSincePurchaseMax) &&
    between(who.addedDaysAgo, filter.addedDaysMin, filter.addedDaysMax) &&
    (filter.productCodes === undefined || filter.productCodes.some((code) => bought.includes(code))) &&
    (filter.categories === undefined ||
      filter.categories.some((name) => bought.some((code) => CATEGORY_OF[code] === name))) &&
    (filter.hasMemberCard === undefined || filter.hasMemberCard === Boolean(member)) &&
    (filter.hasOpenComplaint === undefined || filter.hasOpenComplaint === (who.complaint === 'open')) &&
    (filter.birthdayWithinDays === undefined || isBirthdayNear(member?.birthday, today, filter.birthdayWithinDays))
  )
}

function isBirthdayNear(birthday: string | undefined, today: string, within: number): boolean {
  if (birthday === undefined) return false
  return [today.slice(0, 4), addDays(today, within).slice(0, 4)].some((year) => {
    const isLeap = addDays(`${year}-02-28`, 1).endsWith('29')
    const day = birthday === '02-29' && !isLeap ? `${year}-02-28` : `${year}-${birthday}`
    const ahead = daysBetween(today, day)
    return ahead >= 0 && ahead <= within
  })
}
