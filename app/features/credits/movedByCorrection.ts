import type { EntityManager } from 'typeorm'
import type { Order } from '../../db/entities/orders.ts'
import type { Deps } from '../../deps.ts'
import type { Book } from '../../domain/attribution/book.ts'
import { bookOf } from '../../domain/attribution/bookOf.ts'
import type { CorrectionFacts } from '../../domain/attribution/facts.ts'
import { freezeEndsAt } from '../../domain/attribution/freeze.ts'
import { standingsOf } from '../../domain/attribution/holdings.ts'
import type { Fen } from '../../domain/money.ts'
import { loadFacts } from './facts.ts'
import { loadPeople, managedStores } from './people.ts'
import { rulesFor } from './rulesFor.ts'

/** How much would change hands if a person decided so now: the sum of what the new holders gain, in fen. */
export async function movedByCorrection(
  em: EntityManager,
  rules: Pick<Deps['rules'], 'attribution' | 'holidays'>,
  order: Order,
  wanted: Omit<CorrectionFacts, 'correctionId' | 'atMs'>,
  nowMs: number,
): Promise<Fen> {
  const own = rulesFor(order.businessDay, rules.attribution)
  const completedAtMs = order.completedAt ?? undefined
  const settlesAtMs = freezeEndsAt({ paidAtMs: order.paidAt, completedAtMs }, own.freeze, rules.holidays)
  const { facts, guideIds } = await loadFacts(em, order, order, own, settlesAtMs, nowMs)
  const gaining = wanted.to.flatMap((part) => ('guideId' in part ? part.guideId : []))
  const people = await loadPeople(em, [...guideIds, ...gaining], managedStores([facts], [own]))
  const before = heldBy(bookOf(facts, own, people))
  const made = facts.corrections ?? []
  // After those before, as it will be when it is approved.
  const atMs = Math.max(nowMs, ...made.map((correction) => correction.atMs + 1))
  const corrections = [...made, { ...wanted, correctionId: 'K', atMs }]
  const after = heldBy(bookOf({ ...facts, corrections }, own, people))
  return [...after].reduce((sum, [holder, fen]) => sum + Math.max(0, fen - (before.get(holder) ?? 0)), 0)
}

/** Pending or settled, it is the same guide's. */
function heldBy({ holders }: Book): ReadonlyMap<string | number, Fen> {
  const held = new Map<string | number, Fen>()
  for (const { share, fen } of standingsOf(holders).values()) {
    const holder = share.guideId ?? share.account
    held.set(holder, (held.get(holder) ?? 0) + fen)
  }
  return held
}
