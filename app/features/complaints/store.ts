import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { Complaint } from '../../db/entities/followUps.ts'
import { insertOnce, lockRow } from '../../db/statements.ts'

export type NewComplaint = Omit<Complaint, 'id' | 'closedAt' | 'closedBy' | 'outcome'>

/** More than anybody reads: then it wants to be settled, not written on. */
const MAX_BODY_CHARS = 4000

export type Kept = { kind: 'opened'; id: number } | { kind: 'same' } | { kind: 'too_long' }

/**
 * One open complaint a customer: what is said while one is open is written below it, once. The customer's row is
 * held until the transaction ends, so that two at once meet here.
 */
export async function keepComplaint(tx: Tx, row: NewComplaint): Promise<Kept> {
  const { externalUserId, clientKey, body } = row
  await lockRow(tx, 'customers', 'external_user_id', externalUserId)
  if (await tx.existsBy(Complaint, { clientKey })) return { kind: 'same' }
  const open = await tx.findOneBy(Complaint, { externalUserId, closedAt: IsNull() })
  if (open) {
    if (`\n${open.body}\n`.includes(`\n${body}\n`)) return { kind: 'same' }
    const longer = `${open.body}\n${body}`
    if (longer.length > MAX_BODY_CHARS) return { kind: 'too_long' }
    await tx.update(Complaint, { id: open.id }, { body: longer })
    return { kind: 'same' }
  }
  if (!(await insertOnce(tx, Complaint, { ...row, closedAt: null, closedBy: null, outcome: '' })))
    return { kind: 'same' }
  const { id } = await tx.findOneByOrFail(Complaint, { clientKey })
  return { kind: 'opened', id }
}

/** @returns false when it was closed before: the first outcome stands */
export async function closeOpen(
  tx: Tx,
  { id, externalUserId }: Pick<Complaint, 'id' | 'externalUserId'>,
  end: { closedAt: number; closedBy: string; outcome: string },
): Promise<boolean> {
  await lockRow(tx, 'customers', 'external_user_id', externalUserId)
  const { affected } = await tx.update(Complaint, { id, closedAt: IsNull() }, end)
  return affected === 1
}
