import { In } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { MassSend, MassSendTarget } from '../../db/entities/outreach.ts'
import { insertOnce, lockRow } from '../../db/statements.ts'

/** @returns undefined when a mass send under the same key exists */
export async function insertMassSend(tx: Tx, send: Omit<MassSend, 'id'>): Promise<number | undefined> {
  if (!(await insertOnce(tx, MassSend, send))) return undefined
  return (await tx.findOneByOrFail(MassSend, { clientKey: send.clientKey })).id
}

export async function insertTargets(tx: Tx, targets: readonly MassSendTarget[]): Promise<void> {
  if (targets.length > 0) await tx.insert(MassSendTarget, [...targets])
}

/** @returns whether it stood in one of `from` */
export async function moveMassSend(
  tx: Tx,
  id: number,
  from: readonly MassSend['state'][],
  to: MassSend['state'],
): Promise<boolean> {
  const { affected } = await tx.update(MassSend, { id, state: In([...from]) }, { state: to })
  return (affected ?? 0) > 0
}

export interface TargetMove {
  massSendId: number
  externalUserIds: readonly string[]
  from: MassSendTarget['state']
  to: Partial<Pick<MassSendTarget, 'state' | 'why' | 'msgId' | 'at'>>
}

const BATCH = 200

/** Only targets that still stand where they were thought to stand: a later word is never overwritten. */
export async function moveTargets(tx: Tx, { massSendId, externalUserIds, from, to }: TargetMove): Promise<void> {
  for (let start = 0; start < externalUserIds.length; start += BATCH) {
    const some = In(externalUserIds.slice(start, start + BATCH))
    await tx.update(MassSendTarget, { massSendId, externalUserId: some, state: from }, to)
  }
}

export async function endIfNothingIsOpen(tx: Tx, massSendId: number): Promise<void> {
  const isOpen = await tx.existsBy(MassSendTarget, { massSendId, state: In(['planned', 'offered']) })
  if (!isOpen) await moveMassSend(tx, massSendId, ['offered'], 'ended')
}

/**
 * Holds a mass send against being cancelled in the same moment.
 * @returns how it stands
 */
export async function holdMassSend(tx: Tx, id: number): Promise<MassSend['state'] | undefined> {
  await lockRow(tx, 'mass_sends', 'id', id)
  return (await tx.findOneBy(MassSend, { id }))?.state
}
