import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { type Route, route } from '../../http/route.ts'
import type { OrderCases } from '../creditCases/contract.ts'
import { ORDER_CREDIT } from './contract.ts'
import type { CreditHolder } from './holders.ts'
import { openCredit } from './openCredit.ts'
import { presentOrderCredit } from './present.ts'

const number = z.string().min(1).max(64)

export interface CreditParts {
  /** What people have said about an order's credit. */
  casesOfOrder(read: Deps['db']['read'], actor: Actor, orderId: number): Promise<OrderCases>
}

export function creditRoutes(deps: Pick<Deps, 'db' | 'rules'>, parts: CreditParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/orders/:source/:orderNo/credit',
      access: 'guide',
      summary: 'Who got what of an order, under which rule and from which facts, and who did not and why',
      params: z.object({ source: number, orderNo: number }),
      answer: ORDER_CREDIT,
      handle: async ({ params, actor }) => {
        const data = await openCredit(deps.db.read, actor, params)
        const cases = await parts.casesOfOrder(deps.db.read, actor, data.order.id)
        const mayObject = cases.mayObject && hasMoreToGet(actor, data.holders)
        return presentOrderCredit(data, { ...cases, mayObject }, deps.rules.attribution)
      },
    }),
  ]
}

/** Whoever has all of it has nothing to object to, and nobody has where all was returned. */
function hasMoreToGet({ guideId }: Actor, holders: readonly CreditHolder[]): boolean {
  return holders.some((holder) => holder.amountFen !== 0 && holder.guideId !== guideId)
}
