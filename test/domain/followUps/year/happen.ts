import { addDays, atTimeOfDay, businessDayOf } from '../../../../app/domain/businessDay.ts'
import { PRODUCTS } from './chain.ts'
import { type Life, openComplaint, tell } from './lifeShape.ts'
import type { Random } from './random.ts'

/** Something that happens at its time. */
export interface Moment {
  atMs: number
  happen: () => void
  /** A look at the calendar only: plans anew where time alone has changed the stage. */
  isLook?: boolean
}

export interface World {
  life: Life
  random: Random
  agenda: Moment[]
  nowMs: number
}

export function at(world: World, atMs: number, happen: () => void): void {
  world.agenda.push({ atMs: Math.max(atMs, world.nowMs), happen })
}

/** In the shop's hours of a day so many days later. */
export function someTime({ random }: World, fromMs: number, days: number): number {
  return atTimeOfDay(addDays(businessDayOf(fromMs), days), `${random.between(10, 20)}:${random.between(10, 59)}`)
}

/** Buys, and may come back when it is used up, or after a long silence, or never. */
export function buy(world: World): void {
  const { life, random, nowMs } = world
  const products = PRODUCTS[life.trade]
  const last = life.orders.at(-1)?.product
  const product = last && random.chance(0.6) ? last : random.pick(products)
  const quantity = random.chance(0.25) ? 2 : 1
  const delivery = random.chance(0.5) ? ('pickup' as const) : ('shipping' as const)
  const order: Life['orders'][number] = { id: life.orders.length + 1, atMs: nowMs, product, quantity, delivery }
  life.orders.push(order)
  tell(life, nowMs, `买了${product.name} × ${quantity}，${delivery === 'pickup' ? '到店自提' : '快递'}`)
  if (random.chance(0.07)) {
    at(world, someTime(world, nowMs, random.between(2, 15)), () => {
      order.refundedAtMs = world.nowMs
      tell(life, world.nowMs, `退了${product.name}`)
    })
  }
  if (random.chance(0.04)) at(world, someTime(world, nowMs, random.between(1, 10)), () => complain(world))
  const cycle = (product.useUpDays ?? 70) * quantity
  const dice = random.next()
  if (dice < 0.6) at(world, someTime(world, nowMs, Math.round(cycle * (0.7 + random.next() * 0.8))), () => buy(world))
  else if (dice < 0.72) at(world, someTime(world, nowMs, cycle + random.between(90, 160)), () => buy(world))
}

/** Nothing happens while one is open already. */
export function complain(world: World): void {
  const { life, random, nowMs } = world
  if (openComplaint(life)) return
  const complaint: Life['complaints'][number] = { openedAtMs: nowMs }
  life.complaints.push(complaint)
  tell(life, nowMs, '有投诉')
  at(world, someTime(world, nowMs, random.between(1, 6)), () => {
    complaint.closedAtMs = world.nowMs
    tell(life, world.nowMs, '投诉处理好了')
  })
}
