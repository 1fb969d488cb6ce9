import { daysBetween, isValidDay } from '../../domain/businessDay.ts'
import { AppError } from '../../http/errors.ts'

const MAX_DAYS = 400

/** @throws AppError BAD_REQUEST for days that are none, out of order, not over yet, or too many at once */
export function checkPeriod({ from, to }: { from: string; to: string }, today: string): void {
  const faults = [
    ...(isValidDay(from) ? [] : [{ path: 'from', message: '没有这一天' }]),
    ...(isValidDay(to) ? [] : [{ path: 'to', message: '没有这一天' }]),
  ]
  if (faults.length === 0) {
    if (from > to) faults.push({ path: 'to', message: '结束日早于开始日' })
    else if (to > today) faults.push({ path: 'to', message: '只能试算已经过去的日子' })
    else if (daysBetween(from, to) >= MAX_DAYS) faults.push({ path: 'to', message: `一次最多试算 ${MAX_DAYS} 天` })
  }
  if (faults.length > 0) throw new AppError('BAD_REQUEST', faults, faults[0]?.message)
}
