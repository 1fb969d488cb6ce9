import type { Tx } from '../../db/database.ts'
import { AuditEntry } from '../../db/entities/operations.ts'
import { IntakeException } from '../../db/entities/orders.ts'

/** @returns false when somebody settled it before: then nothing is written */
export async function closeException(tx: Tx, id: number, actor: string, nowMs: number): Promise<boolean> {
  const { affected } = await tx.update(
    IntakeException,
    { id, state: 'open' },
    { state: 'settled', settledAt: nowMs, settledBy: actor },
  )
  return affected === 1
}

export async function noteAct(tx: Tx, entry: Omit<AuditEntry, 'id'>): Promise<void> {
  await tx.save(tx.create(AuditEntry, entry))
}
