import type { Tx } from '../../../db/database.ts'
import { CustomerRelation } from '../../../db/entities/customers.ts'
import type { Guide } from '../../../db/entities/org.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { type ContactWayFact, contactWayByState } from '../../contactWays/queries.ts'
import { guideByUserId, peopleOnDays, storeOfGuideAround } from '../../staff/queries.ts'
import { bindByTouch } from '../bindByTouch.ts'
import type { Touch } from '../decideBinding.ts'
import { decideRelation, hasEnded, type RelationFact, type RelationRow } from '../decideRelation.ts'
import { findGiver } from '../findGiver.ts'
import { keepIdentity } from '../keepIdentity.ts'
import { addDay, keepCustomer, keepRelation, listException, recountLosses, tellEnd, tellOnce } from '../store.ts'
import { keepTags } from '../tagStore.ts'
import type { CustomerTruth, FollowTruth } from '../truth.ts'

export interface RelationInput {
  userId: string
  externalUserId: string
  fact: RelationFact
  /** What WeCom shows now; undefined when nobody may read it. */
  truth: CustomerTruth | undefined
}

/** How a fact ended: `repaired` when it told us something no callback had. */
export interface RelationOutcome {
  isRepair: boolean
}

interface Gathered {
  guide: Guide | undefined
  follow: FollowTruth | undefined
  way: ContactWayFact | undefined
  storeCodeOn: (day: string) => string
  touchStore: string | null
}

/**
 * Records one fact about a guide and a customer: customer, relation, binding, keys, tags, time line, day counts and
 * events in one transaction, with `settle` in it. Repeats and any order end the same.
 */
export async function recordRelationFact(
  deps: Deps,
  input: RelationInput,
  settle: (tx: Tx) => Promise<void>,
): Promise<RelationOutcome> {
  const gathered = await gather(deps, input)
  return deps.db.transaction(async (tx) => {
    const outcome = await record(tx, deps, input, gathered)
    await settle(tx)
    return outcome
  })
}

async function gather({ db }: Deps, { userId, fact, truth }: RelationInput): Promise<Gathered> {
  const guide = await guideByUserId(db.read, userId)
  const follow = truth?.follows.find((side) => side.userId.toLowerCase() === userId.toLowerCase())
  const state = follow?.state ?? fact.state
  const way = state === undefined ? undefined : await contactWayByState(db.read, state)
  const people = await peopleOnDays(db.read, guide ? [guide.id] : [])
  const storeCodeOn = (day: string) => (guide ? people.storeOfGuideOn(guide.id, day) : undefined) ?? ''
  const ownStore = guide ? ((await storeOfGuideAround(db.read, guide.id, businessDayOf(fact.atMs))) ?? null) : null
  const isOwnWay = way && (way.guideId === guide?.id || way.kind === 'group')
  return { guide, follow, way, storeCodeOn, touchStore: isOwnWay ? way.storeCode : ownStore }
}

async function record(tx: Tx, deps: Deps, input: RelationInput, gathered: Gathered): Promise<RelationOutcome> {
  const { externalUserId, userId, fact, truth } = input
  const { guide, follow } = gathered
  const nowMs = deps.clock.nowMs()
  const addedAtMs = Math.min(fact.atMs, follow?.createdAtMs || fact.atMs)
  const unionKey = truth?.unionid ? deps.vault.keyOf('union', truth.unionid) : undefined
  const customer = await keepCustomer(tx, externalUserId, { face: truth, unionKey, addedAtMs, nowMs })
  if (!guide) {
    const exception = {
      kind: 'guide_unknown',
      number: userId.slice(0, 64),
      subject: externalUserId,
      detail: { userId },
    }
    await listException(tx, exception, nowMs)
    await keepIdentity(tx, deps, { customer, fact, truth, unionKey })
    return { isRepair: false }
  }
  const pair = { externalUserId, guideId: guide.id }
  const known = await tx.findOneBy(CustomerRelation, pair)
  const row = decideRelation(pair, known ?? undefined, fact, follow)
  if (!row) return { isRepair: false }
  await keepRelation(tx, known, row)
  if (follow) await keepTags(tx, externalUserId, guide.id, follow.tags)
  const beginning = beginningOf(known ?? undefined, row, fact)
  if (beginning !== undefined) {
    await recordBeginning(tx, deps, { row, fact, atMs: beginning, known: known?.addedAt, truth }, gathered)
  }
  await recordEnd(tx, deps, row, fact, gathered)
  await keepIdentity(tx, deps, { customer, fact, truth, unionKey })
  return { isRepair: fact.kind === 'seen' && (beginning !== undefined || known?.state !== row.state) }
}

const SAME_BEGINNING_MS = 60_000

/**
 * When a friendship began, if this fact says so. An add event does; the truth does where no event had told of it.
 * A second of difference between event and truth is one beginning, not two.
 */
function beginningOf(known: CustomerRelation | undefined, row: RelationRow, fact: RelationFact): number | undefined {
  if (fact.kind === 'added' || fact.kind === 'half') return fact.atMs
  const isTold = row.addedAt > 0 && !hasEnded(row.state)
  const isNew = known === undefined || row.addedAt - known.addedAt > SAME_BEGINNING_MS
  return isTold && isNew ? row.addedAt : undefined
}

interface Beginning {
  row: RelationRow
  fact: RelationFact
  atMs: number
  /** `addedAt` as it was before. */
  known: number | undefined
  truth: CustomerTruth | undefined
}

async function recordBeginning(tx: Tx, deps: Deps, beginning: Beginning, gathered: Gathered): Promise<void> {
  const { row, fact, atMs, known, truth } = beginning
  const { externalUserId, guideId } = row
  const isHalf = fact.kind === 'half'
  const sameAs = known !== undefined && Math.abs(known - atMs) <= SAME_BEGINNING_MS ? known : atMs
  const onceKey = `${isHalf ? 'half' : 'added'}:${externalUserId}:${guideId}:${sameAs}`
  const entry = { externalUserId, kind: isHalf ? 'half_added' : 'added', guideId, at: atMs, onceKey }
  const isNews = await tellOnce(tx, { ...entry, data: { source: sourceOf(row.addWay, gathered.way) } })
  const day = businessDayOf(atMs)
  if (isNews) await recountLosses(tx, row, gathered.storeCodeOn)
  if (isNews && !isHalf) await addDay(tx, day, guideId, gathered.storeCodeOn(day), { newCustomers: 1 })
  await bind(tx, deps, row, { atMs, truth }, gathered)
  // An add told after its end, or dug out by the reconciler long after, must not start anything towards the customer.
  const isFresh = fact.kind === 'added' || isHalf || deps.clock.nowMs() - atMs < DAY_MS
  if (!isNews) return
  if (isFresh && !hasEnded(row.state))
    await deps.emit(tx, { name: 'CustomerAdded', externalUserId, guideId, atMs, half: isHalf })
  else await deps.emit(tx, { name: 'FriendshipLearned', externalUserId, guideId, atMs })
}

const DAY_MS = 86_400_000

async function bind(
  tx: Tx,
  deps: Deps,
  row: RelationRow,
  { atMs, truth }: Pick<Beginning, 'atMs' | 'truth'>,
  gathered: Gathered,
): Promise<void> {
  const { externalUserId, guideId, stateToken } = row
  const source = sourceOf(row.addWay, gathered.way)
  const takesFrom = source === 'transfer' ? await findGiver(tx, externalUserId, truth) : undefined
  const touch: Touch = { guideId, storeCode: gathered.touchStore, source, stateToken, atMs, takesFrom }
  await bindByTouch(tx, deps, externalUserId, touch)
}

/** add_way 202: assigned by the administrator, which is how a transfer looks from the new guide's side. */
const ASSIGNED = 202

function sourceOf(addWay: number, way: ContactWayFact | undefined): Touch['source'] {
  if (addWay === ASSIGNED) return 'transfer'
  if (way) return way.kind === 'group' ? 'group_join' : 'contact_way'
  return 'plain_add'
}

async function recordEnd(tx: Tx, deps: Deps, row: RelationRow, fact: RelationFact, gathered: Gathered): Promise<void> {
  if (fact.kind !== 'customer_deleted' && fact.kind !== 'guide_deleted') return
  const { externalUserId, guideId } = row
  const by = fact.kind === 'customer_deleted' ? 'customer' : 'guide'
  const isNews = await tellEnd(tx, row, { by, atMs: fact.atMs })
  if (isNews) await recountLosses(tx, row, gathered.storeCodeOn)
  if (isNews && hasEnded(row.state))
    await deps.emit(tx, { name: 'CustomerLost', externalUserId, guideId, atMs: fact.atMs, by })
}
