import { addDays, atTimeOfDay, businessDayOf } from '../businessDay.ts'

/** The choices on a card: 今晚, 明天上午, 3天后. */
export const SNOOZE_OPTIONS = ['tonight', 'tomorrow_morning', 'in_3_days'] as const
export type SnoozeOption = (typeof SNOOZE_OPTIONS)[number]

const TONIGHT = '20:00'
const MORNING = '10:00'

/** The new due time. "Tonight" asked after 20:00 means tomorrow morning: later would fall into quiet hours. */
export function snoozeUntil(option: SnoozeOption, nowMs: number): number {
  const today = businessDayOf(nowMs)
  const tonightMs = atTimeOfDay(today, TONIGHT)
  if (option === 'tonight' && nowMs < tonightMs) return tonightMs
  return atTimeOfDay(addDays(today, option === 'in_3_days' ? 3 : 1), MORNING)
}
