import { z } from 'zod'
import { COMPLAINT } from '../complaints/contract.ts'
import { FOLLOW_UP, MUTE, OPEN_ASKS, TALK_TRACK_ROW } from '../followUps/contract.ts'

const STAGE = z.enum(['lead', 'new', 'active', 'loyal', 'silent', 'churned'])

/** Whose sale the customer's purchases are, in words. */
const BINDING = z.object({
  guideName: z.string(),
  storeName: z.string().nullable(),
  isMine: z.boolean(),
  sinceMs: z.number(),
  sourceText: z.string().describe('how the customer came: 扫了门店二维码'),
})

const MEMBER = z.object({
  memberNo: z.string(),
  tier: z.string(),
  points: z.int(),
  birthday: z.string().nullable(),
  phoneMasked: z.string().nullable(),
})

/** One of several members that match a customer: enough to ask the customer which, never to know their phone. */
export const MEMBER_CANDIDATE = z.object({ memberNo: z.string(), tier: z.string(), phoneMasked: z.string().nullable() })
export type MemberCandidate = z.infer<typeof MEMBER_CANDIDATE>

/** A purchase or, with a minus sign and its own row, a refund. */
export const ORDER_ROW = z.object({
  kind: z.enum(['order', 'refund']),
  source: z.string(),
  orderNo: z.string(),
  what: z.string(),
  placeText: z.string().describe('门店 name or 小程序'),
  channel: z.enum(['online', 'offline']),
  atMs: z.number(),
  amountFen: z.int(),
  creditText: z.string().describe('业绩归: who is credited'),
})

const TAG = z.object({ tagId: z.string(), name: z.string(), groupName: z.string(), isOn: z.boolean() })
const NOTE = z.object({
  id: z.int(),
  authorName: z.string(),
  isMine: z.boolean(),
  isShared: z.boolean(),
  text: z.string(),
  atMs: z.number(),
})
const EVENT = z.object({ kind: z.string(), text: z.string(), atMs: z.number() })

/**
 * Everything the first screen needs. `view`: `limited` is the state 不是我的客户: a friend of mine whom a colleague
 * brought in; then member, orders, notes and time line are absent (null or empty) by policy.
 */
export const CUSTOMER_PANEL = z.object({
  nowMs: z.number(),
  view: z.enum(['full', 'limited']),
  customer: z.object({
    externalUserId: z.string(),
    name: z.string(),
    remark: z.string(),
    avatar: z.string(),
    stage: STAGE,
    stageText: z.string().describe('in words: 首购第 7 天'),
    isFriend: z.boolean().describe('false: the customer has deleted the guide'),
    addedAtMs: z.number(),
  }),
  rfmText: z.string().nullable().describe('the worth of an old customer, in words: 高价值老客，最近来得少了'),
  memberState: z.enum(['bound', 'unbound', 'several']),
  member: MEMBER.nullable(),
  memberCandidates: z.array(MEMBER_CANDIDATE).describe('with `several`: the guide chooses, nobody else'),
  binding: BINDING.nullable(),
  followUps: z.array(FOLLOW_UP),
  openAsks: z.array(OPEN_ASKS).describe('sent within 7 days and not answered yet, newest first'),
  complaint: COMPLAINT.nullable().describe('the open one'),
  ...MUTE.shape,
  suggestions: z.array(TALK_TRACK_ROW).describe('talk tracks that fit now, best first'),
  orders: z.object({
    yearFen: z.int(),
    yearCount: z.int(),
    lastAtMs: z.number().nullable(),
    rows: z.array(ORDER_ROW),
  }),
  tags: z.array(TAG),
  notes: z.array(NOTE),
  events: z.array(EVENT),
  contactedToday: z.int().describe('how often this customer was contacted today, by anyone'),
  isQuietHours: z.boolean(),
})
export type CustomerPanel = z.infer<typeof CUSTOMER_PANEL>

export const NOTE_INPUT = z.strictObject({
  clientKey: z.string().min(8).max(64),
  text: z.string().trim().min(1).max(500),
  isShared: z.boolean().default(false),
})
/** `POST /api/customers/:externalUserId/visits`, without a body: 今天到店. A customer visits once a day. */
export const VISIT_ANSWER = z.object({ lastVisitAtMs: z.number() })
export const TAG_INPUT = z.strictObject({ tagId: z.string().min(1).max(64), isOn: z.boolean() })
export const TAGS_ANSWER = z.object({ tags: z.array(TAG) })
export const NOTES_ANSWER = z.object({ notes: z.array(NOTE) })

/** `GET /api/customers/:id/events?before=`: twenty of the time line, older than `before` (unix milliseconds). */
export const EVENTS_QUERY = z.object({ before: z.coerce.number().int().positive().optional() })
export const EVENTS_ANSWER = z.object({ events: z.array(EVENT) })

/** A sale the guide knows to be this customer's; `source` only where the number alone is not enough. */
export const CLAIM_INPUT = z.strictObject({
  source: z.string().trim().min(1).max(64).optional(),
  orderNo: z.string().trim().min(1).max(64),
})
/** A phone; a phone and one of its several members; or one of the panel's candidates. */
export const BIND_INPUT = z
  .strictObject({
    phone: z.string().trim().min(1).max(40).optional(),
    memberNo: z.string().trim().min(1).max(64).optional(),
  })
  .refine(({ phone, memberNo }) => phone !== undefined || memberNo !== undefined, { path: ['phone'] })
export const IDENTIFIED_ANSWER = z.object({
  memberState: z.enum(['bound', 'unbound', 'several']),
  memberCandidates: z.array(MEMBER_CANDIDATE),
})
export const CUSTOMER_PARAMS = z.object({ externalUserId: z.string().min(1).max(64) })
