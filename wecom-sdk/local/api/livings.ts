import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { Living } from '../records/livings.ts'
import { seconds, type World } from '../world.ts'
import { type ApiCall, type Endpoints, getEndpoint, postEndpoint, queryOf } from './endpoint.ts'

const watchBody = z.object({ livingid: z.string(), next_key: z.string().default('0') })
const PAGE = 2

function livingOf(world: World, livingId: string): Living {
  const living = world.state.livings.get(livingId)
  if (!living) throw new ApiRefusal(40035, 'invalid livingid')
  return living
}

function livingInfo(call: ApiCall) {
  const { world } = call
  const { anchor, theme, startedAtMs, endedAtMs, viewers } = livingOf(world, queryOf(call, 'livingid'))
  return {
    living_info: {
      theme,
      living_start: seconds(startedAtMs),
      living_duration: seconds((endedAtMs ?? world.clock.nowMs()) - startedAtMs),
      status: endedAtMs === undefined ? 1 : 2,
      anchor_userid: anchor,
      viewer_num: viewers.length,
    },
  }
}

/** Short pages on purpose: only `ending` says that it was the last. */
function watchStat({ world }: ApiCall, { livingid, next_key }: z.output<typeof watchBody>) {
  const { viewers } = livingOf(world, livingid)
  const from = Number(next_key)
  if (!Number.isInteger(from) || from < 0) throw new ApiRefusal(40035, 'invalid next_key')
  const rows = viewers.slice(from, from + PAGE).map(({ externalUserId, watchedSeconds, invitedBy }) => ({
    external_userid: externalUserId,
    type: 1,
    name: world.state.contacts.get(externalUserId)?.name ?? '',
    watch_time: watchedSeconds,
    is_comment: 0,
    is_mic: 0,
    ...(invitedBy === undefined ? {} : { invitor_userid: invitedBy }),
  }))
  const isLast = from + PAGE >= viewers.length
  return {
    ending: isLast ? 1 : 0,
    next_key: isLast ? '' : String(from + PAGE),
    stat_info: { users: [], external_users: rows },
  }
}

export const livingEndpoints: Endpoints = {
  'living/get_living_info': getEndpoint('app', livingInfo),
  'living/get_watch_stat': postEndpoint('app', watchBody, watchStat),
}
