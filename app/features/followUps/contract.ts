import { z } from 'zod'

/** One thing to do, complete enough to act on: why, what to say, until when. Times are unix milliseconds. */
export const FOLLOW_UP = z.object({
  id: z.int(),
  externalUserId: z.string(),
  customerName: z.string(),
  title: z.string().describe('what kind of follow-up, in a few words: 首购回访'),
  reason: z.string().describe('why now, one sentence'),
  purpose: z.enum(['service', 'sale']),
  state: z.enum(['planned', 'due', 'done', 'skipped', 'expired', 'dropped']),
  dueAtMs: z.number(),
  expiresAtMs: z.number(),
  closedHow: z.string().nullable(),
  talkTrack: z
    .object({ id: z.string(), title: z.string(), text: z.string(), gaps: z.array(z.string()), isReady: z.boolean() })
    .nullable()
    .describe('the suggested sentence with its facts filled in; with gaps it cannot be sent'),
})
export type FollowUpView = z.infer<typeof FOLLOW_UP>

export const TALK_TRACK_ROW = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  gaps: z.array(z.string()),
  isReady: z.boolean(),
})
export type TalkTrackRow = z.infer<typeof TALK_TRACK_ROW>

/** Body of `POST /api/follow-ups/:id/sent`: what left, as the client reported it. Repeating it changes nothing. */
export const SENT_REPORT = z.strictObject({
  clientKey: z.string().min(8).max(64).optional().describe('made by the page for each tap'),
  result: z.enum(['ok', 'cancel', 'fail']).default('ok'),
  text: z.string().max(4000).optional(),
  talkTrackId: z.string().max(64).optional(),
  isEdited: z.boolean().default(false),
  failure: z.string().max(200).optional(),
})

export type SentReport = z.output<typeof SENT_REPORT>

export const DONE_REPORT = z.strictObject({ note: z.string().max(200).optional() })
export const SNOOZE_REPORT = z.strictObject({ until: z.enum(['tonight', 'tomorrow_morning', 'in_3_days']) })
export const SKIP_REPORT = z.strictObject({ reason: z.string().trim().min(1).max(100) })

/** What every change to a follow-up answers. */
export const FOLLOW_UP_CHANGED = z.object({ followUp: FOLLOW_UP, next: FOLLOW_UP.nullable() })
export type FollowUpChanged = z.infer<typeof FOLLOW_UP_CHANGED>

/** `GET /api/follow-ups`: the guide's own list for today, most urgent first. */
export const MY_FOLLOW_UPS = z.object({ rows: z.array(FOLLOW_UP), overdue: z.int() })
export type MyFollowUps = z.infer<typeof MY_FOLLOW_UPS>
