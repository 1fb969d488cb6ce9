import type { MassSend } from '../../db/entities/outreach.ts'
import type { MassSendDetail, MassSendView } from './contract.ts'
import type { countTargets } from './queries.ts'

type Counts = Awaited<ReturnType<typeof countTargets>>

const STATE_TEXTS: Record<MassSend['state'], string> = {
  preparing: '正在挑选客户',
  offered: '等导购确认',
  ended: '已结束',
  cancelled: '已取消',
}

const REASON_TEXTS: Record<string, string> = {
  lost: '已不是好友',
  not_friend: '已不是好友',
  no_guide: '没有在职的好友导购',
  complaint: '有未处理完的投诉',
  do_not_contact: '客户不愿被打扰',
  muted: '导购设了暂不提醒',
  budget_day: '当天已联系过',
  budget_week: '7 天内联系已满',
  mass_quota: '群发次数已到上限',
  unreachable: '企业微信送不到',
  had_another: '当天已收到别的群发',
  not_confirmed: '导购 3 天没有确认',
  cancelled: '取消了',
}

export function presentMassSend(send: MassSend, counts: Counts): MassSendView {
  const mine = counts.filter(({ massSendId }) => massSendId === send.id)
  return {
    id: send.id,
    name: send.name,
    text: send.body,
    state: send.state,
    stateText: STATE_TEXTS[send.state],
    createdBy: send.createdBy,
    atMs: send.createdAt,
    ...sumsOf(mine),
    leftOut: sumOf(mine, 'left_out'),
  }
}

export function presentDetail(send: MassSend, counts: Counts, names: ReadonlyMap<number, string>): MassSendDetail {
  const sending = counts.filter(({ state }) => state !== 'left_out')
  const guideIds = [...new Set(sending.map(({ guideId }) => guideId))]
  const reasons = new Map<string, number>()
  for (const { why, count } of counts) {
    const text = why === '' ? undefined : (REASON_TEXTS[why] ?? '其他')
    if (text) reasons.set(text, (reasons.get(text) ?? 0) + count)
  }
  return {
    ...presentMassSend(send, counts),
    guides: guideIds
      .map((guideId) => ({
        guideName: names.get(guideId) ?? '',
        ...sumsOf(sending.filter((row) => row.guideId === guideId)),
      }))
      .sort((a, b) => b.waiting - a.waiting || a.guideName.localeCompare(b.guideName, 'zh-CN')),
    reasons: [...reasons].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count),
  }
}

function sumsOf(counts: Counts) {
  const waiting = sumOf(counts, 'planned') + sumOf(counts, 'offered')
  return { waiting, sent: sumOf(counts, 'sent'), notSent: sumOf(counts, 'not_sent') }
}

const sumOf = (counts: Counts, state: Counts[number]['state']) =>
  counts.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0)
