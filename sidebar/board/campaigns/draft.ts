import type { CampaignInput, CampaignView } from '../../../app/features/campaigns/contract.ts'
import { addDays } from '../../shared/format.ts'
import { PHASE_NAMES, type PhaseName } from './words.ts'

export type Phase = CampaignInput['phases'][number]
export type Draft = Omit<CampaignInput, 'phases'> & { phases: Record<PhaseName, Phase & { isOn: boolean }> }

/** How a month before a promotion is usually cut: get to know, warm up, the days themselves, look after. */
const LENGTHS: Record<PhaseName, number> = { build_up: 14, warm_up: 7, sprint: 3, afterglow: 7 }
const USUAL: Record<PhaseName, Phase['purposes']> = {
  build_up: { moments: '老客故事、选品投票', group: '话题互动', chat: '问需要什么，记标签' },
  warm_up: { moments: '活动预告', group: '提前看货、提醒领券', chat: '算好到手价，帮忙留货' },
  sprint: { moments: '倒计时', group: '开抢提醒', chat: '告诉要过的客户', mass_send: '活动开始，券到期提醒' },
  afterglow: { moments: '晒单、感谢', chat: '问合不合适，没赶上的帮着留意' },
}

const AS_LEARNED: Draft['forecast'] = { growth: {}, pricePercent: 100, corrections: {} }

export function newDraft(today: string): Draft {
  let from = addDays(today, 1)
  const phases = {} as Draft['phases']
  for (const phase of PHASE_NAMES) {
    const toDay = addDays(from, LENGTHS[phase] - 1)
    phases[phase] = { phase, isOn: true, fromDay: from, toDay, filter: {}, purposes: USUAL[phase], targetFen: 0 }
    from = addDays(toDay, 1)
  }
  const span = { fromDay: phases.build_up.fromDay, toDay: phases.afterglow.toDay }
  return { name: '', ...span, offer: '', phases, forecast: AS_LEARNED }
}

export function draftOf(campaign: CampaignView): Draft {
  const { name, fromDay, toDay, offer, forecast } = campaign
  const base = newDraft(fromDay).phases
  const phases = { ...base }
  for (const phase of PHASE_NAMES) {
    const stored = campaign.phases.find((each) => each.phase === phase)
    phases[phase] = stored
      ? {
          ...{ phase, isOn: true, fromDay: stored.fromDay, toDay: stored.toDay, filter: stored.filter },
          ...{ purposes: stored.purposes, targetFen: stored.targetFen ?? 0 },
        }
      : { ...base[phase], isOn: false }
  }
  return { name, fromDay, toDay, offer, phases, forecast: forecast?.choice ?? AS_LEARNED }
}

export function inputOf({ phases, ...draft }: Draft): CampaignInput {
  const on = PHASE_NAMES.map((phase) => phases[phase]).filter(({ isOn }) => isOn)
  return { ...draft, phases: on.map(({ isOn: _, ...phase }) => ({ ...phase, purposes: filledOf(phase.purposes) })) }
}

/** An emptied field is no purpose. */
function filledOf(purposes: Phase['purposes']): Phase['purposes'] {
  return Object.fromEntries(Object.entries(purposes).filter(([, text]) => text?.trim()))
}

/** Whole yuan of a field to fen; undefined for an empty or senseless one. */
export function fenOf(text: string): number | undefined {
  const yuan = Number(text)
  return text.trim() === '' || !Number.isInteger(yuan) || yuan < 0 ? undefined : yuan * 100
}

export function countOf(text: string): number | undefined {
  const count = Number(text)
  return text.trim() === '' || !Number.isInteger(count) || count < 0 ? undefined : count
}
