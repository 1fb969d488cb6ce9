import type { EntityManager } from 'typeorm'
import { cyclesInForce, type OverrideDays } from '../../domain/lifecycle/cycles.ts'
import { useUpDaysOf } from '../../domain/lifecycle/useUp.ts'
import type { CycleRow, Cycles, CycleWords, LearnedView } from './contract.ts'
import {
  type CycleBook,
  categoryRule,
  categoryUseUpFacts,
  isEnough,
  type LifecycleRules,
  learnedOf,
  overrideOf,
  readCycleBook,
  useUpFacts,
} from './cycleBook.ts'
import { productsByCategory } from './gapQueries.ts'
import { FROM_TEXTS, USE_UP_TEXTS } from './present.ts'

const PAGE = 100

export interface CyclesQuery {
  words: string
  after: string
}

/** Every category, and a page of products, each with all that is known of its cycle. */
export async function readCycles(
  read: EntityManager,
  rules: LifecycleRules,
  { words, after }: CyclesQuery,
): Promise<Cycles> {
  const categories = await productsByCategory(read)
  categories.delete('')
  const codes = await findProducts(read, words, after)
  const first = [...categories.values()].flatMap(([code]) => code ?? [])
  const book = await readCycleBook(read, rules, [...codes.slice(0, PAGE), ...first])
  return {
    minSample: rules.learning.minSample,
    categories: [...categories.keys()].map((category) => categoryRow(book, category)),
    products: codes.slice(0, PAGE).flatMap((code) => productRow(book, code) ?? []),
    nextAfter: codes.length > PAGE ? (codes[PAGE - 1] ?? null) : null,
  }
}

/** `!` before what LIKE would read as a joker: the same in every database. */
async function findProducts(read: EntityManager, words: string, after: string): Promise<string[]> {
  const like = `%${words.replaceAll(/[!%_]/g, '!$&')}%`
  const rows: { code: string }[] = await read.query(
    `SELECT code FROM products WHERE code > ? AND (name LIKE ? ESCAPE '!' OR code LIKE ? ESCAPE '!')
     ORDER BY code LIMIT ?`,
    [after, like, like, PAGE + 1],
  )
  return rows.map(({ code }) => code)
}

export function productRow(book: CycleBook, code: string): CycleRow | undefined {
  const product = book.products.get(code)
  if (!product) return undefined
  const useUp = useUpDaysOf(useUpFacts(book, code, 1), 1)
  return {
    kind: 'product',
    subject: code,
    title: product.name,
    categoryTitle: titleOf(book, product.category),
    configured: { ...NO_WORDS, useUpDays: product.cycleDays },
    learned: learnedView(book, 'product', code),
    rhythm: null,
    override: overrideWords(book, 'product', code),
    useUp: useUp ? { days: useUp.days, fromText: USE_UP_TEXTS[useUp.source] } : null,
    stages: null,
  }
}

export function categoryRow(book: CycleBook, category: string): CycleRow {
  const configured = categoryRule(book.rules, category)
  const override = overrideWords(book, 'category', category)
  const { from, ...stages } = categoryCycles(book, category, override ?? {})
  const useUp = useUpDaysOf(categoryUseUpFacts(book, category), 1)
  const useUpFrom = override?.useUpDays ? 'override' : configured?.useUpDays ? 'configured' : 'learned'
  return {
    kind: 'category',
    subject: category,
    title: titleOf(book, category),
    categoryTitle: titleOf(book, category),
    configured: wordsOf(configured ?? {}),
    learned: learnedView(book, 'category', category),
    rhythm: learnedView(book, 'rhythm', category),
    override,
    useUp: useUp ? { days: useUp.days, fromText: USE_UP_TEXTS[useUpFrom] } : null,
    stages: { ...stages, fromText: FROM_TEXTS[from] },
  }
}

/** In force if the operator's word were this. */
export function categoryCycles(book: CycleBook, category: string, override: OverrideDays) {
  const rhythm = learnedOf(book, 'rhythm', category)
  return cyclesInForce({
    fallback: book.rules.default,
    configured: categoryRule(book.rules, category),
    rhythm,
    override,
  })
}

const NO_WORDS: CycleWords = { useUpDays: null, activeDays: null, silentDays: null, churnDays: null }

export function overrideWords(book: CycleBook, kind: CycleRow['kind'], subject: string): CycleWords | null {
  const override = overrideOf(book, kind, subject)
  return override ? wordsOf(override) : null
}

export function wordsOf({ useUpDays, activeDays, silentDays, churnDays }: OverrideWordsIn): CycleWords {
  return {
    useUpDays: useUpDays ?? null,
    activeDays: activeDays ?? null,
    silentDays: silentDays ?? null,
    churnDays: churnDays ?? null,
  }
}

type OverrideWordsIn = { [Name in keyof CycleWords]?: number | null | undefined }

function titleOf(book: CycleBook, category: string): string {
  return categoryRule(book.rules, category)?.title ?? category
}

function learnedView(book: CycleBook, kind: 'product' | 'category' | 'rhythm', subject: string): LearnedView | null {
  const row = book.learned.find((one) => one.kind === kind && one.subject === subject && one.quantity === 0)
  if (!row) return null
  const { sample, p25, p50, p75, p90 } = row
  return { sample, isEnough: isEnough(book.rules, row), p25, p50, p75, p90 }
}
