import { Campaign } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { moveCampaign, noteAct } from '../store.ts'
import { refuseIfOver } from './saveCampaign.ts'

/**
 * Lets a draft run: phases whose day has come begin at once, the others on their first morning. Asking twice changes
 * nothing.
 * @throws AppError NOT_FOUND, RULE for a campaign that is over
 */
export async function startCampaign(deps: Deps, actor: Actor, id: number): Promise<void> {
  const nowMs = deps.clock.nowMs()
  const campaign = await campaignOf(deps, id)
  if (campaign.state === 'ended') throw new AppError('RULE', undefined, '活动已经结束，不能再开始')
  refuseIfOver(campaign, nowMs)
  await deps.db.transaction(async (tx) => {
    if (!(await moveCampaign(tx, id, { from: 'draft', to: 'running', endedAt: null }))) return
    await noteAct(tx, actor.userId, 'campaign.start', id, nowMs)
    await deps.enqueue(tx, { kind: 'campaigns.sweep', payload: {} })
  })
}

/** No phase begins any more. What guides already have on their lists runs out by itself, with its phase. */
export async function endCampaign(deps: Deps, actor: Actor, id: number): Promise<void> {
  const nowMs = deps.clock.nowMs()
  const { state } = await campaignOf(deps, id)
  if (state === 'draft') throw new AppError('RULE', undefined, '活动还没开始')
  await deps.db.transaction(async (tx) => {
    if (!(await moveCampaign(tx, id, { from: 'running', to: 'ended', endedAt: nowMs }))) return
    await noteAct(tx, actor.userId, 'campaign.end', id, nowMs)
  })
}

async function campaignOf(deps: Deps, id: number): Promise<Campaign> {
  const campaign = await deps.db.read.findOneBy(Campaign, { id })
  if (!campaign) throw new AppError('NOT_FOUND')
  return campaign
}
