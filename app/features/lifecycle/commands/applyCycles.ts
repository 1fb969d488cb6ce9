import { Setting } from '../../../db/entities/operations.ts'
import type { Deps } from '../../../deps.ts'
import { allCustomers, buyersOfCategory } from '../customerPages.ts'
import { readCycleBook, stageRulesOf } from '../cycleBook.ts'
import { saveSetting } from '../cycleStore.ts'
import { productsByCategory } from '../gapQueries.ts'
import { makeDue } from '../store.ts'

export type ApplyDeps = Pick<Deps, 'db' | 'clock' | 'rules' | 'enqueue'>

const SETTING = 'lifecycle.cycles'
const BATCH = 200
/** The chain's default, under a name that no category has. */
const DEFAULT = ''

/**
 * Compares the cycles in force, whoever changed them (a file, what was learned, an operator), with those stages were
 * last judged by, and makes the customers concerned due for the sweep. Nothing is written while nothing has changed.
 */
export async function applyCycles(deps: ApplyDeps, signal: AbortSignal): Promise<string> {
  const { db, clock } = deps
  const inForce = await cyclesNow(deps)
  const value = JSON.stringify(Object.fromEntries(inForce))
  const setting = await db.read.findOneBy(Setting, { name: SETTING })
  if (setting?.value === value) return 'as before'
  const before: Record<string, string> = setting ? JSON.parse(setting.value) : {}
  const changed = [...inForce].filter(([category, cycle]) => before[category] !== cycle).map(([category]) => category)
  for (const category of changed.includes(DEFAULT) ? [DEFAULT] : changed) await makeBuyersDue(deps, category, signal)
  await db.transaction(async (tx) => {
    await saveSetting(tx, SETTING, value, clock.nowMs())
    await deps.enqueue(tx, { kind: 'lifecycle.sweep', payload: {}, lane: 'bulk' })
  })
  return `${changed.length} changed`
}

async function cyclesNow({ db, rules }: ApplyDeps): Promise<Map<string, string>> {
  const categories = await productsByCategory(db.read)
  // Any one product brings its category into the book.
  const book = await readCycleBook(
    db.read,
    rules.lifecycle,
    [...categories.values()].flatMap(([first]) => first ?? []),
  )
  const { fallback, categories: cycles, loyalOrders, loyalFen } = stageRulesOf(book)
  const { activeDays, silentDays, churnDays } = fallback
  const inForce = new Map([[DEFAULT, `${activeDays}/${silentDays}/${churnDays}/${loyalOrders}/${loyalFen}`]])
  for (const [category, cycle] of cycles) {
    if (category === DEFAULT) continue
    inForce.set(category, `${cycle.activeDays}/${cycle.silentDays}/${cycle.churnDays}`)
  }
  return inForce
}

async function makeBuyersDue({ db, clock }: ApplyDeps, category: string, signal: AbortSignal): Promise<void> {
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const page =
      category === DEFAULT
        ? await allCustomers(db.read, after, BATCH)
        : await buyersOfCategory(db.read, category, after, BATCH)
    await db.transaction((tx) => makeDue(tx, page, clock.nowMs()))
    if (page.length < BATCH) return
    after = page.at(-1) ?? after
  }
}
