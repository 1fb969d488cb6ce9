import { businessDayOf } from '../../../../app/domain/businessDay.ts'
import type { PlaybookStart } from '../../../../app/domain/followUps/calendar.ts'
import { isLongOver } from '../../../../app/features/followUps/calendar/startsThatMatter.ts'
import { SHIPPED } from '../calendarFactory.ts'
import { isKept, type Life, type Order } from './lifeShape.ts'

/** Everything that has started a playbook for the customer by now, read off the facts alone. */
export function startsOf(life: Life, nowMs: number): PlaybookStart[] {
  const starts = SHIPPED.flatMap(({ id, trigger }): PlaybookStart[] => {
    const named = (anchorKey: string, atMs: number) => ({ playbookId: id, subject: '', anchorKey, atMs })
    switch (trigger.on) {
      case 'customer_added':
        return [named('added', life.addedAtMs)]
      case 'order_line_paid':
        return life.orders.map((order) => productStart(id, order, life))
      case 'order_paid':
        return life.orders.map((order) => ({ ...productStart(id, order, life), subject: '' }))
      case 'stage_entered': {
        const entered = life.stages.findLast(({ stage }) => stage === trigger.stage)
        return entered ? [named(`stage:${trigger.stage}:${businessDayOf(entered.atMs)}`, entered.atMs)] : []
      }
      case 'complaint_opened':
        return life.complaints.map(({ openedAtMs }) => named(`complaint:${openedAtMs}`, openedAtMs))
      case 'complaint_closed':
        return life.complaints.flatMap(({ openedAtMs, closedAtMs }) =>
          closedAtMs === undefined ? [] : [named(`complaint:${openedAtMs}`, closedAtMs)],
        )
      default:
        return []
    }
  })
  const called = life.calls.map(({ calledAtMs, words, share, ...start }) => ({ ...start, hasWatched: life.hasWatched }))
  return [...starts, ...called].filter((start) => !isLongOver(start, SHIPPED, [], nowMs))
}

function productStart(playbookId: string, order: Order, life: Life): PlaybookStart {
  const { id, atMs, product, quantity, delivery, refundedAtMs } = order
  const before = life.orders.filter((other) => other.atMs < atMs && isKept(other))
  const again = life.orders.find((other) => other.atMs > atMs && other.product === product)
  return {
    playbookId,
    subject: product.code,
    anchorKey: `order:${id}`,
    atMs,
    delivery,
    slowEffect: product.isSlowEffect ?? false,
    category: life.trade,
    isRepeatBuyer: before.length > 0,
    boughtThisProductBefore: before.some((other) => other.product === product),
    ...(product.useUpDays ? { useUpDays: product.useUpDays * quantity } : {}),
    ...(refundedAtMs ? { refundedAtMs } : {}),
    ...(again ? { boughtAgainAtMs: again.atMs } : {}),
  }
}
