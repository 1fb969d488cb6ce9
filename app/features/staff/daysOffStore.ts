import type { Tx } from '../../db/database.ts'
import { GuideDayOff } from '../../db/entities/followUps.ts'
import { insertOnce } from '../../db/statements.ts'

/** @returns whether it was another kind of day before */
export async function keepDayOff(tx: Tx, row: GuideDayOff): Promise<boolean> {
  return insertOnce(tx, GuideDayOff, row)
}

export async function endDayOff(tx: Tx, guideId: number, day: string): Promise<boolean> {
  const { affected } = await tx.delete(GuideDayOff, { guideId, day })
  return (affected ?? 0) > 0
}
