import { postHook, type Stage } from '../stage.ts'
import type { OrderBody, RefundBody } from './orders.ts'

const BATCH = 250

export interface Till {
  /** Posts what was paid or given back by then. */
  postUntil(atMs: number): Promise<void>
  add(order: OrderBody): void
  posted(): number
}

/** The tills and the mall: they post each order when it was paid, signed, over HTTP. */
export function openTill(stage: Stage, orders: OrderBody[], refunds: RefundBody[]): Till {
  const waiting = { orders: [...orders], refunds: [...refunds] }
  let count = 0
  const take = <T>(list: T[], isDue: (body: T) => boolean): T[] => {
    const due = list.filter(isDue)
    list.splice(0, list.length, ...list.filter((body) => !isDue(body)))
    count += due.length
    return due
  }
  return {
    async postUntil(atMs) {
      const orders = take(waiting.orders, ({ paidAt }) => Date.parse(paidAt) <= atMs)
      await postAll(stage, 'orders', orders)
      await postAll(
        stage,
        'refunds',
        take(waiting.refunds, ({ refundedAt }) => Date.parse(refundedAt) <= atMs),
      )
    },
    add: (order) => void waiting.orders.push(order),
    posted: () => count,
  }
}

async function postAll(stage: Stage, name: 'orders' | 'refunds', bodies: (OrderBody | RefundBody)[]): Promise<void> {
  for (const source of new Set(bodies.map((body) => body.source))) {
    const own = bodies.filter((body) => body.source === source)
    for (let from = 0; from < own.length; from += BATCH) {
      const answer = await postHook(stage, name, own.slice(from, from + BATCH))
      const items = answer.body as { accepted: boolean }[]
      if (answer.status !== 200 || items.some(({ accepted }) => !accepted))
        throw new Error(`/hooks/${name}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
    }
  }
}
