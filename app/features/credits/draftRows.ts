import { type EntityManager, In } from 'typeorm'
import { Binding } from '../../db/entities/customers.ts'
import { Store } from '../../db/entities/org.ts'
import type { TouchKind } from '../../domain/attribution/facts.ts'
import type { OrderDraft } from '../orders/contract.ts'
import { type FactRows, findGuides, groupBy } from './factRows.ts'
import { loadTouches } from './touches.ts'

/** `loadFactRows` for orders that are not stored yet: their lines are at hand, under their place in `drafts` as id. */
export async function loadDraftRows(
  em: EntityManager,
  drafts: readonly OrderDraft[],
  customerIds: readonly string[],
  kinds: ReadonlySet<TouchKind>,
): Promise<FactRows> {
  const lines = drafts.flatMap((draft, orderId) => draft.lines.map((line) => ({ ...line, id: 0, orderId })))
  const together = drafts.flatMap((draft, orderId) => draft.together.map((row) => ({ ...row, orderId })))
  const bindings = customerIds.length === 0 ? [] : await em.findBy(Binding, { externalUserId: In([...customerIds]) })
  const untilMs = Math.max(...drafts.map(({ order }) => order.paidAt))
  const codes = [...new Set(drafts.flatMap(({ order }) => order.storeCode ?? []))]
  const stores = codes.length === 0 ? [] : await em.find(Store, { select: { code: true }, where: { code: In(codes) } })
  const names = new Set([
    ...drafts.map(({ order }) => order.sharedByGuide),
    ...lines.map((line) => line.servedByGuide),
    ...together.map(({ guide }) => guide),
  ])
  return {
    lines: groupBy(lines, (line) => line.orderId),
    together: groupBy(together, (row) => row.orderId),
    corrections: new Map(),
    refunds: new Map(),
    refundLines: new Map(),
    bindings: groupBy(bindings, (binding) => binding.externalUserId),
    touches: await loadTouches(em, bindings, customerIds, untilMs, kinds),
    guides: await findGuides(em, [...names]),
    storeCodes: new Set(stores.map(({ code }) => code)),
  }
}
