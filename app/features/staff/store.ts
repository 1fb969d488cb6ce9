import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { IntakeException } from '../../db/entities/orders.ts'
import { Guide, GuideAssignment } from '../../db/entities/org.ts'
import { insertOnce, isDuplicateKey } from '../../db/statements.ts'

/** @returns false when the guide had left before: nothing changes then. */
export async function closeGuide(tx: Tx, guideId: number, lastDay: string): Promise<boolean> {
  const { affected } = await tx.update(Guide, { id: guideId, state: 'active' }, { state: 'left', leftOn: lastDay })
  if (affected !== 1) return false
  await tx.update(GuideAssignment, { guideId, toDay: IsNull() }, { toDay: lastDay })
  return true
}

/** @returns false when another guide already has the new userid. */
export async function renameGuide(tx: Tx, guideId: number, userId: string): Promise<boolean> {
  const taken = await tx.findOneBy(Guide, { userKey: userId.toLowerCase() })
  if (taken && taken.id !== guideId) return false
  try {
    await tx.update(Guide, { id: guideId }, { userId, userKey: userId.toLowerCase() })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** Puts something before a person's eyes, once per subject. */
export async function listException(
  tx: Tx,
  row: Pick<IntakeException, 'kind' | 'number' | 'subject' | 'detail'> & { storeCode?: string | null },
  nowMs: number,
): Promise<void> {
  const found = { kind: row.kind, source: 'wecom', number: row.number, subject: row.subject }
  if (await tx.existsBy(IntakeException, found)) return
  const storeCode = row.storeCode ?? null
  await insertOnce(tx, IntakeException, { ...row, storeCode, source: 'wecom', state: 'open', createdAt: nowMs })
}
