import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { ownKey } from '../../http/ownKey.ts'
import { type Route, route } from '../../http/route.ts'
import { bindMember } from './commands/bindMember.ts'
import { changeTag } from './commands/changeTag.ts'
import { claimOrder } from './commands/identifyCustomer.ts'
import { recordVisit } from './commands/recordVisit.ts'
import { type CustomerPanelParts, showCustomerPanel } from './commands/showCustomerPanel.ts'
import {
  BIND_INPUT,
  CLAIM_INPUT,
  CUSTOMER_PANEL,
  CUSTOMER_PARAMS,
  EVENTS_ANSWER,
  EVENTS_QUERY,
  IDENTIFIED_ANSWER,
  NOTE_INPUT,
  NOTES_ANSWER,
  TAG_INPUT,
  TAGS_ANSWER,
  VISIT_ANSWER,
} from './contract.ts'
import { sideRows } from './panelQueries.ts'
import { presentEvents, presentNotes, presentTags } from './present.ts'
import { openWholeCustomer, visitsOf } from './queries.ts'
import { addNote } from './store.ts'
import { EVENTS_PAGE, timeLine } from './timelineQueries.ts'

const BASE = '/api/customers/:externalUserId'

/** A customer as guide or manager sees and changes them. Whoever may not see one is answered 404. */
export function customerRoutes(deps: Deps, parts: CustomerPanelParts): Route[] {
  return [
    route({
      access: 'guide',
      params: CUSTOMER_PARAMS,
      method: 'get',
      path: `${BASE}/panel`,
      summary: 'Everything the first screen needs, in one answer',
      answer: CUSTOMER_PANEL,
      handle: ({ actor, params }) => showCustomerPanel(deps, actor, params.externalUserId, parts),
    }),
    route({
      access: 'guide',
      params: CUSTOMER_PARAMS,
      method: 'get',
      path: `${BASE}/events`,
      summary: 'Twenty of the time line, older than `before`',
      query: EVENTS_QUERY,
      answer: EVENTS_ANSWER,
      async handle({ actor, params, query }) {
        await openWholeCustomer(deps, actor, params.externalUserId)
        const rows = await timeLine(deps.db.read, params.externalUserId, query.before ?? deps.clock.nowMs() + 1)
        return { events: presentEvents(rows, EVENTS_PAGE) }
      },
    }),
    ...writingRoutes(deps),
  ]
}

function writingRoutes(deps: Deps): Route[] {
  return [
    route({
      access: 'guide',
      params: CUSTOMER_PARAMS,
      method: 'post',
      path: `${BASE}/notes`,
      summary: 'Adds a note; the same clientKey adds it once',
      body: NOTE_INPUT,
      answer: NOTES_ANSWER,
      async handle({ actor, params: { externalUserId }, body }) {
        await openWholeCustomer(deps, actor, externalUserId)
        const { clientKey, text, isShared } = body
        const note = {
          externalUserId,
          guideId: actor.guideId,
          body: text,
          isShared,
          clientKey: ownKey(actor, clientKey),
        }
        await deps.db.transaction((tx) => addNote(tx, { ...note, createdAt: deps.clock.nowMs() }))
        return { notes: presentNotes(await sideOf(deps, actor, externalUserId, actor.guideId)) }
      },
    }),
    route({
      access: 'guide',
      params: CUSTOMER_PARAMS,
      method: 'post',
      path: `${BASE}/tags`,
      summary: "Puts a corp tag on, or takes it off, in the guide's name",
      body: TAG_INPUT,
      answer: TAGS_ANSWER,
      async handle({ actor, params: { externalUserId }, body }) {
        const head = await openWholeCustomer(deps, actor, externalUserId)
        const tagGuideId = await changeTag(deps, actor, head, { externalUserId, ...body })
        return { tags: presentTags(await sideOf(deps, actor, externalUserId, tagGuideId)) }
      },
    }),
    route({
      access: 'guide',
      params: CUSTOMER_PARAMS,
      method: 'post',
      path: `${BASE}/claim-order`,
      summary: 'This order is this customer’s; one of somebody else is 409 and goes to a person',
      body: CLAIM_INPUT,
      answer: IDENTIFIED_ANSWER,
      async handle({ actor, params, body }) {
        await openWholeCustomer(deps, actor, params.externalUserId)
        return claimOrder(deps, actor, params.externalUserId, body)
      },
    }),
    route({
      access: 'guide',
      params: CUSTOMER_PARAMS,
      method: 'post',
      path: `${BASE}/bind-member`,
      summary:
        'This phone’s member, or one of the offered, is this customer; one of somebody else is 409 and goes to a person',
      body: BIND_INPUT,
      answer: IDENTIFIED_ANSWER,
      async handle({ actor, params, body }) {
        await openWholeCustomer(deps, actor, params.externalUserId)
        return bindMember(deps, actor, params.externalUserId, body)
      },
    }),
    route({
      access: 'guide',
      params: CUSTOMER_PARAMS,
      method: 'post',
      path: `${BASE}/visits`,
      summary: 'Was in the shop today; once a day, however often it is said',
      answer: VISIT_ANSWER,
      async handle({ actor, params: { externalUserId } }) {
        await recordVisit(deps, actor, externalUserId)
        const [lastVisitAtMs = deps.clock.nowMs()] = await visitsOf(deps.db.read, externalUserId)
        return { lastVisitAtMs }
      },
    }),
  ]
}

function sideOf(deps: Deps, { guideId }: Actor, externalUserId: string, tagGuideId: number) {
  return sideRows(deps.db.read, { externalUserId, guideId, tagGuideId, beforeMs: deps.clock.nowMs() + 1 })
}
