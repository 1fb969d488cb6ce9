import type { HolderAccount, HolderShare } from './book.ts'
import { type Candidate, candidatesOf, type DecisionContext, type Roles } from './candidates.ts'
import type { StepData } from './explainStep.ts'
import type { LineFacts } from './facts.ts'
import type { ShareRole } from './rules.ts'

export interface LineDecision {
  shares: HolderShare[]
  waiting: boolean
  steps: StepData[]
}

/**
 * Who holds a line: the roles that have parts and somebody to fill them, cut by those parts; if none, the first of the
 * fallback chain that holds. The default rules give product.md 6: (1) the guide the buyer was bound to, (2) the guide
 * named on the line, else on the order, (3) buyer unknown: wait, (4) the pool of the store, (5) nobody.
 */
export function decideLine(line: LineFacts, context: DecisionContext): LineDecision {
  const roles = candidatesOf(line, context)
  const cut = cutByRoles(roles, context)
  if (cut.length === 0) return fallBack(line.lineNo, roles, context, 0)
  const ofParts = cut.reduce((sum, { parts }) => sum + parts, 0)
  const steps = cut.map(({ candidate, parts }) => candidate.credited(parts, ofParts))
  return { shares: mergeShares(cut), waiting: false, steps: [...steps, ...notCredited(roles, cut)] }
}

/** What is left of the chain once nothing is waited for any more: the end of the wait. */
export function decideAfterWait(line: LineFacts, context: DecisionContext): LineDecision {
  const from = context.rules.fallback.indexOf('waiting') + 1
  return fallBack(line.lineNo, { ...candidatesOf(line, context), refusals: [] }, context, from)
}

interface Cut {
  role: ShareRole | 'manager'
  candidate: Candidate
  parts: number
}

function cutByRoles(roles: Roles, { rules }: DecisionContext): Cut[] {
  const filled = (role: ShareRole) => rules.shares[role] > 0 && roles[role].length > 0
  const guideRoles = (['brought', 'served', 'shared'] as const).filter(filled)
  if (guideRoles.length === 0) return []
  const parts = new Map<ShareRole, number>(guideRoles.map((role) => [role, rules.shares[role]]))
  const allParts = rules.shares.brought + rules.shares.served + rules.shares.shared
  const absent = allParts - [...parts.values()].reduce((sum, part) => sum + part, 0)
  const toStore = rules.shares.store + (rules.absentTo === 'store' ? absent : 0)
  if (toStore > 0 && roles.store.length > 0) parts.set('store', toStore)
  return [...parts].flatMap(([role, part]) => cutRole(role, roles[role], part, scaleOf(roles)))
}

/** Several guides in one role share its parts by their own; whole numbers all the way, none beyond what a number holds. */
function cutRole(role: Cut['role'], candidates: readonly Candidate[], parts: number, scale: number): Cut[] {
  const sum = candidates.reduce((total, candidate) => total + candidate.parts, 0)
  return candidates.map((candidate) => ({ role, candidate, parts: parts * (scale / sum) * candidate.parts }))
}

/** A common multiple of the roles' own sums, so that every part stays whole. 1 where each role has one guide. */
function scaleOf(roles: Roles): number {
  const { brought, served, shared, store, manager } = roles
  const sums = [brought, served, shared, store, manager].map((role) => role.reduce((sum, { parts }) => sum + parts, 0))
  return sums.filter((sum) => sum > 0).reduce(leastCommonMultiple, 1)
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

function fallBack(lineNo: string, roles: Roles, context: DecisionContext, from: number): LineDecision {
  const steps: StepData[] = [...roles.refusals]
  for (const fallback of context.rules.fallback.slice(from)) {
    if (fallback === 'waiting') {
      if (context.buyer.kind !== 'unknown') continue
      const waiting: StepData = { code: 'waiting', lineNo, untilMs: context.waitUntilMs }
      return { shares: [nobodysShare()], waiting: true, steps: [...steps, waiting] }
    }
    // Who else served says that nobody's link brought the sale: the order's own name only counts on a line without.
    if (fallback === 'shared' && roles.isServedNamed) continue
    const role = fallback === 'store_manager' ? 'manager' : fallback
    const cut = cutRole(role, roles[role], 1, scaleOf(roles))
    if (cut.length === 0) continue
    const ofParts = cut.reduce((sum, { parts }) => sum + parts, 0)
    const credited = cut.map(({ candidate, parts }) => candidate.credited(parts, ofParts))
    return { shares: mergeShares(cut), waiting: false, steps: [...steps, ...credited, ...secondNamed(roles, cut)] }
  }
  if (context.facts.storeCode === undefined) steps.push({ code: 'store_unknown', lineNo })
  return { shares: [nobodysShare()], waiting: false, steps: [...steps, { code: 'to_nobody', lineNo }] }
}

/** One share an account: who both brought and served holds both parts in one. */
function mergeShares(cut: readonly Cut[]): HolderShare[] {
  const shares = new Map<HolderAccount, HolderShare>()
  for (const { candidate, parts } of cut) {
    const before = shares.get(candidate.share.account)
    shares.set(candidate.share.account, { ...(before ?? candidate.share), parts: (before?.parts ?? 0) + parts })
  }
  return [...shares.values()]
}

/** Who is named or claims, and gets nothing of this line. */
function notCredited(roles: Roles, cut: readonly Cut[]): StepData[] {
  return [...roles.refusals, ...secondNamed(roles, cut)]
}

function secondNamed(roles: Roles, cut: readonly Cut[]): StepData[] {
  const held = new Set(cut.map(({ candidate }) => candidate.share.account))
  const first = cut[0]?.role
  const after = first === 'brought' ? 'bound' : first === 'served' ? 'served' : undefined
  if (after === undefined) return []
  const named = [
    ...(after === 'bound' ? roles.served : []),
    ...(roles.isServedNamed && after === 'bound' ? [] : roles.shared),
  ]
  return named
    .filter(({ share }) => !held.has(share.account))
    .flatMap((candidate) => candidate.cameSecond?.(after) ?? [])
}

function nobodysShare(): HolderShare {
  return { role: 'none', account: 'unattributed', parts: 1 }
}
