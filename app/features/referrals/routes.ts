import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { CUSTOMER_PARAMS } from '../customers/contract.ts'
import { type EnsureWay, makeCode } from './commands/makeCode.ts'
import { CUSTOMER_REFERRAL, REFERRAL_BOARD, REFERRALS_QUERY } from './contract.ts'
import { readReferralBoard } from './referralBoard.ts'
import { showReferral } from './showReferral.ts'

/** Old customers who bring new ones: for their guide, and for managers. */
export function referralRoutes(deps: Deps, parts: { ensureWay: EnsureWay }): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/customers/:externalUserId/referral',
      access: 'guide',
      params: CUSTOMER_PARAMS,
      summary: 'Who brought this customer, whom they brought, and the reward as it is promised',
      answer: CUSTOMER_REFERRAL,
      handle: ({ actor, params }) => showReferral(deps, actor, params.externalUserId),
    }),
    route({
      method: 'post',
      path: '/api/customers/:externalUserId/referral-code',
      access: 'guide',
      params: CUSTOMER_PARAMS,
      summary: 'A code by which the customer brings friends to this guide; the same again gives the same',
      answer: CUSTOMER_REFERRAL,
      async handle({ actor, params: { externalUserId } }) {
        await makeCode(deps, actor, externalUserId, parts.ensureWay)
        return showReferral(deps, actor, externalUserId)
      },
    }),
    route({
      method: 'get',
      path: '/api/boards/referrals',
      access: 'manager',
      summary: 'Referrals of the stores in reach, newest first, with counts by state and points given',
      query: REFERRALS_QUERY,
      answer: REFERRAL_BOARD,
      handle: ({ actor, query }) => readReferralBoard(deps, actor, query),
    }),
  ]
}
