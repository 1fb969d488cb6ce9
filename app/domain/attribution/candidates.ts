import type { HolderShare } from './book.ts'
import type { ClaimResult } from './claims.ts'
import type { NamedBy, StepData } from './explainStep.ts'
import type { BoundGuide, LineFacts, NamedGuide, OrderFacts, PeopleOnDays } from './facts.ts'
import type { AttributionRules, ShareRole } from './rules.ts'

/** What is taken as known about the buyer when a line is decided. */
export type BuyerAtDecision = { kind: 'known'; bound?: BoundGuide; claim?: ClaimResult } | { kind: 'unknown' }

export interface DecisionContext {
  facts: OrderFacts
  rules: AttributionRules
  people: PeopleOnDays
  /** Business day of the payment: also a later decision judges by that day. */
  paidDay: string
  waitUntilMs: number
  buyer: BuyerAtDecision
}

/** Somebody who may hold a line, or a part of it, and how to say so. */
export interface Candidate {
  share: HolderShare
  parts: number
  credited(parts: number, ofParts: number): StepData
  /** Only of who is named. */
  cameSecond?(after: 'bound' | 'served'): StepData
}

/** Who could fill each role of a line, and who is named but cannot. */
export type Roles = Record<ShareRole | 'manager', Candidate[]> & {
  refusals: StepData[]
  isServedNamed: boolean
}

export function candidatesOf(line: LineFacts, context: DecisionContext): Roles {
  const { facts } = context
  const { lineNo } = line
  const served = (line.served ?? []).map((name) => readName(lineNo, name, 'served', context))
  const isServedNamed = served.length > 0
  const shared = facts.shared ? [readName(lineNo, { ...facts.shared, parts: 1 }, 'shared', context)] : []
  // A share link that does not count for this line need not be told about.
  const told = isServedNamed && context.rules.shares.shared === 0 ? served : [...served, ...shared]
  return {
    brought: broughtBy(lineNo, context),
    served: served.flatMap((read) => ('share' in read ? read : [])),
    shared: shared.flatMap((read) => ('share' in read ? read : [])),
    ...storeCandidates(lineNo, context),
    refusals: told.flatMap((read) => ('share' in read ? [] : read)),
    isServedNamed,
  }
}

function broughtBy(lineNo: string, { buyer }: DecisionContext): Candidate[] {
  if (buyer.kind === 'unknown') return []
  if (buyer.bound) {
    const { guideId, bindingId, by, sinceMs } = buyer.bound
    return [
      guideCandidate(guideId, 'brought', 1, (parts, ofParts) => ({
        code: 'to_bound_guide',
        lineNo,
        guideId,
        bindingId,
        by,
        sinceMs,
        parts,
        ofParts,
      })),
    ]
  }
  const { held = [], mode = 'first_touch' } = buyer.claim ?? {}
  return held.map(({ guideId, kind, atMs }) =>
    guideCandidate(guideId, 'brought', 1, (parts, ofParts) => ({
      code: 'to_claimant',
      lineNo,
      guideId,
      mode,
      kind,
      sinceMs: atMs,
      parts,
      ofParts,
    })),
  )
}

function readName(lineNo: string, named: NamedGuide, namedBy: NamedBy, context: DecisionContext): Candidate | StepData {
  const { guideId, name, parts } = named
  if (guideId === undefined) return { code: 'named_guide_unknown', lineNo, name, namedBy }
  if (!context.people.isGuideOn(guideId, context.paidDay))
    return { code: 'named_guide_not_on_day', lineNo, guideId, namedBy }
  const role = namedBy === 'shared' ? 'shared' : 'served'
  const candidate = guideCandidate(guideId, role, parts, (given, ofParts) => ({
    code: 'to_named_guide',
    lineNo,
    guideId,
    namedBy,
    parts: given,
    ofParts,
  }))
  const cameSecond = (after: 'bound' | 'served'): StepData => ({
    code: 'named_guide_came_second',
    lineNo,
    guideId,
    namedBy,
    after,
  })
  return { ...candidate, cameSecond }
}

function storeCandidates(lineNo: string, { facts, people, paidDay }: DecisionContext) {
  const { storeCode } = facts
  if (storeCode === undefined) return { store: [], manager: [] }
  const manager = people.managerOfStoreOn(storeCode, paidDay)
  const pool: HolderShare = { role: 'store', account: `store:${storeCode}:pool`, storeCode, parts: 1 }
  const store: Candidate = {
    share: pool,
    parts: 1,
    credited: (parts, ofParts) =>
      parts === ofParts
        ? { code: 'to_store_pool', lineNo, storeCode }
        : { code: 'to_store_share', lineNo, storeCode, parts, ofParts },
  }
  return {
    store: [store],
    manager:
      manager === undefined
        ? []
        : [
            guideCandidate(manager, 'served', 1, () => ({
              code: 'to_store_manager',
              lineNo,
              guideId: manager,
              storeCode,
            })),
          ],
  }
}

function guideCandidate(
  guideId: number,
  role: HolderShare['role'],
  parts: number,
  credited: Candidate['credited'],
): Candidate {
  return { share: guideShare(role, guideId, parts), parts, credited }
}

export function guideShare(role: HolderShare['role'], guideId: number, parts: number): HolderShare {
  return { role, account: `guide:${guideId}:pending`, guideId, parts }
}
