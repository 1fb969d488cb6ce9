import type { EntityManager } from 'typeorm'
import type { TouchKind } from '../../domain/attribution/facts.ts'
import type { OrderDraft } from '../orders/contract.ts'
import { type FactRows, findBindings, findGuides, findStoreCodes, groupBy } from './factRows.ts'
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
  const bindings = await findBindings(em, customerIds)
  const untilMs = Math.max(...drafts.map(({ order }) => order.paidAt))
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
    storeCodes: await findStoreCodes(
      em,
      drafts.map(({ order }) => order),
    ),
  }
}
