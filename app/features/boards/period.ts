import { daysBetween, isValidDay } from '../../domain/businessDay.ts'
import { AppError } from '../../http/errors.ts'
import type { Period } from './queries.ts'

const MAX_PERIOD_DAYS = 400

/** @throws AppError BAD_REQUEST for days that are none, out of order, or too many at once */
export function checkPeriod({ from, to }: Period): void {
  const faults = [
    ...(isValidDay(from) ? [] : [{ path: 'query.from', message: '没有这一天' }]),
    ...(isValidDay(to) ? [] : [{ path: 'query.to', message: '没有这一天' }]),
  ]
  if (faults.length === 0 && from > to) faults.push({ path: 'query.to', message: '结束日早于开始日' })
  else if (faults.length === 0 && daysBetween(from, to) > MAX_PERIOD_DAYS) {
    faults.push({ path: 'query.to', message: `一次最多看 ${MAX_PERIOD_DAYS} 天` })
  }
  if (faults.length > 0) throw new AppError('BAD_REQUEST', faults)
}
