import type { CreditDryRun } from '../../db/entities/creditCases.ts'
import type { Deps } from '../../deps.ts'
import type { Question } from './compareNext.ts'

/** @throws Error when the stored file is no longer one that this product understands */
export function questionOf({ ruleFiles }: Pick<Deps, 'ruleFiles'>, run: CreditDryRun): Question {
  const { rules, fromDay, toDay, throughOrderId, at } = run
  const read = ruleFiles.check(rules)
  if ('faults' in read) throw new Error(`dry run ${run.id}: its rule file has ${read.faults.length} faults`)
  return { rules: read.found, fromDay, toDay, throughOrderId, atMs: at }
}
