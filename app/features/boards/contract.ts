import { z } from 'zod'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const SORT_KEYS = [
  'netFen',
  'onlineFen',
  'offlineFen',
  'refundFen',
  'orders',
  'newCustomers',
  'lostCustomers',
  'followUpsDone',
  'followUpsOnTime',
] as const

/** Filters of the leaderboard; days are business days, both included. */
export const LEADERBOARD_QUERY = z.strictObject({
  from: day,
  to: day,
  region: z.string().min(1).max(64).optional(),
  store: z.string().min(1).max(64).optional(),
  sort: z.enum(SORT_KEYS).default('netFen'),
})

export const LEADERBOARD_ROW = z.object({
  rank: z.int().nullable().describe('equal figures share a rank; null: a newcomer, not ranked'),
  guideUserId: z.string(),
  guideName: z.string(),
  storeCode: z.string().nullable(),
  storeName: z.string().nullable(),
  netFen: z.int().describe('sales less refunds = onlineFen + offlineFen'),
  onlineFen: z.int().describe('net, online'),
  offlineFen: z.int().describe('net, in the shop'),
  refundFen: z.int().describe('refunds of the period, as a positive figure, already off the net'),
  orders: z.int(),
  newCustomers: z.int(),
  lostCustomers: z.int(),
  followUpsDue: z.int(),
  followUpsDone: z.int(),
  followUpsOnTime: z.int(),
})
export type LeaderboardRow = z.infer<typeof LEADERBOARD_ROW>

/** Σ rows.netFen + storePoolFen + unattributedFen = netSalesFen, to the fen, always. */
export const LEADERBOARD = z.object({
  from: day,
  to: day,
  rows: z.array(LEADERBOARD_ROW),
  totals: z.object({
    netFen: z.int(),
    onlineFen: z.int(),
    offlineFen: z.int(),
    refundFen: z.int(),
    storePoolFen: z.int(),
    unattributedFen: z.int(),
    netSalesFen: z.int(),
  }),
  dataAsOfMs: z.number(),
  contactDataDay: day.nullable().describe('WeCom statistics are a day late'),
})
export type Leaderboard = z.infer<typeof LEADERBOARD>

export const FIGURES = ['netFen', 'onlineFen', 'offlineFen', 'refundFen'] as const
export type Figure = (typeof FIGURES)[number]

/** Whose figure of the leaderboard is opened: a guide's, a store's pool (`*`: all in view), or what nobody holds. */
export const ENTRIES_QUERY = z
  .strictObject({
    from: day,
    to: day,
    region: z.string().min(1).max(64).optional(),
    store: z.string().min(1).max(64).optional(),
    guide: z.string().min(1).max(64).optional(),
    pool: z.string().min(1).max(64).optional(),
    unattributed: z.literal('1').optional(),
    figure: z.enum(FIGURES).default('netFen').describe('which entries: all, one channel, or those with a refund'),
    cursor: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}\.\d{1,15}$/)
      .optional(),
  })
  .refine(({ guide, pool, unattributed }) => [guide, pool, unattributed].filter(Boolean).length === 1, {
    path: ['guide'],
    message: 'guide、pool、unattributed 三选一',
  })

/** One row of the ledger. Amounts in fen; a correction may carry either sign. */
export const BOARD_ENTRY = z.object({
  id: z.int(),
  bookedOn: day,
  occurredOn: day.describe('earlier than bookedOn when that month was already closed'),
  source: z.string().nullable(),
  orderNo: z.string().nullable().describe('null: a refund that names no order'),
  refundNo: z.string().nullable(),
  channel: z.enum(['online', 'offline']),
  storeName: z.string().nullable().describe('the store the entry counts to'),
  causeText: z.string(),
  amountFen: z.int(),
  refundFen: z.int(),
  runningFen: z.int().describe('the figure after this entry, counted from the first day of the filter'),
})
export type BoardEntry = z.infer<typeof BOARD_ENTRY>

/** `GET /api/boards/entries`, newest first. The totals are of the whole filter and equal the leaderboard's cell. */
export const BOARD_ENTRIES = z.object({
  count: z.int(),
  totals: z.object({ netFen: z.int(), onlineFen: z.int(), offlineFen: z.int(), refundFen: z.int() }),
  rows: z.array(BOARD_ENTRY),
  nextCursor: z.string().nullable(),
})
export type BoardEntries = z.infer<typeof BOARD_ENTRIES>

/** `GET /api/boards/scope`: what the filter bar may offer. */
export const BOARD_SCOPE = z.object({
  regions: z.array(z.object({ code: z.string(), name: z.string(), parentCode: z.string().nullable() })),
  stores: z.array(z.object({ code: z.string(), name: z.string(), regionCode: z.string() })),
})
export type BoardScope = z.infer<typeof BOARD_SCOPE>

/** Follow-ups that managers see: waiting for long (`overdue`), or over without anybody having acted (`expired`, two weeks). */
export const LATE_QUERY = z.strictObject({
  state: z.enum(['overdue', 'expired']).default('overdue'),
  region: z.string().min(1).max(64).optional(),
  store: z.string().min(1).max(64).optional(),
  guide: z.string().min(1).max(64).optional().describe('userid: only the rows of this guide'),
})

const LATE_COUNTS = z.object({
  overdue: z.int(),
  expired: z.int(),
  due: z.int().describe('follow-ups of the last 7 days; a customer counts once a day'),
  done: z.int(),
  onTime: z.int(),
})
export type LateCounts = z.infer<typeof LATE_COUNTS>

/** `GET /api/boards/follow-ups`: counts by store and guide, and the rows of the asked state, the longest waiting first. */
export const LATE_BOARD = z.object({
  state: z.enum(['overdue', 'expired']),
  totals: LATE_COUNTS,
  stores: z.array(LATE_COUNTS.extend({ storeCode: z.string().nullable(), storeName: z.string() })),
  guides: z.array(LATE_COUNTS.extend({ guideUserId: z.string(), guideName: z.string(), storeName: z.string() })),
  rows: z.array(
    z.object({
      id: z.int(),
      customerName: z.string(),
      title: z.string(),
      guideName: z.string(),
      storeName: z.string(),
      dueAtMs: z.number(),
      isSeen: z.boolean().describe('the guide was shown it'),
    }),
  ),
  hasMore: z.boolean(),
  dataAsOfMs: z.number(),
})
export type LateBoard = z.infer<typeof LATE_BOARD>
