import type { LiveSessionView } from '../../../app/features/live/contract.ts'

const TITLES: Record<LiveSessionView['state'], string> = {
  ahead: '未开始',
  on_air: '直播中，或等结束时间',
  waiting_for_viewers: '等观看名单',
  in_window: '跟进中',
  over: '已过跟进期',
}

/** Where a session stands; what runs is green, as with campaigns. */
export function State({ of }: { of: LiveSessionView['state'] }) {
  return <span class={of === 'in_window' ? 'campaign-state running' : 'campaign-state'}>{TITLES[of]}</span>
}
