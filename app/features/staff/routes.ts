import type { Deps } from '../../deps.ts'
import { addDays, businessDayOf } from '../../domain/businessDay.ts'
import { type Route, route } from '../../http/route.ts'
import { changeDayOff } from './commands/changeDayOff.ts'
import { DAY_OFF_INPUT, DAYS_OFF, type DaysOff } from './contract.ts'
import { daysOffOf } from './queries.ts'

const SHOWN_DAYS = 60

/** Who is not at work when: no card comes on such a day, and what was planned moves. */
export function staffRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/days-off',
      access: 'guide',
      summary: 'My days off, today and the next 60 days',
      answer: DAYS_OFF,
      handle: ({ actor }) => nextDaysOff(deps, actor.guideId),
    }),
    route({
      method: 'post',
      path: '/api/days-off',
      access: 'guide',
      summary: 'A day off, or to work after all: my own, or of a guide in reach',
      body: DAY_OFF_INPUT,
      answer: DAYS_OFF,
      handle: async ({ actor, body }) => nextDaysOff(deps, await changeDayOff(deps, actor, body)),
    }),
  ]
}

async function nextDaysOff(deps: Deps, guideId: number): Promise<DaysOff> {
  const today = businessDayOf(deps.clock.nowMs())
  const last = addDays(today, SHOWN_DAYS)
  const days = await daysOffOf(deps.db.read, guideId, today)
  return { days: days.filter((day) => day <= last).map((day) => ({ day })) }
}
