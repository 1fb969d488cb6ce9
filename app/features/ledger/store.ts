import type { Tx } from '../../db/database.ts'
import { LedgerBlock, LedgerClosing, LedgerProof } from '../../db/entities/ledgerProofs.ts'
import { AuditEntry, Setting } from '../../db/entities/operations.ts'
import { insertOnce, lockRow } from '../../db/statements.ts'
import { CLOSED_THROUGH } from '../credits/queries.ts'
import type { RollUpSums } from './journalSums.ts'

/**
 * Waits until no posting is under way and keeps new ones waiting until the transaction ends: each holds this row from
 * before its first entry.
 */
export function holdPostings(tx: Tx): Promise<void> {
  return lockRow(tx, 'settings', 'name', CLOSED_THROUGH)
}

/** @returns false when another process sealed this block first */
export function insertBlock(tx: Tx, block: LedgerBlock): Promise<boolean> {
  return insertOnce(tx, LedgerBlock, block)
}

export async function saveProof(tx: Tx, proof: Omit<LedgerProof, 'id'>): Promise<void> {
  await tx.save(tx.create(LedgerProof, proof))
}

/** With postings held. */
export async function saveClosing(tx: Tx, closing: LedgerClosing): Promise<void> {
  await tx.insert(LedgerClosing, closing)
  await tx.update(Setting, { name: CLOSED_THROUGH }, { value: closing.month, updatedAt: closing.closedAt })
}

export async function noteAct(
  tx: Tx,
  action: 'ledger.close' | 'ledger.rebuild',
  entry: Pick<AuditEntry, 'at' | 'actor' | 'subject' | 'detail'>,
): Promise<void> {
  await tx.save(tx.create(AuditEntry, { ...entry, action }))
}

/** Writes a roll-up anew from the journal, with postings held. Figures that do not come from the journal stay. */
export async function rewriteRollUp(tx: Tx, sums: RollUpSums): Promise<void> {
  const { table, keys, figures } = sums
  if (table === 'guide_days') {
    await tx.query(`UPDATE guide_days SET ${figures.map((name) => `${name} = 0`).join(', ')}`)
    const counted = ['new_customers', 'lost_customers', 'follow_ups_due', 'follow_ups_done', 'follow_ups_on_time']
    await tx.query(`DELETE FROM guide_days WHERE ${counted.map((name) => `${name} = 0`).join(' AND ')}`)
  } else await tx.query(`DELETE FROM ${table}`)
  const columns = [...keys, ...figures].join(', ')
  const isMysql = tx.connection.options.type === 'mysql'
  const onClash = isMysql
    ? `ON DUPLICATE KEY UPDATE ${figures.map((name) => `${name} = VALUES(${name})`).join(', ')}`
    : `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${figures.map((name) => `${name} = excluded.${name}`).join(', ')}`
  // SQLite takes ON CONFLICT after a SELECT only when the SELECT has a WHERE.
  await tx.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${sums.select('1 = 1')}) journal WHERE 1 = 1 ${onClash}`,
  )
}
