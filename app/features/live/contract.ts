import { z } from 'zod'
import { SEGMENT_FILTER } from '../segments/contract.ts'

const atMs = z.int().min(946_684_800_000).max(4_102_444_800_000)
const windowHours = z.union([z.literal(72), z.literal(48)])

export const LIVE_INPUT = z
  .strictObject({
    name: z.string().trim().min(1).max(40),
    livingId: z.string().trim().min(1).max(64).nullable().default(null).describe('of WeCom, where this app made it'),
    startedAtMs: atMs,
    endedAtMs: atMs.nullable().default(null).describe('null: not over yet, or WeCom will tell'),
    windowHours: windowHours.default(72),
    filter: SEGMENT_FILTER.default({}),
  })
  .refine(({ startedAtMs, endedAtMs }) => endedAtMs === null || endedAtMs > startedAtMs, {
    path: ['endedAtMs'],
    message: '结束时间要晚于开始时间',
  })
export type LiveInput = z.output<typeof LIVE_INPUT>

/** One person of the list: invited, or watching, or both. 0 seconds: invited, did not watch. */
export const VIEWERS_INPUT = z.strictObject({
  viewers: z
    .array(
      z.strictObject({
        externalUserId: z.string().min(1).max(64),
        watchedSeconds: z.int().min(0).max(86_400).default(0),
        invitedBy: z.string().min(1).max(64).optional().describe("the inviting guide's userid"),
      }),
    )
    .min(1)
    .max(500),
})
export type ViewersInput = z.output<typeof VIEWERS_INPUT>

export const VIEWERS_TAKEN = z.object({
  taken: z.int(),
  unknown: z.array(z.string()).describe('customers or guides nobody knows; they were left out'),
})

export const LIVE_SESSION = z.object({
  id: z.int(),
  name: z.string(),
  livingId: z.string().nullable(),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  windowHours,
  filter: SEGMENT_FILTER,
  calledAtMs: z.number().nullable().describe('when the follow-ups were asked for'),
  state: z.enum(['ahead', 'on_air', 'waiting_for_viewers', 'in_window', 'over']),
  isSetByWeCom: z.boolean(),
})
export type LiveSessionView = z.infer<typeof LIVE_SESSION>
export const LIVE_SESSIONS = z.object({ rows: z.array(LIVE_SESSION) })
export type LiveSessionList = z.infer<typeof LIVE_SESSIONS>

const FIGURES = z.object({
  invited: z.int(),
  invitedWatched: z.int().describe('of the invited; 邀约看播率 = invitedWatched / invited'),
  watched: z.int(),
  returned: z.int().describe('of who watched, bought in a shop inside the window; 回店率 = returned / watched'),
  bought: z.int().describe('of who watched, bought anywhere inside the window'),
})
export type LiveFigures = z.infer<typeof FIGURES>

/** How a session went among the customers of the stores in reach. */
export const LIVE_RESULT = z.object({
  session: LIVE_SESSION,
  totals: FIGURES,
  guides: z.array(
    FIGURES.extend({
      guideUserId: z.string().nullable().describe('null: nobody brought these customers in'),
      guideName: z.string(),
      storeName: z.string().nullable(),
    }),
  ),
  tasks: z.object({ planned: z.int(), due: z.int(), done: z.int(), expired: z.int() }),
})
export type LiveResult = z.infer<typeof LIVE_RESULT>
