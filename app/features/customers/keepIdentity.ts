import type { Tx } from '../../db/database.ts'
import type { Customer } from '../../db/entities/customers.ts'
import type { Deps } from '../../deps.ts'
import { readPhone } from '../../domain/phone.ts'
import type { RelationFact } from './decideRelation.ts'
import { dropOtherKeys, keepKeys, linkMember, type NewKey } from './identityStore.ts'
import type { CustomerTruth } from './truth.ts'

/** Remarks of all guides together: two guides may have noted the same phone. */
const SOURCE = 'remark'

interface Identity {
  customer: Customer
  fact: RelationFact
  truth: CustomerTruth | undefined
  unionKey: string | undefined
}

/**
 * Keys a buyer may be recognised by: the unionid since the customer is a contact, phones in the guide's remark since
 * they were seen there. A new one makes waiting orders look again.
 */
export async function keepIdentity(tx: Tx, deps: Deps, { customer, fact, truth, unionKey }: Identity): Promise<void> {
  const { externalUserId, firstAddedAt } = customer
  // Only an edit has a time of its own; all else is dated when we saw it.
  const sinceAt = fact.kind === 'edited' ? fact.atMs : deps.clock.nowMs()
  const phones: NewKey[] = (truth?.follows ?? [])
    .flatMap(({ mobiles }) => mobiles)
    .flatMap((mobile) => {
      const read = readPhone(mobile)
      return read.ok
        ? [{ kind: 'phone', keyHash: deps.vault.keyOf('phone', read.phone), source: SOURCE, sinceAt } as const]
        : []
    })
  const union: NewKey[] = unionKey ? [{ kind: 'union', keyHash: unionKey, source: 'wecom', sinceAt: firstAddedAt }] : []
  const isNews = await keepKeys(tx, externalUserId, [...union, ...phones])
  if (truth?.isComplete)
    await dropOtherKeys(
      tx,
      externalUserId,
      SOURCE,
      phones.map(({ keyHash }) => keyHash),
    )
  if (!isNews) return
  await linkMember(tx, externalUserId)
  await deps.emit(tx, { name: 'CustomerIdentified', externalUserId, atMs: deps.clock.nowMs() })
}
