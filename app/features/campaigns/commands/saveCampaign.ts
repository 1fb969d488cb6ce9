import type { Tx } from '../../../db/database.ts'
import { Campaign, CampaignPhaseRow } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { checkCalendar } from '../../../domain/campaigns/phases.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { CampaignInput } from '../contract.ts'
import { gatherForecast } from '../gatherForecast.ts'
import { faultText } from '../present.ts'
import { changeCampaign, insertCampaign, lockCampaign, noteAct, replacePhases } from '../store.ts'

/**
 * Makes a campaign, or changes one that is not over. Phases that have begun cannot be changed any more: customers
 * were promised them. The targets are the forecast's.
 * @returns its id
 * @throws AppError BAD_REQUEST for a calendar that does not fit, CONFLICT for a name in use, NOT_FOUND, RULE
 */
export async function saveCampaign(
  deps: Deps,
  actor: Actor,
  id: number | undefined,
  input: CampaignInput,
): Promise<number> {
  const faults = checkCalendar(input, input.phases)
  if (faults.length > 0)
    throw new AppError(
      'BAD_REQUEST',
      faults.map((fault) => ({ path: 'body.phases', message: faultText(fault) })),
      faults.map(faultText).join('；'),
    )
  const nowMs = deps.clock.nowMs()
  const forecast = await gatherForecast(deps.db.read, input, input.forecast, nowMs)
  const { name, fromDay, toDay, offer } = input
  const targets = { targetNewFen: forecast.new.fen, targetOldFen: forecast.old.fen, forecast: { ...forecast } }
  const plan = { name, fromDay, toDay, offer, ...targets }
  return deps.db.transaction(async (tx) => {
    const campaignId = id === undefined ? await insertDraft(tx, plan, actor, nowMs) : await changePlan(tx, id, plan)
    await replacePhases(tx, campaignId, await splitPhases(tx, campaignId, input))
    await noteAct(tx, actor.userId, 'campaign.save', campaignId, nowMs)
    await deps.enqueue(tx, { kind: 'campaigns.sweep', payload: {} })
    return campaignId
  })
}

const NAME_USED = () => new AppError('CONFLICT', undefined, '已经有同名的活动，换个名字吧')

type Plan = Omit<Campaign, 'id' | 'state' | 'createdBy' | 'createdAt' | 'endedAt'>

async function insertDraft(tx: Tx, plan: Plan, actor: Actor, nowMs: number): Promise<number> {
  const draft = { state: 'draft' as const, createdBy: actor.userId, createdAt: nowMs, endedAt: null }
  const id = await insertCampaign(tx, { ...plan, ...draft })
  if (id === undefined) throw NAME_USED()
  return id
}

async function changePlan(tx: Tx, id: number, plan: Plan): Promise<number> {
  await lockCampaign(tx, id)
  const campaign = await tx.findOneBy(Campaign, { id })
  if (!campaign) throw new AppError('NOT_FOUND')
  if (campaign.state === 'ended') throw new AppError('RULE', undefined, '活动已经结束，不能再改')
  if (!(await changeCampaign(tx, Object.assign(campaign, plan)))) throw NAME_USED()
  return id
}

async function begunPhases(tx: Tx, campaignId: number): Promise<CampaignPhaseRow[]> {
  return (await tx.findBy(CampaignPhaseRow, { campaignId })).filter(({ startedAt }) => startedAt !== null)
}

/** @throws AppError RULE when a phase that has begun would move or go */
async function splitPhases(tx: Tx, campaignId: number, input: CampaignInput) {
  const begun = await begunPhases(tx, campaignId)
  for (const row of begun) {
    const asked = input.phases.find(({ phase }) => phase === row.phase)
    if (asked?.fromDay !== row.fromDay || asked.toDay !== row.toDay)
      throw new AppError('RULE', undefined, '已经开始的阶段不能改日期，也不能删掉')
  }
  const rows = input.phases.map(({ purposes, filter, ...phase }) => ({
    ...phase,
    filter: { ...filter },
    purposes: definedOf(purposes),
  }))
  const hasBegun = (row: { phase: string }) => begun.some(({ phase }) => phase === row.phase)
  return { begun: rows.filter(hasBegun), ahead: rows.filter((row) => !hasBegun(row)) }
}

function definedOf(purposes: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(purposes).flatMap(([channel, text]) => (text ? [[channel, text]] : [])))
}

/** @throws AppError RULE for a campaign whose days are over */
export function refuseIfOver(campaign: Pick<Campaign, 'toDay'>, nowMs: number): void {
  if (campaign.toDay < businessDayOf(nowMs)) throw new AppError('RULE', undefined, '活动的日子已经过了')
}
