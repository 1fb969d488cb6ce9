import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { recordOrder } from './commands/recordOrder.ts'
import { recordRefund } from './commands/recordRefund.ts'
import { INTAKE_ANSWER, ORDER_INPUT, REFUND_INPUT } from './contract.ts'
import { takeIn } from './intake.ts'
import type { IntakeSecrets } from './signature.ts'

const BODY_LIMIT_BYTES = 1024 * 1024

/**
 * The signed doors for malls and tills. `secrets`: source → secret. `clocks`: a timestamp must be near one of them;
 * more than one only where the product's clock travels and the senders' do not.
 */
export function orderRoutes(deps: Deps, secrets: IntakeSecrets, clocks = [deps.clock.nowMs]): Route[] {
  const trust = { secrets, clocks }
  return [
    route({
      method: 'post',
      path: '/hooks/orders',
      access: 'signed',
      summary: 'Take in one paid order, or up to 500 in an array answered item by item',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      answer: INTAKE_ANSWER,
      handle: (request) =>
        takeIn(deps, trust, request, {
          schema: ORDER_INPUT,
          numberKey: 'orderNo',
          record: (order) => recordOrder(deps, order),
        }),
    }),
    route({
      method: 'post',
      path: '/hooks/refunds',
      access: 'signed',
      summary: 'Take in one refund, or up to 500 in an array answered item by item',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      answer: INTAKE_ANSWER,
      handle: (request) =>
        takeIn(deps, trust, request, {
          schema: REFUND_INPUT,
          numberKey: 'refundNo',
          record: (refund) => recordRefund(deps, refund),
        }),
    }),
  ]
}
