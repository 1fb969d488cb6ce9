/** A dated fact of a set (an assignment of a guide, a group of a store); days are both included. */
export interface DatedFact {
  id: number
  key: string
  fromDay: string
  toDay: string | null
}

export type SetPlan =
  | { kind: 'same' }
  | { kind: 'out_of_order'; newestDay: string }
  | { kind: 'change'; closeIds: number[]; removeIds: number[]; open: string[] }

/**
 * From `day` on exactly `desired` holds: what no longer holds ends the day before, what is new begins. An old file
 * imported again finds its day told already; one that would rewrite a past followed by newer facts is refused.
 */
export function planSet(existing: readonly DatedFact[], desired: readonly string[], day: string): SetPlan {
  const inForce = existing.filter((fact) => fact.fromDay <= day && (fact.toDay === null || fact.toDay >= day))
  const known = new Set(inForce.map((fact) => fact.key))
  const wanted = new Set(desired)
  if (known.size === wanted.size && [...wanted].every((key) => known.has(key))) return { kind: 'same' }
  const newestDay = existing
    .map((fact) => fact.fromDay)
    .sort()
    .at(-1)
  if (newestDay !== undefined && newestDay > day) return { kind: 'out_of_order', newestDay }
  const ended = inForce.filter((fact) => !wanted.has(fact.key))
  return {
    kind: 'change',
    closeIds: ended.filter((fact) => fact.fromDay < day).map((fact) => fact.id),
    removeIds: ended.filter((fact) => fact.fromDay === day).map((fact) => fact.id),
    open: [...wanted].filter((key) => !known.has(key)),
  }
}
