import type { HolderShare } from './book.ts'
import type { StepData } from './explainStep.ts'
import type { AttributionRules, BoundGuide, LineFacts, OrderFacts, PeopleOnDays } from './facts.ts'

/** What is taken as known about the buyer when a line is decided. */
export type BuyerAtDecision = { kind: 'known'; bound?: BoundGuide } | { kind: 'unknown' }

export interface LineDecision {
  shares: HolderShare[]
  waiting: boolean
  steps: StepData[]
}

export interface DecisionContext {
  facts: OrderFacts
  rules: AttributionRules
  people: PeopleOnDays
  /** Business day of the payment: also a later decision judges by that day. */
  paidDay: string
  waitUntilMs: number
  buyer: BuyerAtDecision
}

type Named = { namedBy: 'served' | 'shared'; guideId?: number; name?: string }

/**
 * The default decision for a line, first that holds: (1) the guide the buyer was bound to at payment, (2) the
 * guide named on the line, else on the order, if a guide on that day, (3) buyer unknown: wait, (4) the pool of
 * the store, (5) nobody.
 */
export function decideLine(line: LineFacts, context: DecisionContext): LineDecision {
  const { buyer, facts } = context
  if (buyer.kind === 'known' && buyer.bound) return giveToBoundGuide(line, buyer.bound, context)
  const named = findNamed(line, facts)
  const passed: StepData[] = []
  if (named) {
    const refusal = refuseNamed(line, named, context)
    if (!refusal) return giveToNamedGuide(line, named, facts)
    passed.push(refusal)
  }
  if (buyer.kind === 'unknown') {
    const waiting: StepData = { code: 'waiting', lineNo: line.lineNo, untilMs: context.waitUntilMs }
    return { shares: [nobodysShare()], waiting: true, steps: [...passed, waiting] }
  }
  const rest = decideWithoutGuide(line.lineNo, facts.storeCode)
  return { ...rest, steps: [...passed, ...rest.steps] }
}

/** Rules 4 and 5: what is left when no guide has a claim and nothing is waited for. */
export function decideWithoutGuide(lineNo: string | undefined, storeCode: string | undefined): LineDecision {
  const on = lineNo === undefined ? {} : { lineNo }
  if (storeCode === undefined) {
    const steps: StepData[] = [
      { code: 'store_unknown', ...on },
      { code: 'to_nobody', ...on },
    ]
    return { shares: [nobodysShare()], waiting: false, steps }
  }
  const share: HolderShare = { role: 'store', account: `store:${storeCode}:pool`, storeCode, parts: 1 }
  return { shares: [share], waiting: false, steps: [{ code: 'to_store_pool', ...on, storeCode }] }
}

/** Rule 1. A split may give a part to the guide who served, if that is another guide of that day. */
function giveToBoundGuide(line: LineFacts, bound: BoundGuide, context: DecisionContext): LineDecision {
  const { rules, facts } = context
  const named = findNamed(line, facts)
  const refusal = named && refuseNamed(line, named, context)
  const served = named?.namedBy === 'served' && !refusal ? named.guideId : undefined
  const isSplit = served !== undefined && served !== bound.guideId && rules.served > 0
  const shares = [guideShare('brought', bound.guideId, isSplit ? rules.brought : 1)]
  if (isSplit) shares.push(guideShare('served', served, rules.served))
  const held = shares.filter((share) => share.parts > 0)
  const ofParts = held.reduce((sum, share) => sum + share.parts, 0)
  const { lineNo } = line
  const steps = held.map(({ role, parts, guideId = bound.guideId }): StepData => {
    if (role === 'served') return { code: 'to_named_guide', lineNo, guideId, namedBy: 'served', parts, ofParts }
    const { bindingId, by, sinceMs } = bound
    return { code: 'to_bound_guide', lineNo, guideId, bindingId, by, sinceMs, parts, ofParts }
  })
  if (refusal) steps.push(refusal)
  else if (named?.guideId !== undefined && named.guideId !== bound.guideId && !isSplit) {
    const { guideId, namedBy } = named
    steps.push({ code: 'named_guide_came_second', lineNo, guideId, namedBy, after: 'bound' })
  }
  return { shares: held, waiting: false, steps }
}

function giveToNamedGuide(line: LineFacts, named: Named, facts: OrderFacts): LineDecision {
  const { lineNo } = line
  const { namedBy, guideId = 0 } = named
  const steps: StepData[] = [{ code: 'to_named_guide', lineNo, guideId, namedBy, parts: 1, ofParts: 1 }]
  const second = facts.sharedByGuideId
  if (namedBy === 'served' && second !== undefined && second !== guideId) {
    steps.push({ code: 'named_guide_came_second', lineNo, guideId: second, namedBy: 'shared', after: 'served' })
  }
  return { shares: [guideShare(namedBy, guideId, 1)], waiting: false, steps }
}

/** The line's own name comes first, even one we cannot match: the till said that somebody else served. */
function findNamed(line: LineFacts, facts: OrderFacts): Named | undefined {
  if (line.servedByGuideId !== undefined) return { namedBy: 'served', guideId: line.servedByGuideId }
  if (line.servedByUnknown !== undefined) return { namedBy: 'served', name: line.servedByUnknown }
  if (facts.sharedByGuideId !== undefined) return { namedBy: 'shared', guideId: facts.sharedByGuideId }
  if (facts.sharedByUnknown !== undefined) return { namedBy: 'shared', name: facts.sharedByUnknown }
  return undefined
}

function refuseNamed({ lineNo }: LineFacts, named: Named, context: DecisionContext): StepData | undefined {
  const { namedBy, guideId, name = '' } = named
  if (guideId === undefined) return { code: 'named_guide_unknown', lineNo, name, namedBy }
  if (context.people.isGuideOn(guideId, context.paidDay)) return undefined
  return { code: 'named_guide_not_on_day', lineNo, guideId, namedBy }
}

export function guideShare(role: HolderShare['role'], guideId: number, parts: number): HolderShare {
  return { role, account: `guide:${guideId}:pending`, guideId, parts }
}

function nobodysShare(): HolderShare {
  return { role: 'none', account: 'unattributed', parts: 1 }
}
