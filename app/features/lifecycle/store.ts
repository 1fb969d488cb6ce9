import type { Tx } from '../../db/database.ts'
import { Customer, StageChange } from '../../db/entities/customers.ts'
import type { Stage } from '../../domain/lifecycle/stage.ts'

/** Moves the customer and keeps the move, dated, with its reason. */
export async function moveStage(
  tx: Tx,
  externalUserId: string,
  move: { from: Stage; to: Stage; atMs: number; why: string; nextCheckAt: number | null },
): Promise<void> {
  const { from, to, atMs, why, nextCheckAt } = move
  await tx.update(Customer, { externalUserId }, { stage: to, stageSinceAt: atMs, nextStageCheckAt: nextCheckAt })
  await tx.insert(StageChange, { externalUserId, fromStage: from, toStage: to, at: atMs, why })
}

export async function setNextCheck(tx: Tx, externalUserId: string, nextStageCheckAt: number | null): Promise<void> {
  await tx.update(Customer, { externalUserId }, { nextStageCheckAt })
}
