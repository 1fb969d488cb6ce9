import { CAST, type SeedChain } from './chain.ts'
import { planLeadCustomers } from './lead.ts'
import { nickname, realName } from './names.ts'
import { createDice, type Dice } from './random.ts'
import { DAY_MS, dayStart, HOUR_MS, MINUTE_MS } from './time.ts'
import type { ToldLine, ToldOrder } from './told.ts'

export interface SeedMember {
  memberNo: string
  phone: string
  name: string
  tier: string
  points: number
  birthday: string
}

/** A person of WeChat: with whom they are friends, and what the member system knows of them. */
export interface SeedCustomer {
  name: string
  unionid: string
  storeCode: string
  /** First the guide who brought them in, then any others. Empty: nobody's contact yet. */
  friends: { userid: string; atMs: number }[]
  member: SeedMember | undefined
  joinsGroup: boolean
  /** Told by hand instead of thrown: purchases, and words spoken with the last friend. */
  orders?: (ToldOrder & { atMs: number })[]
  talk?: ToldLine[]
  /** Given by the local WeCom once they are added. */
  externalUserId?: string
}

export interface CustomerCounts {
  customers: number
  /** Members whom no guide knows yet: their sales go to the store's pool. */
  strangers: number
}

const HISTORY_DAYS = 400
const TIERS = ['普卡', '普卡', '银卡', '金卡', '钻石卡'] as const

/** Everybody the chain sells to, in the order they came. `openingMs`: when the demo begins. */
export function planCustomers(chain: SeedChain, counts: CustomerCounts, openingMs: number): SeedCustomer[] {
  const dice = createDice(11)
  const guides = chain.people.filter(({ role, userid }) => role === 'guide' && userid !== CAST.guide)
  const people: SeedCustomer[] = []
  for (let index = 0; index < counts.customers; index += 1) {
    const guide = dice.pick(guides)
    const firstMs = pastMoment(dice, openingMs, dice.next() ** 1.6 * HISTORY_DAYS)
    const friends = [{ userid: guide.userid, atMs: firstMs }]
    if (dice.chance(0.09)) {
      const colleague = dice.pick(guides.filter(({ storeCode }) => storeCode === guide.storeCode))
      const laterMs = Math.min(firstMs + dice.whole(2, 60) * DAY_MS, openingMs - HOUR_MS)
      if (colleague.userid !== guide.userid && laterMs > firstMs)
        friends.push({ userid: colleague.userid, atMs: laterMs })
    }
    people.push(person(dice, index, guide.storeCode, friends, dice.chance(0.82)))
  }
  people.push(...planLeadCustomers(CAST.storeCode, openingMs))
  people.sort((a, b) => firstAdded(a) - firstAdded(b))
  for (let index = 0; index < counts.strangers; index += 1)
    people.push(person(dice, counts.customers + index, dice.pick(chain.stores).code, [], true))
  return people
}

export const firstAdded = ({ friends }: SeedCustomer): number => friends[0]?.atMs ?? Number.POSITIVE_INFINITY

function person(
  dice: Dice,
  index: number,
  storeCode: string,
  friends: SeedCustomer['friends'],
  isMember: boolean,
): SeedCustomer {
  const name = realName(dice)
  return {
    name: nickname(dice, index, name),
    unionid: `oUnion${String(index).padStart(6, '0')}`,
    storeCode,
    friends,
    member: isMember ? memberOf(dice, index, name) : undefined,
    joinsGroup: friends.length > 0 && dice.chance(0.55),
  }
}

function memberOf(dice: Dice, index: number, name: string): SeedMember {
  return {
    memberNo: `M${String(100_000 + index)}`,
    phone: `13${String(800_000_000 + index * 7)}`,
    name,
    tier: dice.pick(TIERS),
    points: dice.whole(0, 480) * 10,
    birthday: `19${dice.whole(68, 99)}-${String(dice.whole(1, 12)).padStart(2, '0')}-${String(dice.whole(1, 28)).padStart(2, '0')}`,
  }
}

/** A moment in shop hours about that many days ago, at least an hour before the demo opens. */
export function pastMoment(dice: Dice, openingMs: number, daysAgo: number): number {
  const day = dayStart(openingMs - daysAgo * DAY_MS)
  const atMs = day + 10 * HOUR_MS + dice.whole(0, 11 * 60) * MINUTE_MS + dice.whole(0, 59) * 1000
  return Math.min(atMs, openingMs - dice.whole(60, 600) * MINUTE_MS)
}

/** People who will scan a QR on stage: members already, so that their sales find them. */
export function planNewcomers(storeCode: string): SeedCustomer[] {
  const names = ['王芳芳', '苏念', '程远', '顾盼', '陆青禾', '季晓舟', '温如言', '白桃乌龙', '许愿', '江一帆']
  return names.map((name, index) => ({
    name,
    unionid: `oUnionNew${index}`,
    storeCode,
    friends: [],
    member: {
      memberNo: `M2000${String(index).padStart(2, '0')}`,
      phone: `1391000${String(1000 + index)}`,
      name,
      tier: index === 0 ? '银卡' : '普卡',
      points: index === 0 ? 1280 : 60 * index,
      birthday: `199${index}-0${1 + (index % 9)}-1${index % 9}`,
    },
    joinsGroup: false,
  }))
}
