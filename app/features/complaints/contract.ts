import { z } from 'zod'

const COMPLAINT_KIND = z.enum(['damaged', 'quality', 'service', 'other'])

/** Something is wrong and not settled yet: while it is, nothing else is said to this customer. */
export const COMPLAINT = z.object({
  id: z.int(),
  kind: COMPLAINT_KIND,
  kindText: z.string().describe('in words: 破损少件'),
  body: z.string(),
  openedAtMs: z.number(),
  openedByName: z.string(),
})
export type ComplaintView = z.infer<typeof COMPLAINT>

/** With its end, if it has one, for lists. */
export const COMPLAINT_ROW = COMPLAINT.extend({
  externalUserId: z.string(),
  customerName: z.string(),
  storeName: z.string().nullable(),
  productCode: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  closedAtMs: z.number().nullable(),
  closedByName: z.string().nullable(),
  outcome: z.string().describe('how it was settled; empty while open'),
})
export type ComplaintRow = z.infer<typeof COMPLAINT_ROW>

/** Body of `POST /api/customers/:externalUserId/complaints`. While one is open, what is new is written below it. */
export const COMPLAINT_INPUT = z.strictObject({
  clientKey: z.string().min(8).max(64),
  kind: COMPLAINT_KIND,
  body: z.string().trim().min(1).max(500),
  followUpId: z.int().positive().max(2_147_483_647).optional(),
  productCode: z.string().trim().min(1).max(64).optional(),
})
export const COMPLAINT_OPENED = z.object({ complaint: COMPLAINT })

/** Body of `POST /api/complaints/:id/close`. Closing again changes nothing. */
export const CLOSE_INPUT = z.strictObject({ outcome: z.string().trim().min(1).max(200) })
export const COMPLAINT_CLOSED = z.object({ complaint: COMPLAINT_ROW })

/** `GET /api/complaints`: newest first; `before` is the `nextBefore` of the page above. */
export const COMPLAINTS_QUERY = z.strictObject({
  state: z.enum(['open', 'closed']).default('open'),
  before: z.coerce.number().int().positive().max(2_147_483_647).optional(),
})
export const COMPLAINTS_ANSWER = z.object({ rows: z.array(COMPLAINT_ROW), nextBefore: z.int().nullable() })
