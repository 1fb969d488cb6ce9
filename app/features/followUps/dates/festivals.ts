import { LunarDay } from 'tyme4ts'
import { addDays } from '../../../domain/businessDay.ts'

/** A day people greet each other on. `id` as playbooks name it; `name` as guides and customers say it. */
export interface Festival {
  id: string
  name: string
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  day: string
}

type Rule =
  | { monthDay: string }
  /** Month and day of the Chinese calendar; a leap month has no festivals. */
  | { lunar: readonly [month: number, day: number] }
  /** The n-th Sunday of a month. */
  | { month: string; sunday: number }

const FESTIVALS: readonly { id: string; name: string; rule: Rule }[] = [
  { id: 'new_year', name: '元旦', rule: { monthDay: '01-01' } },
  { id: 'spring_festival', name: '春节', rule: { lunar: [1, 1] } },
  { id: 'lantern', name: '元宵节', rule: { lunar: [1, 15] } },
  { id: 'womens_day', name: '妇女节', rule: { monthDay: '03-08' } },
  { id: 'mothers_day', name: '母亲节', rule: { month: '05', sunday: 2 } },
  { id: 'dragon_boat', name: '端午节', rule: { lunar: [5, 5] } },
  { id: 'fathers_day', name: '父亲节', rule: { month: '06', sunday: 3 } },
  { id: 'qixi', name: '七夕', rule: { lunar: [7, 7] } },
  { id: 'mid_autumn', name: '中秋节', rule: { lunar: [8, 15] } },
  { id: 'double_ninth', name: '重阳节', rule: { lunar: [9, 9] } },
  { id: 'national_day', name: '国庆节', rule: { monthDay: '10-01' } },
]

export const FESTIVAL_IDS: readonly string[] = FESTIVALS.map(({ id }) => id)

/** The festivals of a calendar year, by day. */
export function festivalsOf(year: number): readonly Festival[] {
  return FESTIVALS.map(({ id, name, rule }) => ({ id, name, day: dayOf(rule, year) })).sort((a, b) =>
    a.day < b.day ? -1 : 1,
  )
}

/** Every lunar one here falls into the calendar year its lunar year begins in. */
function dayOf(rule: Rule, year: number): string {
  if ('monthDay' in rule) return `${year}-${rule.monthDay}`
  if ('lunar' in rule) {
    const [month, day] = rule.lunar
    const solar = LunarDay.fromYmd(year, month, day).getSolarDay()
    return [year, twoDigits(solar.getMonth()), twoDigits(solar.getDay())].join('-')
  }
  const firstDay = `${year}-${rule.month}-01`
  const untilSunday = (7 - new Date(`${firstDay}T00:00:00Z`).getUTCDay()) % 7
  return addDays(firstDay, untilSunday + 7 * (rule.sunday - 1))
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}
