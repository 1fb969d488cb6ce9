import type { Tx } from '../../db/database.ts'
import { AuditEntry } from '../../db/entities/operations.ts'
import { TalkTrackOffer } from '../../db/entities/outreach.ts'
import { insertOnce } from '../../db/statements.ts'

/** @returns the row of this client key: what was stored first stays */
export async function insertOffer(tx: Tx, row: Omit<TalkTrackOffer, 'id'>): Promise<TalkTrackOffer> {
  await insertOnce(tx, TalkTrackOffer, { ...row })
  return tx.findOneByOrFail(TalkTrackOffer, { clientKey: row.clientKey })
}

export type Decision = Pick<TalkTrackOffer, 'state' | 'decidedBy' | 'note'> & { at: number }

/** Decides an open one. @returns whether it was open */
export async function decideOffer(tx: Tx, id: number, { at, ...decision }: Decision): Promise<boolean> {
  const { affected } = await tx.update(TalkTrackOffer, { id, state: 'open' }, { ...decision, decidedAt: at })
  if (affected !== 1) return false
  const { state, decidedBy, note } = decision
  const entry = { at, actor: decidedBy ?? '', action: `offer.${state}`, subject: String(id), detail: { note } }
  await tx.insert(AuditEntry, entry)
  return true
}
