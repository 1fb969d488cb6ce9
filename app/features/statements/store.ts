import type { Tx } from '../../db/database.ts'
import { AuditEntry } from '../../db/entities/operations.ts'

/** Who took which statements out of the house. */
export async function noteExport(
  tx: Tx,
  entry: Pick<AuditEntry, 'at' | 'actor' | 'subject' | 'detail'>,
): Promise<void> {
  await tx.save(tx.create(AuditEntry, { ...entry, action: 'export.statements' }))
}
