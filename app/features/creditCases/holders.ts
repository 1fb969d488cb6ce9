import { type EntityManager, In } from 'typeorm'
import { Guide, Store } from '../../db/entities/org.ts'
import type { CorrectionFacts } from '../../domain/attribution/facts.ts'
import { AppError } from '../../http/errors.ts'
import { peopleOnDays } from '../staff/queries.ts'
import type { HolderInput } from './contract.ts'

export type NewShares = CorrectionFacts['to']

/**
 * The persons and stores behind what was typed.
 * @param days business days on one of which the guide must have sold: of the payment, and today
 * @throws AppError RULE in words for the form
 */
export async function readHolders(
  em: EntityManager,
  to: readonly HolderInput[],
  days: readonly string[],
): Promise<NewShares> {
  const userKeys = to.flatMap((part) => ('guideUserId' in part ? part.guideUserId.toLowerCase() : []))
  const storeCodes = to.flatMap((part) => ('storeCode' in part ? part.storeCode : []))
  if (new Set(userKeys).size < userKeys.length || new Set(storeCodes).size < storeCodes.length)
    throw new AppError('RULE', undefined, '同一个人或门店只能写一次')
  const guides = userKeys.length === 0 ? [] : await em.findBy(Guide, { userKey: In(userKeys) })
  const stores = storeCodes.length === 0 ? [] : await em.findBy(Store, { code: In(storeCodes) })
  const people = await peopleOnDays(
    em,
    guides.map(({ id }) => id),
  )
  return to.map((part) => {
    if ('storeCode' in part) {
      if (!stores.some(({ code }) => code === part.storeCode)) throw new AppError('RULE', undefined, '没有这家门店')
      return part
    }
    const guide = guides.find(({ userKey }) => userKey === part.guideUserId.toLowerCase())
    if (!guide) throw new AppError('RULE', undefined, '没有这位导购')
    if (!days.some((day) => people.isGuideOn(guide.id, day)))
      throw new AppError('RULE', undefined, `${guide.name || guide.userId}付款当天和今天都不是在岗导购`)
    return { guideId: guide.id, parts: part.parts }
  })
}

export function isAmong(guideId: number, to: NewShares): boolean {
  return to.some((part) => 'guideId' in part && part.guideId === guideId)
}
