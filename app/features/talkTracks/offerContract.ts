import { z } from 'zod'

const key = z.string().min(1).max(64)
const TITLE = z.string().trim().min(1).max(20)
const SET = z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/)
const TRACK_ID = z.string().regex(/^[a-z0-9-]{3,64}$/)

/** Body of `POST /api/talk-track-offers`. The text is what the guide said; names and products in it become variables. */
export const OFFER_INPUT = z.strictObject({
  clientKey: z.string().min(8).max(64),
  followUpId: z.int().positive().optional(),
  externalUserId: key.optional(),
  talkTrackId: TRACK_ID.optional().describe('the talk track it was made from'),
  title: TITLE,
  text: z.string().trim().min(4).max(1000),
})
export type OfferInput = z.infer<typeof OFFER_INPUT>

/** A guide's own words, on their way into the library. */
export const OFFER = z.object({
  id: z.int(),
  state: z.enum(['open', 'accepted', 'declined']),
  title: z.string(),
  set: z.string().describe('empty: nobody knows yet'),
  body: z.string().describe('as a template'),
  text: z.string().describe('with a sample filled in'),
  guideName: z.string(),
  from: z.object({ id: z.string(), title: z.string(), text: z.string() }).nullable(),
  note: z.string().describe('declined: why; accepted: the file'),
  createdAtMs: z.number(),
  decidedAtMs: z.number().nullable(),
})
export type OfferView = z.infer<typeof OFFER>

/** `sets`: where a new talk track can go; only told to operators. */
export const OFFERS = z.object({
  rows: z.array(OFFER),
  sets: z.array(z.object({ set: z.string(), title: z.string() })),
})
export type Offers = z.infer<typeof OFFERS>
export const OFFERS_QUERY = z.strictObject({ state: z.enum(['open', 'accepted', 'declined']).optional() })

export const ACCEPT_INPUT = z.strictObject({
  title: TITLE.optional(),
  set: SET.optional(),
  channel: z.enum(['any', 'online', 'offline']).default('any'),
  level: z.enum(['any', 'new', 'skilled', 'gold']).default('any'),
  stage: z.enum(['any', 'lead', 'new', 'active', 'loyal', 'silent', 'churned']).default('any'),
  trade: z
    .string()
    .regex(/^[a-z]{2,20}$/)
    .default('any'),
  priority: z.int().min(0).max(100).default(0),
})
export type AcceptInput = z.infer<typeof ACCEPT_INPUT>
export const DECLINE_INPUT = z.strictObject({ note: z.string().trim().min(1).max(200) })

/** `text` says when it takes effect. */
export const OFFER_ACCEPTED = z.object({ offer: OFFER, file: z.string(), text: z.string() })
