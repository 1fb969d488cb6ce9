import type { LocalWeCom } from 'wecom-sdk/local'
import type { SeedChain, SeedStore } from './chain.ts'
import { pastMoment, type SeedCustomer } from './customers.ts'
import { createDice, type Dice } from './random.ts'
import { DAY_MS, dayStart, HOUR_MS, MINUTE_MS } from './time.ts'

interface Scene {
  atMs: number
  play(): void
}

export interface SeedGroup {
  storeCode: string
  chatId: string
}

const GROUP_FOUNDED_DAYS_AGO = 390
const TALK_DAYS = 28
/** New voices come up on these last days; before, the same few talk. */
const LIVELY_DAYS = 8
const SILENT_FOR_DAYS = 9

export function addPeople(local: LocalWeCom, chain: SeedChain): void {
  for (const { userid, name, role } of chain.people)
    local.addMember({ userid, name, canContact: role === 'guide' || role === 'store_manager' })
}

export interface History {
  groups: SeedGroup[]
  /** Lets everything up to that moment happen. */
  playUntil(atMs: number): void
}

/**
 * More than a year in the local WeCom, in the order of time: friendships, groups, talk.
 * Nothing is told to the product; it finds all of it by reading, as after an outage.
 */
export function planHistory(
  local: LocalWeCom,
  chain: SeedChain,
  customers: SeedCustomer[],
  openingMs: number,
  contactWayOf: (userid: string) => string | undefined,
): History {
  const dice = createDice(31)
  const groups: SeedGroup[] = []
  const scenes = [
    ...customers.flatMap((customer) => friendScenes(local, customer, contactWayOf)),
    ...chain.stores.flatMap((store) => {
      const staff = chain.people.filter(({ storeCode }) => storeCode === store.code).map(({ userid }) => userid)
      return groupScenes({ local, dice, store, staff, customers, openingMs, groups })
    }),
  ].sort((a, b) => a.atMs - b.atMs)
  const playUntil = (untilMs: number): void => {
    const due = scenes.splice(0, scenes.findIndex(({ atMs }) => atMs > untilMs) >>> 0)
    local.delivery.mode({ silent: true })
    for (const { atMs, play } of due) {
      local.clock.set(atMs)
      play()
    }
    local.delivery.mode({ silent: false })
  }
  return { groups, playUntil }
}

function friendScenes(
  local: LocalWeCom,
  customer: SeedCustomer,
  contactWayOf: (userid: string) => string | undefined,
): Scene[] {
  const meetings = customer.friends.map(({ userid, atMs }) => ({
    atMs,
    play: () => {
      const configId = contactWayOf(userid)
      const person = { name: customer.name, unionid: customer.unionid, externalUserId: customer.externalUserId }
      const added = configId
        ? local.scanContactWay({ configId, ...person })
        : local.customerAdds({ userid, addWay: 1, ...person })
      customer.externalUserId = added.externalUserId
    },
  }))
  return [...meetings, ...wordScenes(local, customer)]
}

const WORDS_AFTER_MS = 20 * MINUTE_MS

/** What was said soon after the last purchase, or else after they became friends. */
function wordScenes(local: LocalWeCom, customer: SeedCustomer): Scene[] {
  const { friends, talk = [], orders = [] } = customer
  const friend = friends.at(-1)
  if (!friend) return []
  const fromMs = Math.max(friend.atMs, ...orders.map(({ atMs }) => atMs)) + WORDS_AFTER_MS
  return talk.map(({ by, text }, index) => ({
    atMs: fromMs + index * MINUTE_MS,
    play: () => {
      const pair = { userid: friend.userid, externalUserId: customer.externalUserId ?? '' }
      if (by === 'customer') local.customerWrites({ ...pair, text })
      else local.guideSends({ ...pair, message: { text: { content: text } } })
    },
  }))
}

interface GroupPart {
  local: LocalWeCom
  dice: Dice
  store: SeedStore
  /** Manager and guides. */
  staff: string[]
  customers: SeedCustomer[]
  openingMs: number
  groups: SeedGroup[]
}

function groupScenes(part: GroupPart): Scene[] {
  const { local, store, customers, openingMs, groups } = part
  const foundedMs = dayStart(openingMs) - GROUP_FOUNDED_DAYS_AGO * DAY_MS + 11 * HOUR_MS
  const group: SeedGroup = { storeCode: store.code, chatId: '' }
  groups.push(group)
  const found: Scene = {
    atMs: foundedMs,
    play: () => {
      const members = part.staff.filter((userid) => userid !== store.managerUserId)
      group.chatId = local.createGroup({ name: store.groupName, owner: store.managerUserId, members }).chatId
    },
  }
  const members = customers.filter(({ storeCode, joinsGroup }) => joinsGroup && storeCode === store.code)
  const moves = members.flatMap((customer) => memberScenes(part, group, customer, foundedMs))
  return [found, ...moves, ...talkScenes(part, group), ...newsScenes(part, group)]
}

function memberScenes({ local, dice, openingMs }: GroupPart, group: SeedGroup, who: SeedCustomer, foundedMs: number) {
  const first = who.friends[0]?.atMs ?? openingMs
  const atMs = Math.min(Math.max(first, foundedMs) + dice.whole(5, 3000) * MINUTE_MS, openingMs - 30 * MINUTE_MS)
  const join: Scene = {
    atMs,
    play: () => void local.joinGroup({ chatId: group.chatId, scene: 'qr', externalUserId: who.externalUserId ?? '' }),
  }
  if (!dice.chance(0.05)) return [join]
  const leftMs = Math.max(pastMoment(dice, openingMs, dice.next() * 60), atMs + MINUTE_MS)
  if (leftMs >= openingMs) return [join]
  const leave: Scene = {
    atMs: leftMs,
    play: () => local.leaveGroup({ chatId: group.chatId, memberId: who.externalUserId ?? '' }),
  }
  return [join, leave]
}

/**
 * Only counts are kept of a group's talk. WeCom tells how many members have *ever* spoken, so the voices
 * of a day are the new ones: each day others get a word in.
 */
function talkScenes({ local, dice, store, customers, openingMs }: GroupPart, group: SeedGroup): Scene[] {
  const own = customers.filter(({ joinsGroup, storeCode }) => joinsGroup && storeCode === store.code)
  const days = Array.from({ length: TALK_DAYS }, (_, index) => TALK_DAYS - index)
  let next = 0
  return days.flatMap((daysAgo) => {
    if (store.liveliness === 0 && daysAgo <= SILENT_FOR_DAYS) return []
    const atMs = dayStart(openingMs) - daysAgo * DAY_MS + 15 * HOUR_MS
    const rounds = dice.whole(2, 5)
    if (daysAgo > LIVELY_DAYS) return [{ atMs, play: () => letSpeak(local, store, group, own.slice(0, 2), rounds) }]
    const isWeekend = [0, 6].includes(new Date(atMs).getUTCDay())
    const share = (store.liveliness || 0.3) * (isWeekend ? 0.2 : 0.13) * (0.5 + dice.next())
    const speakers = own.slice(next, next + Math.max(1, Math.round(own.length * share)))
    next = (next + speakers.length) % Math.max(1, own.length)
    return [{ atMs, play: () => letSpeak(local, store, group, speakers, rounds) }]
  })
}

function letSpeak(
  local: LocalWeCom,
  { managerUserId }: SeedStore,
  { chatId }: SeedGroup,
  speakers: SeedCustomer[],
  rounds: number,
): void {
  const memberIds = speakers.flatMap(({ externalUserId }) => externalUserId ?? [])
  if (memberIds.length > 0) local.groupSpeaks({ chatId, memberIds, messages: rounds })
  local.groupSpeaks({ chatId, memberIds: [managerUserId], messages: rounds })
}

const NEWS = [
  '这周新到了三款秋茶，今天下午店里开汤试饮，路过的朋友来喝一杯。',
  '羊毛针织衫补到货了，雾蓝和燕麦色都有，想留码的在群里说一声。',
  '群友福利：今明两天到店，护肤任意两件 88 折，报群名就行。',
]

/** What the manager told the group in the last days. */
function newsScenes({ local, store, openingMs }: GroupPart, group: SeedGroup): Scene[] {
  if (store.liveliness === 0) return []
  return NEWS.map((content, index) => ({
    atMs: dayStart(openingMs) - (5 - 2 * index) * DAY_MS + 10 * HOUR_MS + (store.code.length * 7 + index) * MINUTE_MS,
    play: () => local.guideSends({ userid: store.managerUserId, chatId: group.chatId, message: { text: { content } } }),
  }))
}
