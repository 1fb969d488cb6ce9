import { MassSend } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { narrowToReach } from '../../segments/queries.ts'
import type { MassSendInput } from '../contract.ts'
import { insertMassSend } from '../store.ts'
import { wordsOf } from '../words.ts'

/**
 * Stores the mass send; jobs choose its customers and lay it before the guides. The same `clientKey` makes one.
 * @throws AppError CONFLICT for a known key with other content, and as `wordsOf`
 */
export async function createMassSend(deps: Deps, actor: Actor, input: MassSendInput): Promise<MassSend> {
  const filter = narrowToReach(input.filter, actor.reach)
  const { text, talkTrackId } = wordsOf(deps, input)
  const send = {
    clientKey: input.clientKey,
    name: input.name,
    body: text,
    talkTrackId,
    state: 'preparing' as const,
    campaignId: null,
    createdBy: actor.userId,
    createdAt: deps.clock.nowMs(),
  }
  await deps.db.transaction(async (tx) => {
    const massSendId = await insertMassSend(tx, send)
    if (massSendId === undefined) return
    await deps.enqueue(tx, { kind: 'massSends.prepare', payload: { massSendId, filter, after: '' } })
  })
  const stored = await deps.db.read.findOneByOrFail(MassSend, { clientKey: input.clientKey })
  const isSame = stored.createdBy === send.createdBy && stored.name === send.name && stored.body === send.body
  if (!isSame) throw new AppError('CONFLICT')
  return stored
}
