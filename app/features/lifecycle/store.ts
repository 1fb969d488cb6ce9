import { In } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { Customer, StageChange } from '../../db/entities/customers.ts'
import { CustomerFact, CustomerProduct } from '../../db/entities/facts.ts'
import { insertOnce } from '../../db/statements.ts'
import type { Stage } from '../../domain/lifecycle/stage.ts'
import type { BuyingFacts, ProductFacts } from '../../domain/lifecycle/summarise.ts'
import { changeRows, marks } from '../../jobs/changeRows.ts'

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

/** The sweep looks at these again. */
export async function makeDue(tx: Tx, externalUserIds: readonly string[], nowMs: number): Promise<void> {
  if (externalUserIds.length === 0) return
  const sql = `UPDATE customers SET next_stage_check_at = ? WHERE external_user_id IN (${marks(externalUserIds)})
    AND (next_stage_check_at IS NULL OR next_stage_check_at > ?)`
  await changeRows(tx, sql, [nowMs, ...externalUserIds, nowMs])
}

const NO_SCORE = { recency: 0, frequency: 0, money: 0, rfm: '', quality: '' } as const

/**
 * Writes what the customer's buying comes to, where it is not that already; scores are the nightly run's, but who has
 * nothing left has none. The caller holds the customer's row.
 * @returns which part was written
 */
export async function saveBuying(
  tx: Tx,
  externalUserId: string,
  facts: BuyingFacts,
  nowMs: number,
): Promise<'buying' | 'visit' | 'nothing'> {
  const before = await tx.findOneBy(CustomerFact, { externalUserId })
  if (!before) {
    await insertOnce(tx, CustomerFact, { externalUserId, ...facts, ...NO_SCORE, updatedAt: nowMs })
    return facts.purchases > 0 ? 'buying' : 'visit'
  }
  const changed = (Object.keys(facts) as (keyof BuyingFacts)[]).filter((name) => facts[name] !== before[name])
  if (changed.length === 0) return 'nothing'
  const scores = facts.purchases === 0 ? NO_SCORE : {}
  await tx.update(CustomerFact, { externalUserId }, { ...facts, ...scores, updatedAt: nowMs })
  return changed.some((name) => name !== 'lastVisitAt') ? 'buying' : 'visit'
}

/** The same per product. @returns whether anything was written */
export async function saveProducts(
  tx: Tx,
  externalUserId: string,
  products: readonly ProductFacts[],
): Promise<boolean> {
  const before = new Map((await tx.findBy(CustomerProduct, { externalUserId })).map((row) => [row.productCode, row]))
  const fresh = products.filter((product) => !before.has(product.productCode))
  const changed = products.filter((product) => {
    const row = before.get(product.productCode)
    return (
      row !== undefined && (Object.keys(product) as (keyof ProductFacts)[]).some((name) => product[name] !== row[name])
    )
  })
  const codes = new Set(products.map(({ productCode }) => productCode))
  const gone = [...before.keys()].filter((productCode) => !codes.has(productCode))
  if (fresh.length > 0) {
    await tx.insert(
      CustomerProduct,
      fresh.map((product) => ({ externalUserId, ...product })),
    )
  }
  for (const { productCode, ...values } of changed) {
    await tx.update(CustomerProduct, { externalUserId, productCode }, values)
  }
  if (gone.length > 0) await tx.delete(CustomerProduct, { externalUserId, productCode: In(gone) })
  return fresh.length + changed.length + gone.length > 0
}

export type Scores = Pick<CustomerFact, 'recency' | 'frequency' | 'money' | 'rfm' | 'quality'>

/**
 * Scores belong to the buying they were made from: a purchase since then leaves them to the next run.
 * @returns whether they were written
 */
export async function saveScores(
  tx: Tx,
  seen: Pick<CustomerFact, 'externalUserId' | 'purchases' | 'netFen'>,
  scores: Scores,
  nowMs: number,
): Promise<boolean> {
  const { externalUserId, purchases, netFen } = seen
  const { affected } = await tx.update(
    CustomerFact,
    { externalUserId, purchases, netFen },
    { ...scores, updatedAt: nowMs },
  )
  return (affected ?? 0) > 0
}
