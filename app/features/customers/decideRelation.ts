import type { CustomerRelation } from '../../db/entities/customers.ts'
import type { FollowTruth } from './truth.ts'

/**
 * What a callback, or a look at the truth, says about one guide and one customer. `edited` and `seen` say nothing by
 * themselves: they are a reason to read the truth.
 */
export interface RelationFact {
  kind: 'half' | 'added' | 'edited' | 'seen' | 'customer_deleted' | 'guide_deleted' | 'transferred'
  /** When it happened, by WeCom's own time. */
  atMs: number
  /** The state token of the contact way, where the event had one. */
  state?: string | undefined
}

export type RelationState = CustomerRelation['state']
export type RelationRow = Omit<CustomerRelation, 'id' | 'lastContactAt'>
type Known = Pick<
  CustomerRelation,
  'state' | 'addedAt' | 'eventAt' | 'addWay' | 'stateToken' | 'remark' | 'description'
>

/** Of two facts of one second the later step of a friendship wins: WeCom's times have no finer grain. */
const STEP: Record<RelationState, number> = {
  half: 1,
  active: 2,
  customer_deleted: 3,
  guide_deleted: 4,
  transferred: 4,
}

const STATE_OF: Record<Exclude<RelationFact['kind'], 'edited' | 'seen'>, RelationState> = {
  half: 'half',
  added: 'active',
  customer_deleted: 'customer_deleted',
  guide_deleted: 'guide_deleted',
  transferred: 'transferred',
}

export function hasEnded(state: RelationState): boolean {
  return STEP[state] > STEP.active
}

/**
 * The relation after one more fact. Facts may come in any order and any number of times: each field is the newest, or
 * the greatest, of what was told, so that the end is the same. Undefined: the fact leaves no relation behind.
 * `addedAt` 0: an end was told whose beginning was not (yet).
 */
export function decideRelation(
  pair: { externalUserId: string; guideId: number },
  known: Known | undefined,
  fact: RelationFact,
  follow: FollowTruth | undefined,
): RelationRow | undefined {
  const told = tell(known, fact, follow)
  if (!told && !known) return undefined
  const isNewer = told && (!known || told.atMs > known.eventAt || isLaterStep(told, known))
  const state = isNewer ? told.state : (known?.state ?? 'active')
  const eventAt = isNewer ? told.atMs : (known?.eventAt ?? 0)
  const beganAtMs = fact.kind === 'half' || fact.kind === 'added' ? fact.atMs : 0
  return {
    ...pair,
    state,
    eventAt,
    addedAt: Math.max(known?.addedAt ?? 0, beganAtMs, follow?.createdAtMs ?? 0),
    endedAt: hasEnded(state) ? eventAt : null,
    addWay: follow?.addWay ?? known?.addWay ?? 0,
    stateToken: follow?.state ?? fact.state ?? known?.stateToken ?? null,
    remark: follow?.remark ?? known?.remark ?? '',
    description: follow?.description ?? known?.description ?? '',
  }
}

interface Told {
  state: RelationState
  atMs: number
}

/** What the fact says of the state; an edit speaks only through the truth it made us read. */
function tell(known: Known | undefined, fact: RelationFact, follow: FollowTruth | undefined): Told | undefined {
  if (fact.kind !== 'edited' && fact.kind !== 'seen') return { state: STATE_OF[fact.kind], atMs: fact.atMs }
  if (!follow) return undefined
  // A half add that WeCom now shows was confirmed by the guide.
  if (known?.state === 'half') return { state: 'active', atMs: Math.max(known.eventAt, follow.createdAtMs) }
  return { state: 'active', atMs: follow.createdAtMs }
}

function isLaterStep(told: Told, known: Known): boolean {
  return told.atMs === known.eventAt && STEP[told.state] > STEP[known.state]
}
