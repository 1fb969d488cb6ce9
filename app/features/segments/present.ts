import type { Segment, SegmentRun } from '../../db/entities/outreach.ts'
import type { RfmSegment } from '../../domain/lifecycle/rfm.ts'
import { type LeftOut, type SavedSegment, SEGMENT_FILTER, type SegmentCount, type SegmentPreview } from './contract.ts'
import type { ReachCount, ReachRow, SegmentRow } from './queries.ts'

const LEFT_OUT_TEXTS: Record<LeftOut, string> = {
  lost: '已不是好友',
  no_guide: '没有在职的好友导购',
  complaint: '有未处理完的投诉',
  do_not_contact: '客户不愿被打扰',
  muted: '导购设了暂不提醒',
  budget_day: '今天已联系过，或正要联系',
  budget_week: '近 7 天联系已满',
  mass_quota: '群发次数已到上限',
}

/** As operators know them. */
export const RFM_TITLES: Record<RfmSegment, string> = {
  important_value: '重要价值',
  important_develop: '重要发展',
  important_keep: '重要保持',
  important_win_back: '重要挽留',
  general_value: '一般价值',
  general_develop: '一般发展',
  general_keep: '一般保持',
  general_win_back: '一般挽留',
}

export const STAGE_TITLES = [
  ['lead', '潜客'],
  ['new', '新客'],
  ['active', '复购客'],
  ['loyal', '忠实客'],
  ['silent', '沉默客户'],
  ['churned', '流失客户'],
] as const

/** In the order in which the reasons are looked at. */
const ORDER = Object.keys(LEFT_OUT_TEXTS)

export function presentCount(counts: readonly ReachCount[]): SegmentCount {
  const sumOf = (isIn: (why: string) => boolean) =>
    counts.filter(({ why }) => isIn(why)).reduce((sum, { count }) => sum + count, 0)
  const leftOut = counts.flatMap(({ why, count }) => (why === '' ? [] : [{ why, count, text: LEFT_OUT_TEXTS[why] }]))
  return {
    total: sumOf(() => true),
    reachable: sumOf((why) => why !== 'lost' && why !== 'no_guide'),
    inBudget: sumOf((why) => why === '' || why === 'mass_quota'),
    sendable: sumOf((why) => why === ''),
    guides: counts.find(({ why }) => why === '')?.guides ?? 0,
    leftOut: leftOut.sort((a, b) => ORDER.indexOf(a.why) - ORDER.indexOf(b.why)),
  }
}

export function presentPreview(
  rows: readonly SegmentRow[],
  reasons: readonly ReachRow[],
  limit: number,
): SegmentPreview {
  const whyOf = new Map(reasons.map(({ externalUserId, why }) => [externalUserId, why]))
  return {
    rows: rows.map(({ lastPurchaseAt, ...row }) => {
      const why = whyOf.get(row.externalUserId)
      return { ...row, lastPurchaseAtMs: lastPurchaseAt, leftOut: why ? LEFT_OUT_TEXTS[why] : null }
    }),
    next: rows.length === limit ? (rows.at(-1)?.externalUserId ?? null) : null,
  }
}

/** A filter stored by an older version may know words that are gone: then the segment is not offered. */
export function presentSegments(rows: readonly Segment[]): { segments: SavedSegment[] } {
  return {
    segments: rows.flatMap(({ id, name, filter, updatedAt }) => {
      const parsed = SEGMENT_FILTER.safeParse(filter)
      return parsed.success ? [{ id, name, filter: parsed.data, updatedAtMs: updatedAt }] : []
    }),
  }
}

export function presentRun(run: SegmentRun) {
  const { id, name, kind, state, matched, reached, createdBy, at, doneAt } = run
  return { id, name, kind, state, matched, reached, createdBy, atMs: at, doneAtMs: doneAt }
}
