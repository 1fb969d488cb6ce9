import type { Deps } from '../../../deps.ts'
import { addDays, businessDayOf } from '../../../domain/businessDay.ts'
import {
  daysPerPiece,
  type LearnedForQuantity,
  learnByQuantity,
  learnCycle,
  tooFew,
} from '../../../domain/lifecycle/learnCycle.ts'
import { saveLearned } from '../cycleStore.ts'
import { gapsOfCategory, gapsOfProduct, productsByCategory } from '../gapQueries.ts'
import { useUpDaysForAll } from '../queries.ts'

export type LearnDeps = Pick<Deps, 'db' | 'clock' | 'rules' | 'enqueue'>

/**
 * Learns every product's and category's cycle from the chain's own repurchases, one product at a time; follow-ups are
 * planned anew only for products of which a piece now lasts another number of days.
 */
export async function learnCycles(deps: LearnDeps, signal: AbortSignal): Promise<string> {
  const { learning } = deps.rules.lifecycle
  const sinceDay = addDays(businessDayOf(deps.clock.nowMs()), -learning.lookBackDays)
  let written = 0
  for (const [category, productCodes] of await productsByCategory(deps.db.read)) {
    const before = await daysOfEach(deps, productCodes)
    const perPiece: number[] = []
    for (const productCode of productCodes) {
      signal.throwIfAborted()
      const gaps = await gapsOfProduct(deps.db.read, productCode, sinceDay)
      for (const gap of gaps) perPiece.push(daysPerPiece(gap))
      const learned = gaps.length > 0 ? learnByQuantity(gaps, learning) : []
      written += await save(deps, 'product', productCode, learned)
    }
    if (category !== '') written += await learnCategory(deps, category, perPiece, sinceDay)
    await tellChanged(deps, productCodes, before)
  }
  return `${written} rows`
}

async function learnCategory(
  deps: LearnDeps,
  category: string,
  perPiece: readonly number[],
  sinceDay: string,
): Promise<number> {
  const rhythm = (await gapsOfCategory(deps.db.read, category, sinceDay)).map(({ days }) => days)
  const learned = (gaps: readonly number[]) => [
    { quantity: 0, ...(learnCycle(gaps, deps.rules.lifecycle.learning) ?? tooFew(gaps.length)) },
  ]
  const ofPieces = await save(deps, 'category', category, learned(perPiece))
  return ofPieces + (await save(deps, 'rhythm', category, learned(rhythm)))
}

function save(
  { db, clock }: LearnDeps,
  kind: 'product' | 'category' | 'rhythm',
  subject: string,
  rows: readonly LearnedForQuantity[],
): Promise<number> {
  return db.transaction((tx) => saveLearned(tx, { kind, subject }, rows, clock.nowMs()))
}

async function daysOfEach({ db, rules }: LearnDeps, productCodes: readonly string[]) {
  const pieces = productCodes.map((productCode) => ({ productCode, quantity: 1 }))
  return (await useUpDaysForAll(db.read, rules, pieces)).map((useUp) => useUp?.days)
}

async function tellChanged(
  deps: LearnDeps,
  productCodes: readonly string[],
  before: readonly (number | undefined)[],
): Promise<void> {
  const after = await daysOfEach(deps, productCodes)
  const changed = productCodes.filter((_, index) => before[index] !== after[index])
  if (changed.length === 0) return
  await deps.db.transaction(async (tx) => {
    for (const productCode of changed)
      await deps.enqueue(tx, { kind: 'lifecycle.tellBuyers', payload: { productCode }, lane: 'bulk' })
  })
}
