import type { LineFacts } from '../../../app/domain/attribution/facts.ts'
import type { Case } from './arbitraries.ts'
import { FORMER } from './orderFactory.ts'

type Parts = Record<string, number>

/** Each holder's fraction of a line by a plain reading of product.md 6 and the rule file, without any of our code. */
export function plainly({ facts, rules }: Case, line: LineFacts, bound: number | undefined): Parts {
  const able = (names: readonly { guideId?: number; parts: number }[]) =>
    names.filter(({ guideId }) => guideId !== undefined && guideId !== FORMER)
  const named = line.served ?? []
  const roles: Record<string, readonly { guideId?: number; parts: number }[]> = {
    brought: bound === undefined ? [] : [{ guideId: bound, parts: 1 }],
    served: able(named),
    shared: able(facts.shared ? [{ ...facts.shared, parts: 1 }] : []),
  }
  const parts: Parts = {}
  const give = (role: string, part: number) => {
    const all = (roles[role] ?? []).reduce((sum, one) => sum + one.parts, 0)
    for (const one of roles[role] ?? []) {
      parts[`guide ${one.guideId}`] = (parts[`guide ${one.guideId}`] ?? 0) + (part * one.parts) / all
    }
  }
  const guides = (['brought', 'served', 'shared'] as const).filter((role) => rules.shares[role] > 0)
  const present = guides.filter((role) => roles[role]?.length)
  const absent = guides.filter((role) => !roles[role]?.length).reduce((sum, role) => sum + rules.shares[role], 0)
  const pool = facts.storeCode && `store ${facts.storeCode}`
  if (present.length > 0) {
    for (const role of present) give(role, rules.shares[role])
    const ofStore = rules.shares.store + (rules.absentTo === 'store' ? absent : 0)
    if (pool && ofStore > 0) parts[pool] = ofStore
  } else {
    const chain = rules.fallback.filter((one) => one !== 'shared' || named.length === 0)
    const role = chain.find((one) => roles[one]?.length || (one === 'store' && pool))
    if (role === 'store' && pool) parts[pool] = 1
    else if (role === undefined) parts.nobody = 1
    else give(role, 1)
  }
  return parts
}
