import type { EntityManager } from 'typeorm'

const PREFIX = 'followUps.alone'

/** Who is spoken to by whom. */
export function pairKey(guideId: number, externalUserId: string): string {
  return `${guideId}:${externalUserId}`
}

/** Under this key a customer is delivered by themselves, after `jobId` failed with all it held. */
export function aloneKey(day: string, jobId: number, pair: string): string {
  return `${PREFIX}:${day}:${jobId}:${pair}`
}

/**
 * Pairs whose delivery by itself has not succeeded that day: it backs off, or waits parked for a person. Another one a
 * minute would end the same; the next day it is tried afresh.
 */
export async function pairsHeld(read: EntityManager, day: string): Promise<Set<string>> {
  // A range of the unique key: reads what failed that day and nothing else.
  const rows: { dedupeKey: string }[] = await read.query(
    `SELECT dedupe_key AS dedupeKey FROM jobs WHERE dedupe_key >= ? AND dedupe_key < ? AND state <> 'done'`,
    [`${PREFIX}:${day}:`, `${PREFIX}:${day};`],
  )
  return new Set(rows.map(({ dedupeKey }) => dedupeKey.split(':').slice(3).join(':')))
}
