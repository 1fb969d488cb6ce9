import type { CampaignPhaseView, CampaignView } from '../../../app/features/campaigns/contract.ts'

export type PhaseName = CampaignPhaseView['phase']

export const PHASE_TITLES: Record<PhaseName, string> = {
  build_up: '蓄势',
  warm_up: '预热',
  sprint: '冲刺',
  afterglow: '余温',
}
export const PHASE_NAMES: readonly PhaseName[] = ['build_up', 'warm_up', 'sprint', 'afterglow']

export const STATES: Record<CampaignView['state'], string> = { draft: '草稿', running: '进行中', ended: '已结束' }

export const PROGRESS: Record<CampaignPhaseView['progress'], string> = {
  ahead: '未开始',
  running: '进行中',
  over: '已过',
  missed: '没有赶上',
}

export const CHANNELS = [
  ['moments', '朋友圈'],
  ['group', '社群'],
  ['chat', '私聊'],
  ['mass_send', '群发'],
] as const

export const sayDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`

/** `12月10日–12日`; the month is said once. */
export function saySpan({ fromDay, toDay }: { fromDay: string; toDay: string }): string {
  if (fromDay === toDay) return sayDay(fromDay)
  const isOneMonth = fromDay.slice(0, 7) === toDay.slice(0, 7)
  return `${sayDay(fromDay)}–${isOneMonth ? `${Number(toDay.slice(8))}日` : sayDay(toDay)}`
}

/** `63%`; no whole, no share. */
export function sayShare(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)}%` : '–'
}
