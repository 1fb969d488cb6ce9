import { type EntityManager, In, IsNull, LessThanOrEqual, Not } from 'typeorm'
import { type Binding, type BindingSource, CustomerEvent } from '../../db/entities/customers.ts'
import { FollowUpAnswer, SendRecord } from '../../db/entities/followUps.ts'
import type { Touch, TouchKind } from '../../domain/attribution/facts.ts'
import type { AttributionRules } from '../../domain/attribution/rules.ts'

const KIND_OF_BINDING: Record<BindingSource, TouchKind> = {
  contact_way: 'scan',
  plain_add: 'friend',
  group_join: 'group',
  share_link: 'share_link',
  transfer: 'transfer',
  manual: 'manual',
}

/** The kinds of touch that any of these rules counts; empty for rules that only ask for the binding. */
export function touchKindsOf({ claims }: AttributionRules): ReadonlySet<TouchKind> {
  return new Set(claims.flatMap(({ touches }) => Object.keys(touches) as TouchKind[]))
}

/** What guides had to do with these customers until then, as far as the rules ask for it, by external_userid. */
export async function loadTouches(
  em: EntityManager,
  bindings: readonly Pick<Binding, 'externalUserId' | 'guideId' | 'storeCode' | 'source' | 'fromAt'>[],
  customerIds: readonly string[],
  untilMs: number,
  kinds: ReadonlySet<TouchKind>,
): Promise<Map<string, Touch[]>> {
  const touches = new Map<string, Touch[]>(customerIds.map((customerId) => [customerId, []]))
  if (kinds.size === 0 || customerIds.length === 0) return touches
  const add = (customerId: string | null, guideId: number, storeCode: string | null, kind: TouchKind, atMs: number) => {
    if (customerId === null || !kinds.has(kind)) return
    touches.get(customerId)?.push({ guideId, kind, atMs, ...(storeCode === null ? {} : { storeCode }) })
  }
  for (const { externalUserId, guideId, storeCode, source, fromAt } of bindings)
    add(externalUserId, guideId, storeCode, KIND_OF_BINDING[source], fromAt)
  const externalUserId = In([...customerIds])
  if (kinds.has('friend')) {
    // What happened, not the relation: that one only knows its newest beginning, and past sales go by the first.
    const where = { externalUserId, kind: 'added', guideId: Not(IsNull()), at: LessThanOrEqual(untilMs) }
    for (const row of await em.findBy(CustomerEvent, where))
      add(row.externalUserId, row.guideId ?? 0, null, 'friend', row.at)
  }
  if (kinds.has('message')) {
    const select = { externalUserId: true, guideId: true, storeCode: true, at: true } as const
    const where = { externalUserId, result: 'ok' as const, at: LessThanOrEqual(untilMs) }
    for (const row of await em.find(SendRecord, { select, where }))
      add(row.externalUserId, row.guideId, row.storeCode, 'message', row.at)
  }
  if (kinds.has('answer')) {
    for (const row of await em.findBy(FollowUpAnswer, { externalUserId, at: LessThanOrEqual(untilMs) }))
      add(row.externalUserId, row.guideId, null, 'answer', row.at)
  }
  return touches
}
