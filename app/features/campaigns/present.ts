import type { Campaign, CampaignPhaseRow } from '../../db/entities/outreach.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { inOrder, type PhaseFault } from '../../domain/campaigns/phases.ts'
import type { CampaignPhase } from '../../domain/followUps/playbook.ts'
import type { Actor } from '../../http/actor.ts'
import { type CampaignPhaseView, type CampaignView, FORECAST, PHASE } from './contract.ts'

const PHASE_TITLES: Record<CampaignPhase, string> = {
  build_up: '蓄势',
  warm_up: '预热',
  sprint: '冲刺',
  afterglow: '余温',
}

/** What is wrong with the calendar, as the operator reads it. */
export function faultText(fault: PhaseFault): string {
  const what = 'phase' in fault && fault.phase ? `${PHASE_TITLES[fault.phase]}期` : '活动'
  switch (fault.code) {
    case 'no_such_day':
      return `${what}的日期不对`
    case 'ends_before_it_begins':
      return `${what}的结束日早于开始日`
    case 'too_long':
      return '活动最长 200 天'
    case 'no_phase':
      return '至少要有一个阶段'
    case 'phase_twice':
      return `${what}只能有一个`
    case 'outside_campaign':
      return `${what}超出了活动的日期`
    case 'out_of_order':
      return `${what}应当在${PHASE_TITLES[fault.before]}期之后`
    case 'overlap':
      return `${what}和${PHASE_TITLES[fault.with]}期的日期重叠了`
  }
}

/** A campaign with its phases, as the pages know it; with the figures of the whole chain for who reaches all of it. */
export function presentCampaign(
  campaign: Campaign,
  phases: readonly CampaignPhaseRow[],
  reach: Actor['reach'],
  nowMs: number,
): CampaignView {
  const { id, name, state, fromDay, toDay, offer, targetNewFen, targetOldFen } = campaign
  const today = businessDayOf(nowMs)
  const plan = { id, name, state, fromDay, toDay, offer }
  const shown = inOrder(phases).map((phase) => presentPhase(phase, today))
  if (reach.kind === 'all')
    return { ...plan, targetNewFen, targetOldFen, phases: shown, forecast: forecastOf(campaign) }
  const own = shown.map((phase) => ({ ...phase, targetFen: null }))
  return { ...plan, targetNewFen: null, targetOldFen: null, phases: own, forecast: null }
}

const forecastOf = ({ forecast }: Campaign) => FORECAST.parse(forecast)

function presentPhase({ startedAt, ...row }: CampaignPhaseRow, today: string): CampaignPhaseView {
  const isOver = row.toDay < today
  const progress = startedAt === null ? (isOver ? 'missed' : 'ahead') : isOver ? 'over' : 'running'
  return PHASE.parse({ ...row, startedAtMs: startedAt, progress })
}
