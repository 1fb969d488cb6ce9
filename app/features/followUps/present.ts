import type { FollowUp } from '../../db/entities/followUps.ts'
import { addDays, businessDayOf, minuteOfBusinessDay } from '../../domain/businessDay.ts'

export interface ReasonData {
  title?: string
  productName?: string
  channel?: string
  anchorDay?: string
  /** Why now, filled in when it was planned. */
  reason?: string
}

export function reasonDataOf({ reasonData }: Pick<FollowUp, 'reasonData'>): ReasonData {
  const word = (name: string) => (typeof reasonData[name] === 'string' ? String(reasonData[name]) : undefined)
  return {
    title: word('title'),
    productName: word('productName') || undefined,
    channel: word('channel'),
    anchorDay: word('anchorDay'),
    reason: word('reason'),
  }
}

export function titleOf(row: Pick<FollowUp, 'reasonData'>): string {
  return reasonDataOf(row).title ?? '跟进'
}

const MOVED: Record<string, string> = {
  quiet_hours: '避开了休息时间',
  day_off: '避开了你的休息日',
  budget_day: '当天已有一次联系，顺延',
  budget_week: '这周联系够多了，顺延',
  new_guide: '同事转来',
}

/** Why it comes later than the playbook would like. */
export function sayMove(because: string): string | undefined {
  return MOVED[because]
}

/** Why now, in one sentence; why it moved, when it did. */
export function reasonOf(row: Pick<FollowUp, 'reasonData' | 'movedBecause'>): string {
  const { anchorDay, reason, title } = reasonDataOf(row)
  const sentence = reason ?? `${anchorDay ? sayDay(anchorDay) : '之前'}起的${title ?? '跟进'}`
  const moved = sayMove(row.movedBecause ?? '')
  return moved ? `${sentence}（${moved}）` : sentence
}

/** What a card or list says of a follow-up that is not open any more, or not here. */
export function outcomeOf(row: FollowUp, nowMs: number): string {
  const at = row.closedAt ?? nowMs
  switch (row.state) {
    case 'done':
      return `已跟进 ✓ ${sayTime(at)}`
    case 'skipped':
      return '已跳过'
    case 'expired':
      return '已过期'
    case 'dropped':
      return row.closeReason === 'muted' ? '不再提醒，可在侧边栏恢复' : '不用跟进了'
    case 'planned':
      return `已推迟到${sayWhen(row.dueAt, nowMs)}`
    case 'due':
      return '待跟进'
  }
}

/** The same in the ten characters a button takes. */
export function shortOutcomeOf(row: FollowUp, nowMs: number): string {
  if (row.state === 'done') return `已跟进✓ ${sayTime(row.closedAt ?? nowMs)}`
  if (row.state === 'dropped' && row.closeReason === 'muted') return '不再提醒'
  return row.state === 'planned' ? '已推迟' : outcomeOf(row, nowMs)
}

/** 今天 20:00 · 明天 09:50 · 10月3日 20:00 */
export function sayWhen(atMs: number, nowMs: number): string {
  const [day, today] = [businessDayOf(atMs), businessDayOf(nowMs)]
  const near: Record<string, string> = { [today]: '今天', [addDays(today, 1)]: '明天', [addDays(today, -1)]: '昨天' }
  return `${near[day] ?? sayDay(day)} ${sayTime(atMs)}`
}

function sayDay(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}

function sayTime(atMs: number): string {
  const minute = minuteOfBusinessDay(atMs)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
