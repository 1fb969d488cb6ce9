import { z } from 'zod'
import { COMPLAINT } from '../complaints/contract.ts'
import { ATTACHMENT } from '../talkTracks/contract.ts'

/** A question the guide finds the answer to, and what was tapped so far. */
export const ASK = z.object({
  id: z.string(),
  title: z.string().describe('用得顺不顺'),
  answers: z.array(z.object({ id: z.string(), title: z.string(), isChosen: z.boolean() })),
})
export type AskView = z.infer<typeof ASK>

export const TALK_TRACK_ROW = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  gaps: z.array(z.string()),
  isReady: z.boolean(),
  attachments: z.array(ATTACHMENT),
})
export type TalkTrackRow = z.infer<typeof TALK_TRACK_ROW>

/** One thing to do, complete enough to act on: why, what to say, until when. Times are unix milliseconds. */
export const FOLLOW_UP = z.object({
  id: z.int(),
  externalUserId: z.string(),
  customerName: z.string(),
  title: z.string().describe('what kind of follow-up, in a few words: 首购回访'),
  reason: z.string().describe('why now, one sentence'),
  purpose: z.enum(['service', 'sale']),
  channel: z.enum(['chat', 'call']).describe('call: the guide phones, and reads the talk track'),
  asks: z.array(ASK),
  state: z.enum(['planned', 'due', 'done', 'skipped', 'expired', 'dropped']),
  dueAtMs: z.number(),
  expiresAtMs: z.number(),
  closedHow: z.string().nullable(),
  talkTrack: TALK_TRACK_ROW.nullable().describe(
    'the suggested sentence with its facts filled in; with gaps it cannot be sent',
  ),
})
export type FollowUpView = z.infer<typeof FOLLOW_UP>

/** `GET /api/follow-ups/:id/tracks`: the whole set of the step, those that can be sent as they are first. */
export const FOLLOW_UP_TRACKS = z.object({ rows: z.array(TALK_TRACK_ROW) })
export const FOLLOW_UP_PARAMS = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

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

/** Body of `POST /api/follow-ups/:id/answers`: ids of the ask and of the chosen answer. A later tap replaces it. */
export const ANSWER_REPORT = z.strictObject({ ask: z.string().min(1).max(64), answer: z.string().min(1).max(64) })
/** `complaint`: the customer's open one, which the answer may have opened. */
export const FOLLOW_UP_ANSWERED = FOLLOW_UP_CHANGED.extend({ complaint: COMPLAINT.nullable() })
export type FollowUpAnswered = z.infer<typeof FOLLOW_UP_ANSWERED>

/** Followed up lately, and what was asked is not answered yet: the customer may say it hours later. */
export const OPEN_ASKS = z.object({
  followUpId: z.int(),
  title: z.string(),
  sentAtMs: z.number(),
  asks: z.array(ASK),
})
export type OpenAsks = z.infer<typeof OPEN_ASKS>

/** Body of `POST /api/customers/:externalUserId/mute`: 今天别再提醒, 不再提醒此客户, or prompts again. */
export const MUTE_INPUT = z.strictObject({ until: z.enum(['tomorrow', 'ever', 'off']) })
/** `mutedUntilMs` is null while nothing is muted, and with `isMuted` when it is for ever. */
export const MUTE = z.object({ isMuted: z.boolean(), mutedUntilMs: z.number().nullable() })
export type Mute = z.infer<typeof MUTE>

/** `GET /api/follow-ups`: the guide's own list for today, most urgent first. */
export const MY_FOLLOW_UPS = z.object({ rows: z.array(FOLLOW_UP), overdue: z.int() })
export type MyFollowUps = z.infer<typeof MY_FOLLOW_UPS>

/** One step of a playbook that concerns the customer, whether it comes or not. */
export const CALENDAR_ROW = z.object({
  key: z.string(),
  playbook: z.string().describe('title of the playbook'),
  title: z.string(),
  product: z.string().nullable(),
  purpose: z.enum(['service', 'sale']),
  state: z
    .enum(['planned', 'shown', 'chosen', 'waiting', 'closed', 'dropped', 'expired'])
    .describe('chosen: put off by the guide; waiting: for an answer; closed: done, skipped or expired'),
  atMs: z.number().nullable().describe('when it comes, came, or was wished; null where that is not known yet'),
  reason: z.string().describe('why it would come, one sentence'),
  why: z.string().nullable().describe('why it does not come, waits, or moved; null where it comes as wished'),
  sentence: z.string().nullable().describe('how the suggested sentence begins, where it comes'),
})
export type CalendarRow = z.infer<typeof CALENDAR_ROW>

/** `GET /api/customers/:externalUserId/calendar`: what comes first, then what waits, then what does not come. */
export const CALENDAR = z.object({ nowMs: z.number(), isReachable: z.boolean(), rows: z.array(CALENDAR_ROW) })
export type CalendarView = z.infer<typeof CALENDAR>
