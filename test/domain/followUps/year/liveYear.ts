import { addDays, atTimeOfDay, businessDayOf } from '../../../../app/domain/businessDay.ts'
import { DAY_MS, HOUR_MS, SHIPPED } from '../calendarFactory.ts'
import { callsOfYear, dateCall, TRADES, YEAR, YEAR_END_MS, YEAR_START_MS } from './chain.ts'
import { deliverDue } from './guide.ts'
import { at, buy, type Moment, someTime, type World } from './happen.ts'
import { replan, stageNow } from './life.ts'
import { isKept, type Life, tell } from './lifeShape.ts'
import { makeRandom, type Random } from './random.ts'

/** The whole year of one customer: facts and the guide's acts as they come, each followed by a new plan. */
export function liveYear(seed: number): Life {
  const random = makeRandom(seed)
  const world: World = { life: bornOf(seed, random), random, agenda: [], nowMs: YEAR_START_MS }
  planFacts(world)
  for (;;) {
    const next = world.agenda.reduce<Moment | undefined>(
      (first, one) => (first && first.atMs <= one.atMs ? first : one),
      undefined,
    )
    const dueAtMs = nextDue(world.life)
    const atMs = Math.min(next?.atMs ?? Infinity, dueAtMs)
    if (atMs >= YEAR_END_MS) return world.life
    world.nowMs = Math.max(world.nowMs, atMs)
    if (next && next.atMs <= dueAtMs) {
      world.agenda = world.agenda.filter((one) => one !== next)
      next.happen()
      if (!next.isLook || stageNow(world.life, world.nowMs) !== world.life.stages.at(-1)?.stage)
        replan(world.life, world.nowMs)
    } else deliverDue(world)
  }
}

/** When something of the plan is to be shown: what is planned, or what the guide had put off until then. */
function nextDue({ items, progress }: Life): number {
  const planned = items.flatMap(({ outcome }) => (outcome.kind === 'planned' ? [outcome.atMs] : []))
  const chosen = items.flatMap(({ key, outcome }) => {
    return outcome.kind === 'kept' && outcome.as === 'chosen' ? [progress.get(key)?.atMs ?? Infinity] : []
  })
  return Math.min(...planned, ...chosen)
}

function bornOf(seed: number, random: Random): Life {
  const isOld = random.chance(0.2)
  const addedAtMs =
    YEAR_START_MS +
    random.between(isOld ? -300 : 0, isOld ? -60 : 270) * DAY_MS +
    random.between(20, 40) * (HOUR_MS / 2)
  return {
    seed,
    trade: random.pick(TRADES),
    guideNo: random.between(1, 20),
    addedAtMs,
    orders: [],
    complaints: [],
    answers: [],
    contacts: [],
    promised: [],
    progress: new Map(),
    calls: [],
    stages: [],
    hasCard: random.chance(0.5),
    isLost: false,
    hasWatched: random.chance(0.4),
    items: [],
    story: [],
    deliveries: [],
    lastSeen: new Map(),
    replans: 0,
  }
}

function planFacts(world: World): void {
  const { life, random } = world
  at(world, life.addedAtMs, () => tell(life, world.nowMs, '加了好友'))
  planShopping(world)
  planCalls(world)
  if (!life.hasCard && random.chance(0.5)) {
    at(world, someTime(world, life.addedAtMs, random.between(3, 40)), () => {
      life.hasCard = true
      tell(life, world.nowMs, '领了会员卡')
    })
  }
  if (random.chance(0.05)) {
    at(world, someTime(world, life.addedAtMs, random.between(5, 300)), () => {
      life.isLost = true
      tell(life, world.nowMs, '删了导购')
    })
  }
  if (random.chance(0.06)) planMute(world)
  for (let count = random.between(0, 4); count > 0; count--) {
    at(world, someTime(world, life.addedAtMs, random.between(1, 300)), () => sayUnasked(world))
  }
  for (let atMs = YEAR_START_MS + 3 * HOUR_MS; atMs < YEAR_END_MS; atMs += 3 * DAY_MS) {
    world.agenda.push({ atMs, happen: () => undefined, isLook: true })
  }
}

function planShopping(world: World): void {
  const { life, random } = world
  const buyer = random.next()
  if (buyer < 0.25) at(world, life.addedAtMs - HOUR_MS / 2, () => buy(world))
  else if (buyer < 0.75) at(world, someTime(world, life.addedAtMs, random.between(1, 40)), () => buy(world))
}

function planMute(world: World): void {
  const { life, random } = world
  at(world, someTime(world, life.addedAtMs, random.between(10, 200)), () => {
    const isForEver = random.chance(0.5)
    life.mutedUntilMs = isForEver ? Infinity : atTimeOfDay(addDays(businessDayOf(world.nowMs), 1), '00:00')
    tell(life, world.nowMs, isForEver ? '导购：不再提醒这位客户' : '导购：今天别提醒')
  })
}

/** The guide writes without being asked to: it counts as a contact. */
function sayUnasked({ life, nowMs }: World): void {
  if (life.isLost) return
  life.contacts.push({ atMs: nowMs, purpose: 'service' })
  tell(life, nowMs, '导购自己发了一句')
}

function planCalls(world: World): void {
  const { life, random } = world
  for (const call of callsOfYear()) {
    if (call.calledAtMs < life.addedAtMs || !random.chance(call.share)) continue
    at(world, call.calledAtMs, () => life.calls.push(call))
  }
  planOwnDates(world)
  for (const day of ['02-05', '05-20', '07-15', '10-08', '12-10']) {
    const atMs = atTimeOfDay(`${YEAR}-${day}`, '10:40')
    if (atMs - DAY_MS < life.addedAtMs || !random.chance(0.5)) continue
    at(world, atMs - DAY_MS, () => life.promised.push({ atMs, purpose: 'sale', isMass: true }))
    at(world, atMs, () => {
      if (life.isLost) return
      life.contacts.push({ atMs, purpose: 'sale', isMass: true })
      tell(life, atMs, '群发了一次上新')
    })
  }
}

function planOwnDates(world: World): void {
  const { life, random } = world
  const birthday = addDays(`${YEAR}-01-01`, random.between(0, 364))
  for (const playbook of SHIPPED) {
    if (playbook.trigger.on !== 'date') continue
    if (playbook.trigger.date === 'birthday') {
      const call = dateCall(playbook, birthday, `birthday:${YEAR}`, {})
      if (call.calledAtMs > life.addedAtMs) {
        at(world, call.calledAtMs, () => life.calls.push(call))
        at(world, call.atMs, () => tell(life, call.atMs, '客户生日'))
      }
    }
    if (playbook.trigger.date !== 'first_purchase_anniversary') continue
    at(world, YEAR_START_MS, () => {
      const first = life.orders.find(isKept)
      if (!first || first.atMs >= YEAR_START_MS) return
      const day = `${YEAR}${businessDayOf(first.atMs).slice(4)}`
      const call = dateCall(playbook, day, `anniversary:${YEAR}`, {})
      if (call.calledAtMs > YEAR_START_MS) at(world, call.calledAtMs, () => life.calls.push(call))
    })
  }
}
