import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import { ownKey } from '../../http/ownKey.ts'
import { type Route, route } from '../../http/route.ts'
import { openableCredits, openCredit } from '../credits/queries.ts'
import { listChoices } from './choices.ts'
import { decideCorrection } from './commands/decideCorrection.ts'
import { type PostCredit, proposeCorrection } from './commands/proposeCorrection.ts'
import { raiseObjection } from './commands/raiseObjection.ts'
import { settleObjection } from './commands/settleObjection.ts'
import {
  CASE_PARAMS,
  CHOICES,
  CHOICES_QUERY,
  CORRECTION_ANSWER,
  CORRECTION_INPUT,
  CORRECTIONS_ANSWER,
  CORRECTIONS_QUERY,
  DECIDE_INPUT,
  OBJECTION_ANSWER,
  OBJECTION_INPUT,
  OBJECTIONS_ANSWER,
  OBJECTIONS_QUERY,
  ORDER_PARAMS,
  ORDERS_ANSWER,
  ORDERS_QUERY,
  SETTLE_INPUT,
  SETTLED_ANSWER,
} from './contract.ts'
import { findObjection, ordersByNumber, pageCorrections, pageObjections } from './lists.ts'
import { mayObject } from './policy.ts'
import { correctionById, objectionById } from './queries.ts'

const PAGE_ROWS = 50

/** Whose sale it is, when somebody says otherwise: objections of guides, their settlement, corrections. */
export function creditCaseRoutes(deps: Deps, post: PostCredit): Route[] {
  return [...objectionRoutes(deps, post), ...correctionRoutes(deps, post)]
}

function objectionRoutes(deps: Deps, post: PostCredit): Route[] {
  const { read } = deps.db
  return [
    route({
      method: 'post',
      path: '/api/orders/:source/:orderNo/objections',
      access: 'guide',
      summary: 'A guide says that a sale is theirs; one open objection per guide and order',
      params: ORDER_PARAMS,
      body: OBJECTION_INPUT,
      answer: OBJECTION_ANSWER,
      async handle({ actor, params, body: { clientKey, reason } }) {
        const { order } = await openCredit(read, actor, params)
        if (!mayObject(actor)) throw new AppError('FORBIDDEN', undefined, '只有导购和店长可以提异议')
        const about = { orderId: order.id, orderStoreCode: order.storeCode, reason }
        const id = await raiseObjection(deps, actor, { ...about, clientKey: ownKey(actor, clientKey) })
        return { objection: await objectionById(read, actor, id) }
      },
    }),
    route({
      method: 'get',
      path: '/api/credit-objections',
      access: 'guide',
      summary: "One's own objections, and for managers those about their stores; newest first",
      query: OBJECTIONS_QUERY,
      answer: OBJECTIONS_ANSWER,
      async handle({ actor, query: { state, mine, before } }) {
        const wish = { state, isMine: mine === '1', before, limit: PAGE_ROWS + 1 }
        return pageOf(await pageObjections(read, actor, wish))
      },
    }),
    route({
      method: 'post',
      path: '/api/credit-objections/:id/settle',
      access: 'manager',
      summary: 'Upheld, which proposes a correction, or rejected; with an answer to the guide',
      params: CASE_PARAMS,
      body: SETTLE_INPUT,
      answer: SETTLED_ANSWER,
      async handle({ actor, params: { id }, body }) {
        const found = await findObjection(read, actor, id)
        if (!found) throw new AppError('NOT_FOUND')
        const input = body.outcome === 'upheld' ? { ...body, clientKey: ownKey(actor, body.clientKey) } : body
        await settleObjection(deps, post, actor, found, input)
        const { correctionId } = (await findObjection(read, actor, id)) ?? found
        return {
          objection: await objectionById(read, actor, id),
          correction: correctionId === null ? null : await correctionById(read, correctionId),
        }
      },
    }),
    route({
      method: 'get',
      path: '/api/orders/:source/:orderNo/credit/choices',
      access: 'manager',
      summary: 'Lines, guides and stores that a correction of this order may name',
      params: ORDER_PARAMS,
      query: CHOICES_QUERY,
      answer: CHOICES,
      async handle({ actor, params, query: { words } }) {
        const opened = await openCredit(read, actor, params)
        const choices = await listChoices(read, actor, opened, { words, nowMs: deps.clock.nowMs() })
        return { ...choices, limitFen: deps.rules.credit.correctionLimitFen }
      },
    }),
  ]
}

function correctionRoutes(deps: Deps, post: PostCredit): Route[] {
  const { read } = deps.db
  return [
    route({
      method: 'get',
      path: '/api/credit-orders',
      access: 'guide',
      summary: 'Orders by their number, whatever the source, with who holds them; only those the asker may open',
      query: ORDERS_QUERY,
      answer: ORDERS_ANSWER,
      handle: async ({ actor, query: { orderNo } }) => ({
        orders: await openableCredits(read, actor, await ordersByNumber(read, orderNo)),
      }),
    }),
    route({
      method: 'post',
      path: '/api/orders/:source/:orderNo/corrections',
      access: 'operator',
      summary: 'Gives an order, or a line of it, to others; above the limit it waits for another operator',
      params: ORDER_PARAMS,
      body: CORRECTION_INPUT,
      answer: CORRECTION_ANSWER,
      async handle({ actor, params, body }) {
        const { order } = await openCredit(read, actor, params)
        const proposal = { ...body, clientKey: ownKey(actor, body.clientKey) }
        const id = await proposeCorrection(deps, post, actor, order, proposal)
        return { correction: await correctionById(read, id) }
      },
    }),
    route({
      method: 'get',
      path: '/api/credit-corrections',
      access: 'operator',
      summary: 'Corrections that wait for a second person, or that are decided; newest first',
      query: CORRECTIONS_QUERY,
      answer: CORRECTIONS_ANSWER,
      async handle({ actor, query: { state, before } }) {
        const page = pageOf(await pageCorrections(read, actor, { state, before, limit: PAGE_ROWS + 1 }))
        return { ...page, limitFen: deps.rules.credit.correctionLimitFen }
      },
    }),
    route({
      method: 'post',
      path: '/api/credit-corrections/:id/decide',
      access: 'operator',
      summary: 'Approved by another operator than who proposed it, and posted; or rejected with a note',
      params: CASE_PARAMS,
      body: DECIDE_INPUT,
      answer: CORRECTION_ANSWER,
      async handle({ actor, params: { id }, body }) {
        await decideCorrection(deps, post, actor, id, body)
        return { correction: await correctionById(read, id) }
      },
    }),
  ]
}

function pageOf<R extends { id: number }>(found: readonly R[]): { rows: R[]; nextBefore: number | null } {
  const rows = found.slice(0, PAGE_ROWS)
  return { rows, nextBefore: found.length > PAGE_ROWS ? (rows.at(-1)?.id ?? null) : null }
}
