import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { ORDER_CREDIT } from './contract.ts'
import { findOrderCredit } from './orderCredit.ts'
import { canSeeCredit } from './policy.ts'
import { presentOrderCredit } from './present.ts'

const number = z.string().min(1).max(64)

export function creditRoutes(deps: Pick<Deps, 'db'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/orders/:source/:orderNo/credit',
      access: 'guide',
      summary: 'Who got what of an order, under which rule and from which facts, and who did not and why',
      params: z.object({ source: number, orderNo: number }),
      answer: ORDER_CREDIT,
      handle: async ({ params, actor }) => {
        const data = await findOrderCredit(deps.db.read, params.source, params.orderNo)
        if (!data || !canSeeCredit(actor, data.subject)) throw new AppError('NOT_FOUND')
        return presentOrderCredit(data)
      },
    }),
  ]
}
