import { z } from 'zod'
import { LEFT_OUT, SEGMENT_FILTER } from '../segments/contract.ts'

const WORDS = {
  /** One of the two: a talk track that needs no fact of a single customer, or plain words. */
  talkTrackId: z.string().min(1).max(64).optional(),
  text: z.string().trim().min(1).max(4000).optional(),
}
const hasOne = (input: { talkTrackId?: string | undefined; text?: string | undefined }) =>
  (input.talkTrackId === undefined) !== (input.text === undefined)
const ONE = '话术和文字，二选一'

export const CHECK_INPUT = z.strictObject({ filter: SEGMENT_FILTER, ...WORDS }).refine(hasOne, ONE)
export const MASS_SEND_INPUT = z
  .strictObject({
    clientKey: z.string().min(8).max(64),
    name: z.string().trim().min(1).max(30),
    filter: SEGMENT_FILTER,
    ...WORDS,
  })
  .refine(hasOne, ONE)
export type MassSendInput = z.infer<typeof MASS_SEND_INPUT>

/** What would happen now; nothing is stored. */
export const MASS_SEND_CHECK = z.object({
  /** As every customer will read it. */
  text: z.string(),
  bytes: z.int(),
  attachments: z.int(),
  total: z.int(),
  sendable: z.int(),
  guides: z.int(),
  leftOut: z.array(z.object({ why: LEFT_OUT, count: z.int(), text: z.string() })),
  /** WeCom's own limit for one customer, as configured. */
  quota: z.object({ perDay: z.int(), perMonth: z.int() }),
})
export type MassSendCheck = z.infer<typeof MASS_SEND_CHECK>

export const MASS_SEND = z.object({
  id: z.int(),
  name: z.string(),
  text: z.string(),
  state: z.enum(['preparing', 'offered', 'ended', 'cancelled']),
  stateText: z.string(),
  createdBy: z.string(),
  atMs: z.number(),
  /** Customers: to be offered to guides or offered, arrived, not arrived, left out. */
  waiting: z.int(),
  sent: z.int(),
  notSent: z.int(),
  leftOut: z.int(),
})
export type MassSendView = z.infer<typeof MASS_SEND>
export const MASS_SENDS = z.object({ massSends: z.array(MASS_SEND) })

export const MASS_SEND_DETAIL = MASS_SEND.extend({
  guides: z.array(
    z.object({ guideName: z.string(), waiting: z.int(), sent: z.int(), notSent: z.int().describe('of this guide') }),
  ),
  reasons: z.array(z.object({ text: z.string(), count: z.int() })),
})
export type MassSendDetail = z.infer<typeof MASS_SEND_DETAIL>
