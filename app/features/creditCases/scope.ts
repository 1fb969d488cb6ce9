import type { EntityManager } from 'typeorm'
import type { Actor } from '../../http/actor.ts'
import { storesInReach } from '../staff/queries.ts'

/** The stores of the objecting guide, of the order, and of everything posted for it: as `canSeeCredit`, in SQL. */
export function objectionScope(
  { guideId, reach }: Actor,
  isMine: boolean,
): { sql: string; params: (string | number)[] } {
  const own = { sql: 'b.guide_id = ?', params: [guideId] }
  if (isMine || reach.kind === 'none') return own
  if (reach.kind === 'all') return { sql: '1 = 1', params: [] }
  const [guideStore, orderStore, entryStore] = ['b.store_code', 'o.store_code', 'e.store_code'].map((column) =>
    storesInReach(reach, column),
  ) as [ReturnType<typeof storesInReach>, ReturnType<typeof storesInReach>, ReturnType<typeof storesInReach>]
  const posted = `EXISTS (SELECT 1 FROM ledger_entries e WHERE e.order_id = b.order_id AND ${entryStore.sql})`
  return {
    sql: `${own.sql} OR ${guideStore.sql} OR ${orderStore.sql} OR ${posted}`,
    params: [...own.params, ...guideStore.params, ...orderStore.params, ...entryStore.params],
  }
}

/** How many objections wait for this manager; one's own wait for somebody else. */
export async function countOpenObjections(read: EntityManager, actor: Actor): Promise<number> {
  if (actor.reach.kind === 'none') return 0
  const scope = objectionScope(actor, false)
  const [row]: { count: number }[] = await read.query(
    `SELECT COUNT(*) AS count FROM credit_objections b JOIN orders o ON o.id = b.order_id
     WHERE b.state = 'open' AND b.guide_id <> ? AND (${scope.sql})`,
    [actor.guideId, ...scope.params],
  )
  return Number(row?.count ?? 0)
}
