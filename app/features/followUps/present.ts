import type { FollowUp } from '../../db/entities/followUps.ts'
import { addDays, businessDayOf, minuteOfBusinessDay } from '../../domain/businessDay.ts'
import { plainText } from '../../talkTracks/plainText.ts'

export interface ReasonData {
  title?: string
  productName?: string
  channel?: string
  anchorDay?: string
}

export function reasonDataOf({ reasonData }: Pick<FollowUp, 'reasonData'>): ReasonData {
  const word = (name: string) => (typeof reasonData[name] === 'string' ? String(reasonData[name]) : undefined)
  return {
    title: word('title'),
    productName: word('productName') || undefined,
    channel: word('channel'),
    anchorDay: word('anchorDay'),
  }
}

export function titleOf(row: Pick<FollowUp, 'reasonData'>): string {
  return reasonDataOf(row).title ?? '跟进'
}

type Sentence = (day: string, product: string) => string

const REASONS: Record<string, Sentence> = {
  new_friend_day_1: (day) => `${day}刚加的好友，还没聊过，趁热打个招呼`,
  new_friend_day_3: (day) => `${day}加的好友，还没买过，挑几样给客户看看`,
  new_friend_day_7: (day) => `${day}加的好友，一周了还没买过，请客户到店或线上看看`,
  first_purchase_day_1: (day, product) => `${day}买了${product}，核对地址，提醒留意快递`,
  first_purchase_day_1_pickup: (day, product) => `${day}到店买了${product}，道声谢`,
  first_purchase_day_3: (day, product) => `${day}买了${product}，问问有没有破损少件，教教用法`,
  first_purchase_day_3_pickup: (day, product) => `${day}到店买了${product}，教教用法和注意事项`,
  first_purchase_day_7: (day, product) => `${day}买了${product}，用了一周，先问有没有困难`,
  first_purchase_day_7_slow: (day, product) => `${day}买了${product}，见效慢，先只问有没有困难`,
  first_purchase_day_14: (day, product) => `${day}买了${product}，用了两周，问问效果`,
  first_purchase_step_n: (day, product) => `${day}买的${product}快用完了，问问效果，提醒续上`,
}

const MOVED: Record<string, string> = {
  quiet_hours: '避开了休息时间',
  day_off: '避开了你的休息日',
  budget_day: '当天已联系过，顺延',
  budget_week: '这周联系够多了，顺延',
  new_guide: '同事转来',
}

/** Why now, in one sentence; why it moved, when it did. */
export function reasonOf(row: Pick<FollowUp, 'reasonCode' | 'reasonData' | 'movedBecause'>): string {
  const { anchorDay, productName, title } = reasonDataOf(row)
  const day = anchorDay ? sayDay(anchorDay) : '之前'
  const product = productName ? `「${plainText(productName, 24)}」` : '商品'
  const sentence = REASONS[row.reasonCode]?.(day, product) ?? `${day}起的${title ?? '跟进'}`
  const moved = MOVED[row.movedBecause ?? '']
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
      return '不用跟进了'
    case 'planned':
      return `推迟到${sayWhen(row.dueAt, nowMs)}`
    case 'due':
      return '待跟进'
  }
}

/** The same in the ten characters a button takes. */
export function shortOutcomeOf(row: FollowUp, nowMs: number): string {
  if (row.state === 'done') return `已跟进✓ ${sayTime(row.closedAt ?? nowMs)}`
  return row.state === 'planned' ? '已推迟' : outcomeOf(row, nowMs)
}

/** 今天 20:00 · 明天 09:50 · 10月3日 20:00 */
export function sayWhen(atMs: number, nowMs: number): string {
  const [day, today] = [businessDayOf(atMs), businessDayOf(nowMs)]
  const near: Record<string, string> = { [today]: '今天', [addDays(today, 1)]: '明天', [addDays(today, -1)]: '昨天' }
  return `${near[day] ?? sayDay(day)} ${sayTime(atMs)}`
}

export function sayDay(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}

function sayTime(atMs: number): string {
  const minute = minuteOfBusinessDay(atMs)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
