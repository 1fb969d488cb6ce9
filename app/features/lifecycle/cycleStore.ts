import type { Tx } from '../../db/database.ts'
import { CycleOverride, LearnedCycle } from '../../db/entities/facts.ts'
import { AuditEntry, Setting } from '../../db/entities/operations.ts'
import { insertOnce } from '../../db/statements.ts'
import type { LearnedForQuantity } from '../../domain/lifecycle/learnCycle.ts'

type Learned = Pick<LearnedCycle, 'kind' | 'subject'>

/**
 * Brings what was learned of one subject to these rows; what is as it was is left alone, so that a second run writes
 * nothing. @returns how many rows were written
 */
export async function saveLearned(
  tx: Tx,
  { kind, subject }: Learned,
  rows: readonly LearnedForQuantity[],
  nowMs: number,
): Promise<number> {
  const before = new Map((await tx.findBy(LearnedCycle, { kind, subject })).map((row) => [row.quantity, row]))
  let written = 0
  for (const row of rows) {
    const known = before.get(row.quantity)
    before.delete(row.quantity)
    if (known && (Object.keys(row) as (keyof LearnedForQuantity)[]).every((name) => known[name] === row[name])) continue
    written += 1
    const { quantity, ...values } = { ...row, learnedAt: nowMs }
    if (known) await tx.update(LearnedCycle, { kind, subject, quantity }, values)
    else await insertOnce(tx, LearnedCycle, { kind, subject, quantity, ...values })
  }
  for (const quantity of before.keys()) await tx.delete(LearnedCycle, { kind, subject, quantity })
  return written + before.size
}

export type OverrideWords = Pick<CycleOverride, 'useUpDays' | 'activeDays' | 'silentDays' | 'churnDays'>

/** Keeps an operator's word and who said it; no word at all takes the row away. */
export async function saveOverride(
  tx: Tx,
  about: Pick<CycleOverride, 'kind' | 'subject'>,
  words: OverrideWords,
  by: { setBy: string; at: number; before: OverrideWords },
): Promise<void> {
  const { kind, subject } = about
  const { setBy, at, before } = by
  if (Object.values(words).every((word) => word === null)) await tx.delete(CycleOverride, { kind, subject })
  else if (!(await insertOnce(tx, CycleOverride, { kind, subject, ...words, setBy, at })))
    await tx.update(CycleOverride, { kind, subject }, { ...words, setBy, at })
  const detail = { kind, before, after: words }
  await tx.insert(AuditEntry, { at, actor: setBy, action: 'cycles.override', subject, detail })
}

export async function saveSetting(tx: Tx, name: string, value: string, nowMs: number): Promise<void> {
  if (!(await insertOnce(tx, Setting, { name, value, updatedAt: nowMs })))
    await tx.update(Setting, { name }, { value, updatedAt: nowMs })
}
