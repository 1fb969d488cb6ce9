import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { GuideFact } from '../records/people.ts'
import { seconds } from '../world.ts'
import { contactMember } from './addressBook.ts'
import { type ApiCall, type Endpoints, postEndpoint, unixSeconds } from './endpoint.ts'
import { statisticDays } from './statistics.ts'

const body = z.object({
  userid: z.array(z.string()).max(100).default([]),
  partyid: z.array(z.number()).max(100).default([]),
  start_time: unixSeconds,
  end_time: unixSeconds,
})

const DAY_MS = 86_400_000

function presentDay(day: number, facts: GuideFact[]) {
  const count = (kind: GuideFact['kind']) => facts.filter((fact) => fact.kind === kind).length
  const chats = new Set(
    facts.filter(({ kind }) => kind === 'guide_spoke').map((f) => `${f.userid} ${f.externalUserId}`),
  )
  return {
    stat_time: seconds(day),
    chat_cnt: chats.size,
    message_cnt: count('guide_spoke'),
    // Both are absent on a day without a chat.
    ...(chats.size > 0 ? { reply_percentage: 100, avg_reply_time: 1 } : {}),
    negative_feedback_cnt: count('deleted_by_customer'),
    new_apply_cnt: count('asked'),
    new_contact_cnt: count('added'),
  }
}

/** Several userids give one total, not one row each: a ranking needs one call per guide. */
function behaviorOf(call: ApiCall, input: z.output<typeof body>) {
  if (input.userid.length + input.partyid.length === 0) throw new ApiRefusal(40035, 'userid and partyid both empty')
  const named = input.userid.map((userid) => contactMember(call, userid).userid)
  const inParties = [...call.world.state.members.values()]
    .filter(({ department }) => department.some((id) => input.partyid.includes(id)))
    .map(({ userid }) => userid)
  const userids = new Set([...named, ...inParties])
  const facts = call.world.state.facts.filter(({ userid }) => userids.has(userid))
  const days = statisticDays(call.world, input.start_time, input.end_time)
  const inDay = (day: number) => facts.filter(({ atMs }) => atMs >= day && atMs < day + DAY_MS)
  return { behavior_data: days.map((day) => presentDay(day, inDay(day))) }
}

export const behaviorEndpoints: Endpoints = {
  'externalcontact/get_user_behavior_data': postEndpoint('contact', body, behaviorOf),
}
