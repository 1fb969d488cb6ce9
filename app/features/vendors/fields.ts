import { z } from 'zod'
import { isValidDay } from '../../domain/businessDay.ts'
import { parseYuan } from '../../domain/money.ts'
import { readPhone } from '../../domain/phone.ts'

/** Fields as malls write them. Numbers arrive as text, see losslessJson.ts. */

/** Letters, digits, dashes: it goes into files, logs and URLs. */
export const number = z.string().regex(/^[\w-]{1,64}$/, '编号不对')
/** An id of 64 bits. */
export const int64 = z.string().regex(/^\d{1,20}$/, '编号不对')
/** Absent, null and empty are one. */
export const maybeText = z
  .string()
  .nullish()
  .transform((text) => text?.trim() || undefined)

const AMOUNT = /^\d+(\.\d{1,2})?$/

/** Yuan as text → fen. A sign, an exponent or a third decimal is a fault, and so is a sum beyond 2^53. */
export const yuan = z.string().transform((text, context) => {
  const read = AMOUNT.test(text) ? parseYuan(text) : undefined
  if (read?.ok) return read.fen
  context.addIssue({ code: 'custom', message: '不是金额（元，最多两位小数）' })
  return z.NEVER
})

/** Fen. */
export const fen = z
  .string()
  .regex(/^\d{1,16}$/, '不是金额（分）')
  .transform(Number)
  .refine(Number.isSafeInteger, '金额太大')

/** A quantity; malls also write `2.00`. */
export const quantity = z
  .string()
  .regex(/^\d{1,9}(\.0+)?$/, '不是数量')
  .transform(Number)

/** Unix seconds or milliseconds → milliseconds. Zero means that it has not happened. */
export const unixTime = z
  .string()
  .regex(/^(0|\d{10}|\d{13})$/, '不是时间')
  .transform((text) => (text === '0' ? undefined : Number(text) * (text.length === 10 ? 1000 : 1)))

const WALL_TIME = /^(\d{4}-\d{2}-\d{2}) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)$/

/** `2026-11-21 10:00:00` in Shanghai → milliseconds. */
export const wallTime = z.string().transform((text, context) => {
  const [, day, time] = WALL_TIME.exec(text) ?? []
  if (day && isValidDay(day)) return Date.parse(`${day}T${time}+08:00`)
  context.addIssue({ code: 'custom', message: '不是时间（年-月-日 时:分:秒）' })
  return z.NEVER
})

/** Malls mask and encrypt phones: one that is no whole number is none, never a key. */
export function phoneOf(...texts: (string | undefined)[]): string | undefined {
  for (const text of texts) {
    const read = text === undefined ? undefined : readPhone(text)
    if (read?.ok) return read.phone
  }
  return undefined
}
