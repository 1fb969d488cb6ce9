import { WeComError } from 'wecom-sdk'
import { CustomerRelation } from '../../../db/entities/customers.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guideByUserId } from '../../staff/queries.ts'
import { customerRepairs } from '../metrics.ts'
import { type CustomerTruth, readTruth, truthOfBatchRow } from '../truth.ts'
import { recordRelationFact } from './recordRelationFact.ts'

const PAGE = 100
/** Younger relations may not have reached every page of WeCom yet. */
const SETTLED_MS = 10 * 60_000

type Known = Pick<CustomerRelation, 'externalUserId' | 'state' | 'addedAt' | 'eventAt' | 'remark'>

/**
 * Compares one guide's customers at WeCom with ours and repairs what differs: events are not guaranteed, and changes
 * made through the API cause none.
 * @returns how many repairs it took
 */
export async function reconcileGuide(deps: Deps, userId: string, job: Pick<JobRun, 'signal'>): Promise<number> {
  const guide = await guideByUserId(deps.db.read, userId)
  if (!guide) return 0
  const startedAtMs = deps.clock.nowMs()
  const relations = await deps.db.read.findBy(CustomerRelation, { guideId: guide.id })
  const known = new Map<string, Known>(relations.map((relation) => [relation.externalUserId, relation]))
  const seen = new Set<string>()
  let repairs = 0
  for await (const truth of truthsOf(deps, userId)) {
    job.signal.throwIfAborted()
    seen.add(truth.externalUserId)
    if (isUnchanged(known.get(truth.externalUserId), truth)) continue
    const fact = { kind: 'seen' as const, atMs: truth.follows[0]?.createdAtMs || startedAtMs }
    const input = { userId, externalUserId: truth.externalUserId, fact, truth }
    repairs += (await recordRelationFact(deps, input, async () => undefined)).isRepair ? 1 : 0
  }
  const vanished = [...known.values()].filter(
    ({ externalUserId, state, eventAt }) =>
      state === 'active' && !seen.has(externalUserId) && eventAt < startedAtMs - SETTLED_MS,
  )
  for (const { externalUserId } of vanished) repairs += await recordVanished(deps, userId, externalUserId)
  if (repairs > 0) customerRepairs.inc({ what: 'customer' }, repairs)
  return repairs
}

async function* truthsOf({ wecom }: Deps, userId: string): AsyncGenerator<CustomerTruth> {
  let cursor: string | undefined
  do {
    const page = await firstOrEmpty(() =>
      wecom.batchGetCustomers({ userid_list: [userId], limit: PAGE, ...(cursor ? { cursor } : {}) }),
    )
    for (const row of page.external_contact_list) yield truthOfBatchRow(row)
    cursor = page.next_cursor
  } while (cursor)
}

type Page = Awaited<ReturnType<Deps['wecom']['batchGetCustomers']>>

/** A guide without customers is an error at WeCom and an empty list here. */
async function firstOrEmpty(read: () => Promise<Page>): Promise<Page> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof WeComError && error.meaning === 'no_relation')
      return { external_contact_list: [], next_cursor: undefined }
    throw error
  }
}

/** Most rows are: only those that tell something new cost a transaction. */
function isUnchanged(known: Known | undefined, { follows: [follow] }: CustomerTruth): boolean {
  if (!known || !follow) return false
  if (known.state !== 'active' && known.state !== 'customer_deleted')
    return follow.createdAtMs <= known.eventAt && known.state !== 'half'
  return follow.createdAtMs - known.addedAt < 60_000 && known.remark === follow.remark
}

async function recordVanished(deps: Deps, userId: string, externalUserId: string): Promise<number> {
  const truth = await readTruth(deps.wecom, externalUserId)
  if (truth?.follows.some((follow) => follow.userId.toLowerCase() === userId.toLowerCase())) return 0
  const fact = { kind: 'guide_deleted' as const, atMs: deps.clock.nowMs() }
  await recordRelationFact(deps, { userId, externalUserId, fact, truth }, async () => undefined)
  return 1
}
