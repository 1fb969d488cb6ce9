import type { Deps } from '../../deps.ts'
import { type AttributionRules, DEFAULT_ATTRIBUTION_RULES } from '../../domain/attribution/rules.ts'

/** The version in force on the day of payment: a rule never reaches back behind its effective date. */
export function rulesFor(paidDay: string, versions: Deps['rules']['attribution']): AttributionRules {
  return versions.findLast(({ effectiveFrom }) => effectiveFrom <= paidDay) ?? DEFAULT_ATTRIBUTION_RULES
}
