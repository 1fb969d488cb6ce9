import type { Deps } from '../../deps.ts'
import { type AttributionRules, DEFAULT_ATTRIBUTION_RULES } from '../../domain/attribution/facts.ts'

/** The version in force on the day of payment: a rule never reaches back behind its effective date. */
export function rulesFor(paidDay: string, rules: Deps['rules']['attribution']): AttributionRules {
  if (paidDay < rules.effectiveFrom) return DEFAULT_ATTRIBUTION_RULES
  const { version, mode, waitDays, brought, served } = rules
  return { version, mode, waitDays, brought, served }
}
