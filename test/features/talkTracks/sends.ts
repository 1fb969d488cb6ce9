import { SendRecord } from '../../../app/db/entities/followUps.ts'
import type { Shop } from '../followUps/shop.ts'

export interface SendWish {
  clientKey: string
  externalUserId: string
  atMs: number
  talkTrackId?: string | null
  guideLevel?: string
  storeCode?: string
  body?: string
  isEdited?: boolean
}

/** Sentences as they were left to customers, with the fact that tells of each. */
export async function plantSends({ app, guideIds }: Shop, wishes: readonly SendWish[]): Promise<void> {
  await app.deps.db.transaction(async (tx) => {
    for (const { atMs, ...wish } of wishes) {
      const usual = {
        talkTrackId: 'fp-day-3',
        guideLevel: 'skilled',
        storeCode: 'SH001',
        body: '您好',
        isEdited: false,
      }
      const rest = { followUpId: null, chatId: null, templateHash: null, failure: '', jobId: null }
      const outcome = { outcomeOrderId: null, outcomeAnswer: null }
      const sent = { kind: 'chat', result: 'ok', purpose: 'service', guideId: guideIds.lin, at: atMs } as const
      await tx.insert(SendRecord, { ...usual, ...rest, ...outcome, ...sent, ...wish })
      const { id: sendId } = await tx.findOneByOrFail(SendRecord, { clientKey: wish.clientKey })
      await app.deps.emit(tx, { name: 'SentenceSent', sendId, externalUserId: wish.externalUserId, atMs })
    }
  })
}
