import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { ContactWay } from '../../db/entities/org.ts'
import { insertOnce, lockRow } from '../../db/statements.ts'

export type WantedWay = Pick<ContactWay, 'kind' | 'guideId' | 'storeCode' | 'campaign' | 'chatId'>

/** The way for this guide (or group), store and campaign; made where it is missing. Not yet known to WeCom then. */
export async function keepWay(
  tx: Tx,
  wanted: WantedWay,
  newState: () => string,
  nowMs: number,
): Promise<{ way: ContactWay; isNew: boolean }> {
  const { guideId, chatId, ...rest } = wanted
  // Two processes that miss the same way make it one after the other: the second finds it.
  await lockRow(tx, 'stores', 'code', wanted.storeCode)
  const found = await tx.findOneBy(ContactWay, {
    ...rest,
    isRetired: false,
    guideId: guideId ?? IsNull(),
    chatId: chatId ?? IsNull(),
  })
  if (found) return { way: found, isNew: false }
  const row = { ...wanted, state: newState(), configId: null, qrCode: null, isRetired: false, createdAt: nowMs }
  await insertOnce(tx, ContactWay, row)
  return { way: await tx.findOneByOrFail(ContactWay, { state: row.state }), isNew: true }
}

export async function keepConfig(
  tx: Tx,
  state: string,
  made: { configId: string; qrCode: string | null },
): Promise<void> {
  await tx.update(ContactWay, { state }, made)
}
