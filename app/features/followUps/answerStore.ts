import { Not } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { FollowUpAnswer, FollowUpMute } from '../../db/entities/followUps.ts'
import { insertOnce } from '../../db/statements.ts'

/** The last word on a question counts. @returns false when it is the one that stands already */
export async function keepAnswer(tx: Tx, row: Omit<FollowUpAnswer, 'id'>): Promise<boolean> {
  if (await insertOnce(tx, FollowUpAnswer, { ...row })) return true
  const { followUpId, ask, answer, guideId, at } = row
  const { affected } = await tx.update(
    FollowUpAnswer,
    { followUpId, ask, answer: Not(answer) },
    { answer, guideId, at },
  )
  return affected === 1
}

/** @param untilAt null: for ever. @returns whether anything changed */
export async function keepMute(tx: Tx, row: FollowUpMute): Promise<boolean> {
  const { externalUserId, ...change } = row
  const known = await tx.findOneBy(FollowUpMute, { externalUserId })
  if (known && known.untilAt === row.untilAt) return false
  if (known) await tx.update(FollowUpMute, { externalUserId }, change)
  else await tx.insert(FollowUpMute, row)
  return true
}

export async function endMute(tx: Tx, externalUserId: string): Promise<boolean> {
  const { affected } = await tx.delete(FollowUpMute, { externalUserId })
  return (affected ?? 0) > 0
}
