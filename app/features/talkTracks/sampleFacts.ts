import type { TalkTrackFacts } from '../../talkTracks/types.ts'

/** Nobody's facts, for a talk track whose own sample is not written yet. */
export const SAMPLE_FACTS: Required<TalkTrackFacts> = {
  customerName: '王女士',
  guideName: '林晓',
  storeName: '徐汇店',
  productName: '白毫银针 250g',
  orderDay: '11月3日',
  brandName: '本店',
  tierName: '金卡',
  points: '1,280',
  groupName: '徐汇店会员群',
  offer: '满 300 减 30',
  offerUntil: '11月30日',
  bundle: '1 件 9 折、3 件 8 折',
  daysSince: '45',
  holidayName: '中秋',
  campaignName: '年中大促',
  liveName: '周五直播',
}
