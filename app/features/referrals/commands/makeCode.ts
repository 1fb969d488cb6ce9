import { createHash } from 'node:crypto'
import type { ContactWay } from '../../../db/entities/org.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { openWholeCustomer } from '../../customers/queries.ts'
import { stagesText } from '../present.ts'
import { keepCode } from '../store.ts'

type WantedWay = Pick<ContactWay, 'kind' | 'guideId' | 'storeCode' | 'campaign' | 'chatId'>

/** Makes the QR behind a code; handed over by boot. The same wish again gives the same. */
export type EnsureWay = (deps: Deps, wanted: WantedWay) => Promise<{ way: ContactWay }>

type Head = Awaited<ReturnType<typeof openWholeCustomer>>

/** Why this guide cannot give the customer a code; undefined: they can. */
export function whyNoCode(deps: Pick<Deps, 'rules'>, actor: Actor, head: Head): string | undefined {
  const { stages } = deps.rules.referral
  if (head.relationState !== 'active') return '要先是客户的好友，才能生成推荐码'
  if (!stages.includes(head.stage)) return `现在只有${stagesText(stages)}可以推荐朋友`
  if (actor.storeCodes.length === 0) return '你现在没有门店，请联系总部运营'
  return undefined
}

/**
 * The customer's code with this guide. The code is the token of a contact way of its own: whoever scans it comes to
 * the guide, bound as by any QR.
 * @throws AppError NOT_FOUND for a customer who is none of the actor's business, RULE where they may not refer
 */
export async function makeCode(deps: Deps, actor: Actor, externalUserId: string, ensureWay: EnsureWay): Promise<void> {
  const head = await openWholeCustomer(deps, actor, externalUserId)
  const reason = whyNoCode(deps, actor, head)
  if (reason !== undefined) throw new AppError('RULE', undefined, reason)
  const { guideId, storeCodes } = actor
  const storeCode = storeCodes.find((code) => code === head.boundStoreCode) ?? storeCodes[0] ?? ''
  // Not the id itself: it would stand in WeCom's console.
  const campaign = createHash('sha256').update(externalUserId).digest('hex').slice(0, 40)
  const { way } = await ensureWay(deps, { kind: 'referral', guideId, storeCode, campaign, chatId: null })
  const createdAt = deps.clock.nowMs()
  await deps.db.transaction((tx) => keepCode(tx, { code: way.state, externalUserId, guideId, createdAt }))
}
