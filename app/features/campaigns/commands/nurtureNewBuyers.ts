import { Campaign } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { Playbook } from '../../../domain/followUps/playbook.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { nurtureAnchor, nurturingIds, playbookOf, wordsOf } from '../anchors.ts'
import { inNurturing } from '../runs.ts'
import { newBuyers } from '../sales.ts'
import { noteAct } from '../store.ts'

const BATCH = 200
const DAY_MS = 86_400_000
const LASTS_DAYS = 14

/**
 * Most new buyers are in nurturing by their purchase itself. This asks for those who are not.
 * @throws AppError NOT_FOUND
 */
export async function askForNurturing(deps: Deps, actor: Actor, campaignId: number): Promise<void> {
  if (!(await deps.db.read.existsBy(Campaign, { id: campaignId }))) throw new AppError('NOT_FOUND')
  const nowMs = deps.clock.nowMs()
  await deps.db.transaction(async (tx) => {
    await noteAct(tx, actor.userId, 'campaign.nurture', campaignId, nowMs)
    await deps.enqueue(tx, { kind: 'campaigns.nurture', payload: { campaignId, after: '', atMs: nowMs } })
  })
}

/** One batch of new buyers; the job of the next one commits with it. The same campaign calls a customer once. */
export async function nurtureNewBuyers(
  deps: Deps,
  playbooks: readonly Playbook[],
  { campaignId, after, atMs }: { campaignId: number; after: string; atMs: number },
  job: JobRun,
): Promise<string> {
  const { read } = deps.db
  const campaign = await read.findOneBy(Campaign, { id: campaignId })
  const playbook = playbookOf(playbooks, 'afterglow')
  if (!campaign || !playbook) return 'nothing to call'
  const buyers = await newBuyers(read, campaign, { kind: 'all' }, { after, limit: BATCH })
  const nurtured = await inNurturing(read, buyers, nurturingIds(playbooks), campaign.fromDay)
  const missing = buyers.filter((buyer) => !nurtured.has(buyer))
  const call = {
    playbookId: playbook.id,
    anchorKey: nurtureAnchor(campaignId),
    startAtMs: atMs,
    endsAtMs: atMs + LASTS_DAYS * DAY_MS,
    data: wordsOf(campaign),
    atMs: deps.clock.nowMs(),
  }
  const last = buyers.at(-1)
  const outcome = `${missing.length} of ${buyers.length} called`
  await deps.db.transaction(async (tx) => {
    for (const externalUserId of missing) await deps.emit(tx, { name: 'PlaybookCalled', externalUserId, ...call })
    if (buyers.length === BATCH && last !== undefined)
      await deps.enqueue(tx, { kind: 'campaigns.nurture', payload: { campaignId, after: last, atMs } })
    await job.settle(tx, outcome)
  })
  return outcome
}
