import type { Purpose } from './playbook.ts'

/** Something said to the customer, or planned; `planKey` names what can still be given up. */
export interface Said {
  atMs: number
  purpose: Purpose
  planKey?: string
}

/** So long apart nobody remembers the one at the other. */
const IN_A_ROW_MS = 90 * 86_400_000

/**
 * Service first: two sales prompts in a row are not made, unless between them the customer bought or answered.
 * Finds the first planned sale that breaks this: the later of the two, or the earlier where only that can still go.
 * @param heardAtMs instants at which the customer bought or answered
 */
export function findSaleAfterSale(said: readonly Said[], heardAtMs: readonly number[]): string | undefined {
  const inOrder = [...said].sort(compareSaid)
  for (const [index, later] of inOrder.entries()) {
    const earlier = inOrder[index - 1]
    if (earlier?.purpose !== 'sale' || later.purpose !== 'sale') continue
    if (later.atMs - earlier.atMs >= IN_A_ROW_MS) continue
    if (heardAtMs.some((atMs) => atMs >= earlier.atMs && atMs <= later.atMs)) continue
    const given = later.planKey ?? earlier.planKey
    if (given !== undefined) return given
  }
  return undefined
}

function compareSaid(a: Said, b: Said): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs
  if (a.purpose !== b.purpose) return a.purpose === 'service' ? -1 : 1
  const [keyA, keyB] = [a.planKey ?? '', b.planKey ?? '']
  return keyA < keyB ? -1 : Number(keyA > keyB)
}
