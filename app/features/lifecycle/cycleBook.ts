import { type EntityManager, In } from 'typeorm'
import { CycleOverride, LearnedCycle } from '../../db/entities/facts.ts'
import { Product } from '../../db/entities/org.ts'
import type { Deps } from '../../deps.ts'
import { type CategoryRule, cyclesInForce, type LearnedDays } from '../../domain/lifecycle/cycles.ts'
import type { StageRules } from '../../domain/lifecycle/stage.ts'
import type { UseUpFacts } from '../../domain/lifecycle/useUp.ts'

export type LifecycleRules = Deps['rules']['lifecycle']

/** What is known of the cycles of some products and their categories, from all three sources. */
export interface CycleBook {
  rules: LifecycleRules
  products: ReadonlyMap<string, Pick<Product, 'name' | 'category' | 'cycleDays'>>
  overrides: readonly CycleOverride[]
  /** Whatever the sample; `learnedOf` gives only what is enough. */
  learned: readonly LearnedCycle[]
}

/** The category as configured; names come from product lists, so `constructor` is a possible one. */
export function categoryRule(rules: LifecycleRules, category: string): CategoryRule | undefined {
  return Object.hasOwn(rules.categories, category) ? rules.categories[category] : undefined
}

/** Three queries, however many products. */
export async function readCycleBook(
  read: EntityManager,
  rules: LifecycleRules,
  productCodes: readonly string[],
): Promise<CycleBook> {
  const codes = [...new Set(productCodes)]
  const rows = codes.length === 0 ? [] : await read.findBy(Product, { code: In(codes) })
  const products = new Map(rows.map((row) => [row.code, row]))
  const categories = [...new Set(rows.map(({ category }) => category))].filter((category) => category !== '')
  const which = [
    { kind: 'product' as const, subject: In(codes) },
    { kind: 'category' as const, subject: In(categories) },
  ]
  const overrides = codes.length === 0 ? [] : await read.findBy(CycleOverride, which)
  const rhythm = { kind: 'rhythm' as const, subject: In(categories) }
  const learned = codes.length === 0 ? [] : await read.findBy(LearnedCycle, [...which, rhythm])
  return { rules, products, overrides, learned }
}

/** Looked at when read, because the floor may have been raised since. */
export const isEnough = (rules: LifecycleRules, { sample, p50 }: LearnedDays): boolean =>
  p50 > 0 && sample >= rules.learning.minSample

export function learnedOf(
  { rules, learned }: CycleBook,
  kind: LearnedCycle['kind'],
  subject: string,
  quantity = 0,
): LearnedCycle | undefined {
  const found = learned.find((row) => row.kind === kind && row.subject === subject && row.quantity === quantity)
  return found && isEnough(rules, found) ? found : undefined
}

export function overrideOf(
  { overrides }: CycleBook,
  kind: CycleOverride['kind'],
  subject: string,
): CycleOverride | undefined {
  return overrides.find((row) => row.kind === kind && row.subject === subject)
}

/** How categories are judged: every one the book knows of; all others by the chain's default. */
export function stageRulesOf(book: CycleBook): StageRules {
  const { rules } = book
  const categories = new Set([...book.products.values()].map(({ category }) => category))
  const entries = [...categories].map((category) => {
    const given = {
      fallback: rules.default,
      configured: categoryRule(rules, category),
      rhythm: learnedOf(book, 'rhythm', category),
      override: overrideOf(book, 'category', category),
    }
    return [category, cyclesInForce(given)] as const
  })
  const { loyalOrders, loyalFen } = rules.default
  return { fallback: cyclesInForce({ fallback: rules.default }), categories: new Map(entries), loyalOrders, loyalFen }
}

/** What is known of how long so many pieces of a product last. */
export function useUpFacts(book: CycleBook, productCode: string, quantity: number): UseUpFacts {
  const product = book.products.get(productCode)
  const category = product?.category ?? ''
  return {
    override: overrideOf(book, 'product', productCode)?.useUpDays ?? undefined,
    configured: product?.cycleDays ?? undefined,
    learnedForQuantity: learnedOf(book, 'product', productCode, Math.max(1, quantity)),
    learnedPerPiece: learnedOf(book, 'product', productCode),
    ...categoryUseUpFacts(book, category),
  }
}

/** How long one piece of a category lasts where nothing is known of the product. */
export function categoryUseUpFacts(book: CycleBook, category: string): UseUpFacts {
  return {
    category: {
      override: overrideOf(book, 'category', category)?.useUpDays ?? undefined,
      rule: categoryRule(book.rules, category),
      learnedPerPiece: learnedOf(book, 'category', category),
    },
  }
}
