import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import { seconds, viewAt, type World } from '../world.ts'
import { type ApiCall, type Endpoints, postEndpoint, unixSeconds } from './endpoint.ts'
import { refuseIfTooWide } from './groups.ts'

const ownerFilter = z.object({ userid_list: z.array(z.string()).min(1).max(100) }).optional()
const dayFields = { day_begin_time: unixSeconds, day_end_time: unixSeconds.optional(), owner_filter: ownerFilter }
const byDayBody = z.object(dayFields)
const byOwnerBody = z.object({
  ...dayFields,
  order_by: z.number().int().min(1).max(4).default(1),
  order_asc: z.number().int().min(0).max(1).default(0),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(500),
})

const DAY_MS = 86_400_000
const CHINA_MS = 8 * 3_600_000
const LONGEST_DAYS = 30
const OLDEST_DAYS = 180

/** 00:00 in Shanghai of the day an instant falls on. */
const dayStartOf = (atMs: number): number => Math.floor((atMs + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS

/** The days of a range that have figures: none for today, at most 30, none older than 180 days. */
export function statisticDays(world: World, beginSeconds: number, endSeconds: number | undefined): number[] {
  const first = dayStartOf(beginSeconds * 1000)
  const last = dayStartOf((endSeconds ?? beginSeconds) * 1000)
  const today = dayStartOf(world.clock.nowMs())
  const count = (last - first) / DAY_MS + 1
  if (count < 1 || count > LONGEST_DAYS || first < today - OLDEST_DAYS * DAY_MS) {
    throw new ApiRefusal(world.settings.statisticsRangeErrcode, 'invalid time range')
  }
  return Array.from({ length: count }, (_, index) => first + index * DAY_MS).filter((day) => day < today)
}

const noFigures = {
  new_chat_cnt: 0,
  chat_total: 0,
  chat_has_msg: 0,
  new_member_cnt: 0,
  member_total: 0,
  member_has_msg: 0,
  msg_total: 0,
}
type Figures = typeof noFigures

/** new_* count inside the period, all others stand "as of" its last day. A group counts for its owner of that day only. */
function figuresOf(world: World, owners: Set<string>, fromMs: number, untilMs: number): Figures {
  const total: Figures = { ...noFigures }
  for (const group of world.state.groups.values()) {
    const isThere = group.createdAtMs < untilMs && (group.dismissedAtMs ?? untilMs) >= untilMs
    const view = viewAt(group, untilMs - 1)
    if (!isThere || !owners.has(view.owner.toLowerCase())) continue
    const spoken = world.state.speeches.filter(({ chatId, atMs }) => chatId === group.chatId && atMs < untilMs)
    total.chat_total += 1
    total.new_chat_cnt += group.createdAtMs >= fromMs ? 1 : 0
    total.chat_has_msg += spoken.length > 0 ? 1 : 0
    total.member_total += view.members.length
    total.new_member_cnt += view.members.filter(({ joinedAtMs }) => joinedAtMs >= fromMs && joinedAtMs < untilMs).length
    total.member_has_msg += new Set(spoken.map(({ memberId }) => memberId)).size
    total.msg_total += spoken.reduce((sum, { messages }) => sum + messages, 0)
  }
  return total
}

function ownersOf(world: World, userids: string[] | undefined): string[] {
  refuseIfTooWide(world, userids)
  const visible = [...world.state.members.values()].filter((member) => member.visible).map(({ userid }) => userid)
  if (userids === undefined) return visible
  const asked = userids.map((userid) => userid.toLowerCase())
  return visible.filter((userid) => asked.includes(userid.toLowerCase()))
}

const sortKeys = ['new_chat_cnt', 'chat_total', 'new_member_cnt', 'member_total'] as const

function byOwner({ world }: ApiCall, body: z.output<typeof byOwnerBody>) {
  const days = statisticDays(world, body.day_begin_time, body.day_end_time)
  const owners = ownersOf(world, body.owner_filter?.userid_list)
  const from = days[0]
  const until = (days.at(-1) ?? 0) + DAY_MS
  const key = sortKeys[body.order_by - 1] ?? 'new_chat_cnt'
  const all = (from === undefined ? [] : owners)
    .map((owner) => ({ owner, data: figuresOf(world, new Set([owner.toLowerCase()]), from ?? 0, until) }))
    .filter(({ data }) => data.chat_total > 0)
    .sort((a, b) => (body.order_asc === 1 ? a.data[key] - b.data[key] : b.data[key] - a.data[key]))
  const items = all.slice(body.offset, body.offset + body.limit)
  return { total: all.length, next_offset: body.offset + items.length, items }
}

function byDay({ world }: ApiCall, body: z.output<typeof byDayBody>) {
  const days = statisticDays(world, body.day_begin_time, body.day_end_time)
  const owners = new Set(ownersOf(world, body.owner_filter?.userid_list).map((owner) => owner.toLowerCase()))
  const items = days.map((day) => ({ stat_time: seconds(day), data: figuresOf(world, owners, day, day + DAY_MS) }))
  return { items }
}

export const statisticEndpoints: Endpoints = {
  'externalcontact/groupchat/statistic': postEndpoint('contact', byOwnerBody, byOwner),
  'externalcontact/groupchat/statistic_group_by_day': postEndpoint('contact', byDayBody, byDay),
}
