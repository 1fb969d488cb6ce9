import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { setCycle } from './commands/setCycle.ts'
import { CYCLE_CHANGED, CYCLE_INPUT, CYCLES, CYCLES_QUERY } from './contract.ts'
import { readCycles } from './cycleViews.ts'

export function lifecycleRoutes(deps: Pick<Deps, 'db' | 'clock' | 'rules' | 'enqueue'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/cycles',
      access: 'operator',
      summary: 'Cycles of categories and products: configured, learned from repurchases, and in force',
      query: CYCLES_QUERY,
      answer: CYCLES,
      handle: ({ query }) => readCycles(deps.db.read, deps.rules.lifecycle, query),
    }),
    route({
      method: 'post',
      path: '/api/cycles',
      access: 'operator',
      summary: "An operator's word on one cycle, over what is configured and learned; noted, and undone by `before`",
      body: CYCLE_INPUT,
      answer: CYCLE_CHANGED,
      handle: ({ actor, body }) => setCycle(deps, actor, body),
    }),
  ]
}
