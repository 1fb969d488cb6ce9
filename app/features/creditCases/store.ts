import type { Tx } from '../../db/database.ts'
import { CreditCorrection, CreditObjection } from '../../db/entities/creditCases.ts'
import { AuditEntry } from '../../db/entities/operations.ts'
import { lockRow } from '../../db/statements.ts'

/** Everything that is decided about an order's credit is decided with the order held, as its postings are. */
export function holdOrder(tx: Tx, orderId: number): Promise<void> {
  return lockRow(tx, 'orders', 'id', orderId)
}

export async function insertObjection(tx: Tx, row: Omit<CreditObjection, 'id'>): Promise<number> {
  return Number((await tx.insert(CreditObjection, row)).identifiers[0]?.id)
}

export type ObjectionEnd = Pick<CreditObjection, 'state' | 'settledBy' | 'settledAt' | 'answer' | 'correctionId'>

export async function closeObjection(tx: Tx, id: number, end: ObjectionEnd): Promise<void> {
  await tx.update(CreditObjection, { id, state: 'open' }, end)
}

export async function insertCorrection(tx: Tx, row: Omit<CreditCorrection, 'id'>): Promise<number> {
  const insert = tx.insert(CreditCorrection, { ...row, toHolders: row.toHolders as object[] })
  return Number((await insert).identifiers[0]?.id)
}

export type Decision = Pick<CreditCorrection, 'state' | 'decidedBy' | 'decidedAt' | 'decisionNote'>

export async function closeCorrection(tx: Tx, id: number, decision: Decision): Promise<void> {
  await tx.update(CreditCorrection, { id, state: 'proposed' }, decision)
}

export type CaseAct =
  | 'credit.objection'
  | 'credit.objection.upheld'
  | 'credit.objection.rejected'
  | 'credit.correction.proposed'
  | 'credit.correction.approved'
  | 'credit.correction.rejected'

/** Who said or decided what about whose sale. */
export async function noteAct(
  tx: Tx,
  act: { at: number; actor: string; action: CaseAct; subject: string; detail: Record<string, string | number | null> },
): Promise<void> {
  await tx.save(tx.create(AuditEntry, act))
}
