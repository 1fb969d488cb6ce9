import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import { ownKey } from '../../http/ownKey.ts'
import { type Route, route } from '../../http/route.ts'
import { CUSTOMER_PARAMS } from '../customers/contract.ts'
import { openWholeCustomer } from '../customers/queries.ts'
import { closeComplaint } from './commands/closeComplaint.ts'
import { openComplaint } from './commands/openComplaint.ts'
import {
  CLOSE_INPUT,
  COMPLAINT_CLOSED,
  COMPLAINT_INPUT,
  COMPLAINT_OPENED,
  COMPLAINTS_ANSWER,
  COMPLAINTS_QUERY,
} from './contract.ts'
import { presentComplaint } from './present.ts'
import { complaintById, complaintsPage, openComplaintOf } from './queries.ts'

const PARAMS = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })
const PAGE_ROWS = 50

/** Something is wrong: from the first word to its settlement. Customers of others have no complaints here. */
export function complaintRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/customers/:externalUserId/complaints',
      access: 'guide',
      summary: 'Something is wrong; while one is open, what is new is written below it',
      params: CUSTOMER_PARAMS,
      body: COMPLAINT_INPUT,
      answer: COMPLAINT_OPENED,
      async handle({ actor, params: { externalUserId }, body }) {
        const { boundStoreCode } = await openWholeCustomer(deps, actor, externalUserId)
        const { clientKey, followUpId = null, productCode = null, ...words } = body
        const row = { externalUserId, followUpId, productCode, ...words, guideId: actor.guideId }
        const where = { storeCode: boundStoreCode ?? actor.storeCodes[0] ?? null, openedAt: deps.clock.nowMs() }
        const keyed = { ...row, ...where, clientKey: ownKey(actor, clientKey) }
        await deps.db.transaction((tx) => openComplaint(tx, deps, keyed))
        const complaint = await openComplaintOf(deps.db.read, actor.guideId, externalUserId)
        // A repeated request whose complaint has been settled since.
        if (!complaint) throw new AppError('RULE', undefined, '这条投诉已经处理完了')
        return { complaint }
      },
    }),
    route({
      method: 'post',
      path: '/api/complaints/:id/close',
      access: 'guide',
      summary: 'Settled, and how',
      params: PARAMS,
      body: CLOSE_INPUT,
      answer: COMPLAINT_CLOSED,
      async handle({ actor, params: { id }, body: { outcome } }) {
        await closeComplaint(deps, actor, { complaintId: id, outcome })
        const row = await complaintById(deps.db.read, actor.guideId, id)
        if (!row) throw new AppError('NOT_FOUND')
        return { complaint: presentComplaint(row) }
      },
    }),
    route({
      method: 'get',
      path: '/api/complaints',
      access: 'guide',
      summary: "Complaints of one's own customers, or of the stores in reach, newest first",
      query: COMPLAINTS_QUERY,
      answer: COMPLAINTS_ANSWER,
      async handle({ actor, query }) {
        const rows = await complaintsPage(deps.db.read, actor, { ...query, limit: PAGE_ROWS + 1 })
        const shown = rows.slice(0, PAGE_ROWS)
        const nextBefore = rows.length > PAGE_ROWS ? (shown.at(-1)?.id ?? null) : null
        return { rows: shown.map(presentComplaint), nextBefore }
      },
    }),
  ]
}
