import type { CategoryRule, LearnedDays } from './cycles.ts'

export interface UseUp {
  /** Days until all that was bought is used up, at least 1. */
  days: number
  /** `category`: nothing is known of the product itself. */
  source: 'override' | 'configured' | 'learned' | 'category'
}

/** What is known of how long a product lasts. Days are of one piece unless said otherwise. */
export interface UseUpFacts {
  override?: number | undefined
  configured?: number | undefined
  /** For just the quantity in question: of all its pieces together. */
  learnedForQuantity?: LearnedDays | undefined
  learnedPerPiece?: LearnedDays | undefined
  category: {
    override?: number | undefined
    rule?: CategoryRule | undefined
    learnedPerPiece?: LearnedDays | undefined
  }
}

/**
 * How long `quantity` pieces last, first that is known: the operator's word, the configured cycle, the product's own
 * repurchase gaps (the middle one) for that quantity, then per piece; then the category in the same order.
 */
export function useUpDaysOf(facts: UseUpFacts, quantity: number): UseUp | undefined {
  const pieces = Math.max(1, quantity)
  const { override, configured, learnedForQuantity, learnedPerPiece, category } = facts
  if (override !== undefined) return { days: wholeDays(override * pieces), source: 'override' }
  if (configured !== undefined) return { days: wholeDays(configured * pieces), source: 'configured' }
  if (category.override === undefined && category.rule?.isUsedUp === false) return undefined
  if (learnedForQuantity) return { days: wholeDays(learnedForQuantity.p50), source: 'learned' }
  if (learnedPerPiece) return { days: wholeDays(learnedPerPiece.p50 * pieces), source: 'learned' }
  const perPiece = category.override ?? category.rule?.useUpDays ?? category.learnedPerPiece?.p50
  return perPiece === undefined ? undefined : { days: wholeDays(perPiece * pieces), source: 'category' }
}

const wholeDays = (days: number) => Math.max(1, Math.round(days))
