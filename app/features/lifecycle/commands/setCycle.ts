import type { Tx } from '../../../db/database.ts'
import type { Deps } from '../../../deps.ts'
import { isInOrder } from '../../../domain/lifecycle/cycles.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { CycleChanged, CycleInput, CycleRow } from '../contract.ts'
import { type CycleBook, readCycleBook } from '../cycleBook.ts'
import { saveOverride } from '../cycleStore.ts'
import { categoryCycles, categoryRow, overrideWords, productRow, wordsOf } from '../cycleViews.ts'
import { productsByCategory } from '../gapQueries.ts'

export type SetDeps = Pick<Deps, 'db' | 'clock' | 'rules' | 'enqueue'>

/** Keeps an operator's word on one cycle, with what it was; stages and follow-ups then follow by themselves. */
export async function setCycle(deps: SetDeps, actor: Actor, input: CycleInput): Promise<CycleChanged> {
  const productCodes = await productsConcerned(deps, input)
  const before = await deps.db.transaction((tx) => record(tx, deps, actor, input, productCodes))
  const book = await readCycleBook(deps.db.read, deps.rules.lifecycle, productCodes.slice(0, 1))
  return { row: rowOf(book, input), before }
}

/** The product itself, or all of the category. */
async function productsConcerned({ db }: SetDeps, { kind, subject }: CycleInput): Promise<string[]> {
  const categories = await productsByCategory(db.read)
  const codes =
    kind === 'category' ? categories.get(subject) : [...categories.values()].flat().filter((code) => code === subject)
  if (!codes || codes.length === 0) throw new AppError('NOT_FOUND')
  return codes
}

async function record(
  tx: Tx,
  deps: SetDeps,
  actor: Actor,
  input: CycleInput,
  productCodes: readonly string[],
): Promise<CycleChanged['before']> {
  const { kind, subject } = input
  const words = wordsOf(input)
  const book = await readCycleBook(tx, deps.rules.lifecycle, productCodes.slice(0, 1))
  check(book, input)
  const before = overrideWords(book, kind, subject) ?? wordsOf({})
  await saveOverride(tx, { kind, subject }, words, { setBy: actor.userId, at: deps.clock.nowMs(), before })
  if (kind === 'category') await deps.enqueue(tx, { kind: 'lifecycle.applyCycles', payload: {}, lane: 'bulk' })
  if (words.useUpDays === before.useUpDays) return before
  for (const productCode of productCodes)
    await deps.enqueue(tx, { kind: 'lifecycle.tellBuyers', payload: { productCode }, lane: 'bulk' })
  return before
}

function check(book: CycleBook, input: CycleInput): void {
  const hasStageWords = [input.activeDays, input.silentDays, input.churnDays].some((word) => word !== null)
  if (input.kind === 'product' && hasStageWords)
    throw new AppError('RULE', undefined, '商品只能设用完天数，沉默和流失按品类设')
  if (!isInOrder(categoryCycles(book, input.subject, input)))
    throw new AppError('RULE', undefined, '活跃、沉默、流失的天数要一个比一个长')
}

function rowOf(book: CycleBook, { kind, subject }: CycleInput): CycleRow {
  const row = kind === 'category' ? categoryRow(book, subject) : productRow(book, subject)
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
