import type { EntityManager } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { Customer } from '../../../db/entities/customers.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { type StageFacts, type StageWhy, stageOf } from '../../../domain/lifecycle/stage.ts'
import { moveStage, setNextCheck } from '../store.ts'

/** Purchases of a customer with what is left of each after refunds. */
export type PurchasesOf = (read: EntityManager, externalUserId: string) => Promise<StageFacts['purchases']>

/**
 * Puts a customer where the facts say. Calling it again, or too often, changes nothing.
 * @returns whether the stage changed
 */
export async function recomputeStage(
  tx: Tx,
  deps: Pick<Deps, 'rules' | 'emit'>,
  purchasesOf: PurchasesOf,
  externalUserId: string,
  nowMs: number,
): Promise<boolean> {
  // Two orders of one customer at once: the later look sees both, and a move is told once.
  await lockRow(tx, 'customers', 'external_user_id', externalUserId)
  const customer = await tx.findOneBy(Customer, { externalUserId })
  if (!customer) return false
  const purchases = await purchasesOf(tx, externalUserId)
  const { stage, why, nextChangeAtMs } = stageOf(
    { addedAtMs: customer.firstAddedAt, purchases },
    deps.rules.lifecycle.default,
    nowMs,
  )
  const nextCheckAt = nextChangeAtMs ?? null
  if (stage === customer.stage) {
    if (nextCheckAt !== customer.nextStageCheckAt) await setNextCheck(tx, externalUserId, nextCheckAt)
    return false
  }
  const move = { from: customer.stage, to: stage, atMs: nowMs, why: whyText(why), nextCheckAt }
  await moveStage(tx, externalUserId, move)
  await deps.emit(tx, { name: 'StageChanged', externalUserId, from: customer.stage, to: stage, atMs: nowMs })
  return true
}

/** The reason as a guide would say it. */
export function whyText(why: StageWhy): string {
  if (why.code === 'never_bought') return '还没有购买'
  if (why.code === 'bought') return `买过 ${why.purchases} 次，最近一次在 ${why.daysSinceLast} 天前`
  return `已有 ${why.days} 天没有购买（满 ${why.limitDays} 天）`
}
