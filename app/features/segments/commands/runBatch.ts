import type { Tx } from '../../../db/database.ts'
import { Guide } from '../../../db/entities/org.ts'
import { SegmentRun } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { SEGMENT_FILTER } from '../contract.ts'
import { pageMatching, type SegmentRow } from '../queries.ts'
import { countBatch } from '../store.ts'

const BATCH = 200

interface Batch {
  runId: number
  /** The last customer of the batch before. */
  after: string
}

/**
 * The next customers of a run. Their work, the progress, the end of this job and the job of the next batch commit
 * together: a run killed anywhere goes on with the batch it was at, and nobody is met twice. Days are counted from
 * the moment of asking, so that midnight does not move the filter under the run.
 */
export async function runBatch(deps: Deps, { runId, after }: Batch, job: JobRun): Promise<string> {
  const run = await deps.db.read.findOneBy(SegmentRun, { id: runId })
  if (run?.state !== 'running') return 'over'
  const filter = SEGMENT_FILTER.parse(run.filter)
  const rows = await pageMatching(deps.db.read, { kind: 'all' }, filter, run.at, { after, limit: BATCH })
  const met = rows.filter(({ speakerId }) => speakerId !== null)
  const act = await actOf(deps, run)
  const last = rows.length === BATCH ? rows.at(-1)?.externalUserId : undefined
  await deps.db.transaction(async (tx) => {
    for (const row of met) await act(tx, row)
    deps.crashPoint('segments.beforeProgress')
    const doneAt = last === undefined ? deps.clock.nowMs() : undefined
    await countBatch(tx, runId, { matched: rows.length, reached: met.length, doneAt })
    if (last !== undefined) await deps.enqueue(tx, { kind: 'segments.run', payload: { runId, after: last } })
    await job.settle(tx, `${met.length} of ${rows.length}`)
  })
  return 'done'
}

type Act = (tx: Tx, row: SegmentRow) => Promise<void>

async function actOf(deps: Deps, run: SegmentRun): Promise<Act> {
  if (run.kind === 'tag') return tagging(deps, run)
  return (tx, { externalUserId }) =>
    deps.emit(tx, {
      name: 'PlaybookCalled',
      playbookId: run.action.playbookId ?? '',
      externalUserId,
      anchorKey: `segment:${run.id}`,
      startAtMs: run.at,
      data: { ...run.action, name: run.name },
      atMs: deps.clock.nowMs(),
    })
}

/** One job a customer: the client keeps to WeCom's rate, and one refusal holds up nobody else. */
async function tagging(deps: Deps, run: SegmentRun): Promise<Act> {
  const guides = await deps.db.read.findBy(Guide, { state: 'active' })
  const userIds = new Map(guides.map(({ id, userId }) => [id, userId]))
  return async (tx, { externalUserId, speakerId }) => {
    const userId = userIds.get(speakerId ?? 0)
    if (userId === undefined) return
    const order = { guideId: speakerId, userId, externalUserId, tagId: run.action.tagId, isOn: true, toldAs: run.name }
    const dedupeKey = `segments.tag:${run.id}:${externalUserId}`
    await deps.enqueue(tx, { kind: 'customers.markTag', lane: 'bulk', payload: order, dedupeKey })
  }
}
