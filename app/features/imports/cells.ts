import { atTimeOfDay, businessDayOf, isValidDay } from '../../domain/businessDay.ts'
import { readPhone } from '../../domain/phone.ts'

export type Read<T> = { ok: true; value: T } | { ok: false; reason: string }

const good = <T>(value: T): Read<T> => ({ ok: true, value })
const bad = (reason: string): Read<never> => ({ ok: false, reason })

/** Full-width digits and letters made plain, outer spaces off. */
export function plain(text: string): string {
  return (isAscii(text) ? text : text.normalize('NFKC')).trim()
}

/** Most cells are, and for them normalising is a costly way to the same text. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

const TOTALS = /^(?:本页|本日|当日|本月|门店|全部|累计)?(?:合计|总计|小计|共计|总合计|total)(?:$|[:(\d])/i

/** What tills write first in a row of totals: 合计, 小计:, 合 计, Total. */
export function isTotalsWord(text: string): boolean {
  return TOTALS.test(plain(text).replace(/\s/g, ''))
}

/** A number that a spreadsheet turned into `1.2E+17` has lost digits and must never be a key. */
export function isRounded(text: string): boolean {
  return /^\d(?:\.\d+)?e\+?\d+$/i.test(text)
}

const DATE =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?|分)?(?:\.\d+)?)?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})[T\s]?(?:(\d{2}):?(\d{2}):?(\d{2})?)?$/
const OFFSET = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/
const SERIAL = /^\d{5}(?:\.\d+)?$/
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30)

/**
 * A wall time of Shanghai as tills write it: `2026/11/3 9:05`, `20261103`, `2026年11月3日`, an Excel serial; or ISO
 * with an offset.
 * @returns unix milliseconds
 */
export function readInstant(text: string): Read<number> {
  const cell = plain(text)
  if (OFFSET.test(cell)) {
    const atMs = Date.parse(cell)
    // Date.parse takes the thirtieth of February for the second of March.
    if (!isValidDay(cell.slice(0, 10))) return bad(`没有这个时间：${cell.slice(0, 30)}`)
    return Number.isNaN(atMs) ? bad(`时间不对：${cell.slice(0, 30)}`) : good(atMs)
  }
  const wall = SERIAL.test(cell) ? serialText(Number(cell)) : cell
  const match = DATE.exec(wall) ?? COMPACT.exec(wall)
  if (!match) return bad(`时间不对：${cell.slice(0, 30)}`)
  const [, year = '', month = '', date = '', hour = '0', minute = '0', second = '0'] = match
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (!isValidDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return bad(`没有这个时间：${cell.slice(0, 30)}`)
  }
  return good(atTimeOfDay(day, time) + Number(second) * 1000)
}

function serialText(serial: number): string {
  const atMs = SERIAL_EPOCH_MS + Math.round(serial * 86_400) * 1000
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** A business day, from any of the forms of `readInstant`. */
export function readDay(text: string): Read<string> {
  const read = readInstant(text)
  return read.ok ? good(businessDayOf(read.value)) : read
}

export function readInteger(text: string): Read<number> {
  const cell = plain(text).replaceAll(',', '')
  if (!/^[+-]?\d+(?:\.0+)?$/.test(cell) || !Number.isSafeInteger(Number(cell)))
    return bad(`不是整数：${cell.slice(0, 30)}`)
  return good(Number(cell) + 0)
}

const YES = ['1', 'true', 'yes', 'y', '是', '有']
const NO = ['0', 'false', 'no', 'n', '否', '无', '']

export function readFlag(text: string): Read<boolean> {
  const cell = plain(text).toLowerCase()
  if (YES.includes(cell)) return good(true)
  return NO.includes(cell) ? good(false) : bad(`要填是或否：${cell.slice(0, 30)}`)
}

/** One of a closed list, by its own word or by what people call it. */
export function readChoice<T extends string>(text: string, words: Readonly<Record<string, T>>): Read<T> {
  const value = words[plain(text).toLowerCase()]
  return value === undefined ? bad(`不认识：${plain(text).slice(0, 30)}`) : good(value)
}

const PHONE_FAULTS = { masked: '被打码，不能用来识别', rounded: '被表格转成了科学计数', not_a_mobile: '不是大陆手机号' }

export function readMobile(text: string): Read<string> {
  const read = readPhone(text)
  return read.ok ? good(read.phone) : bad(PHONE_FAULTS[read.why])
}
