import { CreditDryRun } from '../../../db/entities/creditCases.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { lastOrderId } from '../compareNext.ts'
import type { DryRunInput } from '../contract.ts'
import { checkPeriod } from '../period.ts'
import { presentFaults } from '../present.ts'
import { insertRun } from '../store.ts'

/**
 * Holds a rule file against a past period, as if it had been in force on those days. Nothing is posted; the work is
 * done by jobs, batch after batch; the same `clientKey` starts it once.
 * @throws AppError RULE with every fault of the file, BAD_REQUEST for a period that cannot be, CONFLICT for a known key
 * with other content
 */
export async function startDryRun(deps: Deps, actor: Actor, input: DryRunInput): Promise<CreditDryRun> {
  const { clientKey, rules, from: fromDay, to: toDay } = input
  const at = deps.clock.nowMs()
  checkPeriod(input, businessDayOf(at))
  const read = deps.ruleFiles.check(rules)
  if ('faults' in read) throw new AppError('RULE', presentFaults(read.faults), '规则文件里有错，请先改好')
  const asked = { clientKey, rules, fromDay, toDay, askedBy: actor.userId }
  const run = {
    ...{ ...asked, title: read.found.title, state: 'running' as const, at, doneAt: null },
    ...{ atOrderId: 0, throughOrderId: await lastOrderId(deps.db.read) },
    ...{ orders: 0, changed: 0, netFen: 0, movedFen: 0, settledBeforeFen: 0, settledAfterFen: 0 },
  }
  await deps.db.transaction(async (tx) => {
    const runId = await insertRun(tx, run)
    if (runId !== undefined) await deps.enqueue(tx, { kind: 'dryRuns.run', payload: { runId, after: 0 } })
  })
  const stored = await deps.db.read.findOneByOrFail(CreditDryRun, { clientKey })
  const isSame = (Object.keys(asked) as (keyof typeof asked)[]).every((name) => stored[name] === asked[name])
  if (!isSame) throw new AppError('CONFLICT')
  return stored
}
