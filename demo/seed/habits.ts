import { firstAdded, type SeedCustomer } from './customers.ts'
import { lineOf, MALL, type OrderBody } from './orders.ts'
import { createDice } from './random.ts'
import { DAY_MS, dayText, instantText, MINUTE_MS } from './time.ts'

/** What is bought again and again, and how many days one piece really lasts, whatever the product list says. */
const HABITS = [
  { code: 'TEA-03', days: 37 },
  { code: 'SKIN-03', days: 41 },
] as const

/** Orders of people who buy the same whenever it is used up: gaps enough to learn a cycle from. */
export function planHabits(customers: SeedCustomer[], count: number, openingMs: number): OrderBody[] {
  const dice = createDice(53)
  const faithful = customers
    .filter((customer) => customer.orders === undefined && firstAdded(customer) < openingMs - 120 * DAY_MS)
    .slice(0, count)
  return faithful.flatMap((buyer, index) => {
    const habit = HABITS[index % HABITS.length] ?? HABITS[0]
    const orders: OrderBody[] = []
    let atMs = firstAdded(buyer) + dice.whole(3, 20) * DAY_MS
    while (atMs < openingMs - DAY_MS) {
      const quantity = dice.chance(0.2) ? 2 : 1
      orders.push(habitOrder(buyer, habit.code, quantity, atMs))
      atMs += Math.round(habit.days * quantity * (0.75 + dice.next() * 0.5)) * DAY_MS
    }
    return orders
  })
}

function habitOrder(buyer: SeedCustomer, code: string, quantity: number, atMs: number): OrderBody {
  return {
    source: MALL,
    orderNo: `W-${dayText(atMs).replaceAll('-', '')}-H${buyer.unionid.slice(6)}`,
    channel: 'online',
    storeCode: buyer.storeCode,
    orderedAt: instantText(atMs - MINUTE_MS),
    paidAt: instantText(atMs),
    delivery: 'shipping',
    buyer: { unionId: buyer.unionid },
    lines: [lineOf('1', code, 0, quantity)],
  }
}
