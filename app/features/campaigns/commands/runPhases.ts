import { In, IsNull, LessThan, LessThanOrEqual } from 'typeorm'
import { Campaign, CampaignPhaseRow } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { endOfSpan, isPhaseDue, phaseStartMs } from '../../../domain/campaigns/phases.ts'
import type { Playbook } from '../../../domain/followUps/playbook.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { SEGMENT_FILTER } from '../../segments/contract.ts'
import { pageMatching } from '../../segments/queries.ts'
import { phaseAnchor, playbookOf, wordsOf } from '../anchors.ts'
import { markPhaseStarted, moveCampaign } from '../store.ts'

const BATCH = 200

/** Ends campaigns whose days are over and begins the phases whose first morning has come. Reads running ones only. */
export async function sweepCampaigns(deps: Deps, job: JobRun): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const { read } = deps.db
  const over = await read.findBy(Campaign, { state: 'running', toDay: LessThan(businessDayOf(nowMs)) })
  for (const { id } of over)
    await deps.db.transaction((tx) => moveCampaign(tx, id, { from: 'running', to: 'ended', endedAt: nowMs }))
  const running = await read.find(Campaign, { select: { id: true }, where: { state: 'running' } })
  const ahead = await read.findBy(CampaignPhaseRow, {
    campaignId: In(running.map(({ id }) => id)),
    startedAt: IsNull(),
    fromDay: LessThanOrEqual(businessDayOf(nowMs)),
  })
  let begun = 0
  for (const phase of ahead.filter((row) => isPhaseDue(row, nowMs))) begun += await beginPhase(deps, phase.id, nowMs)
  const outcome = `${begun} begun, ${over.length} over`
  await deps.db.transaction((tx) => job.settle(tx, outcome))
  return outcome
}

/** The mark and the first batch's job commit together: whoever sweeps at the same time begins nothing. */
function beginPhase(deps: Deps, phaseId: number, nowMs: number): Promise<number> {
  return deps.db.transaction(async (tx) => {
    if (!(await markPhaseStarted(tx, phaseId, nowMs))) return 0
    await deps.enqueue(tx, { kind: 'campaigns.callPhase', payload: { phaseId, after: '' } })
    return 1
  })
}

/**
 * Calls the phase's playbook for one batch of matching customers. The batch, the job of the next one and the end of
 * this one are one transaction: a crash anywhere repeats no batch and leaves none out.
 */
export async function callPhase(
  deps: Deps,
  playbooks: readonly Playbook[],
  { phaseId, after }: { phaseId: number; after: string },
  job: JobRun,
): Promise<string> {
  const { read } = deps.db
  const phase = await read.findOneBy(CampaignPhaseRow, { id: phaseId })
  const campaign = phase && (await read.findOneBy(Campaign, { id: phase.campaignId }))
  const playbook = phase && playbookOf(playbooks, phase.phase)
  if (!phase || !campaign || phase.startedAt === null) return 'not begun'
  if (campaign.state !== 'running') return 'the campaign has ended'
  if (!playbook) return `no playbook for ${phase.phase}`
  const filter = SEGMENT_FILTER.parse(phase.filter)
  const page = { after: after || undefined, limit: BATCH }
  const rows = await pageMatching(read, { kind: 'all' }, filter, phase.startedAt, page)
  const call = {
    playbookId: playbook.id,
    anchorKey: phaseAnchor(campaign.id, phase.phase),
    startAtMs: phaseStartMs(phase, phase.startedAt),
    endsAtMs: endOfSpan(phase),
    data: wordsOf(campaign),
    atMs: deps.clock.nowMs(),
  }
  const last = rows.at(-1)?.externalUserId
  const outcome = `${rows.length} called`
  await deps.db.transaction(async (tx) => {
    for (const { externalUserId } of rows) await deps.emit(tx, { name: 'PlaybookCalled', externalUserId, ...call })
    if (rows.length === BATCH && last !== undefined)
      await deps.enqueue(tx, { kind: 'campaigns.callPhase', payload: { phaseId, after: last } })
    deps.crashPoint('campaigns.batchRecorded')
    await job.settle(tx, outcome)
  })
  return outcome
}
