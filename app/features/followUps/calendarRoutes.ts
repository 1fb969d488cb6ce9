import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { CUSTOMER_PARAMS } from '../customers/contract.ts'
import { openWholeCustomer } from '../customers/queries.ts'
import { CALENDAR } from './contract.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'
import { previewCalendar } from './previewCalendar.ts'

export function calendarRoutes(deps: Deps, content: FollowUpContent): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/customers/:externalUserId/calendar',
      access: 'guide',
      summary: 'What would come for this customer, when and why; and why the rest would not',
      params: CUSTOMER_PARAMS,
      answer: CALENDAR,
      async handle({ actor, params: { externalUserId } }) {
        await openWholeCustomer(deps, actor, externalUserId)
        return previewCalendar(deps, content, actor, externalUserId)
      },
    }),
  ]
}
