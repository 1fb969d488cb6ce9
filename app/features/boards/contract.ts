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

export const GROUP_BOARD_QUERY = z.strictObject({ from: day, to: day, region: z.string().min(1).max(64).optional() })

/** One store's group on one day. */
export const GROUP_DAY_ROW = z.object({
  storeCode: z.string(),
  storeName: z.string(),
  chatId: z.string().nullable(),
  groupName: z.string().nullable(),
  ownerName: z.string().nullable(),
  day,
  members: z.int(),
  customers: z.int(),
  joined: z.int(),
  left: z.int(),
  messages: z.int(),
  speakers: z.int(),
  activityIndex: z.number().nullable().describe('0–100, fair between group sizes; null: no statistics yet'),
})
export type GroupDayRow = z.infer<typeof GROUP_DAY_ROW>

export const GROUP_BOARD = z.object({
  from: day,
  to: day,
  rows: z.array(GROUP_DAY_ROW),
  alerts: z.array(
    z.object({
      kind: z.enum(['silent', 'shrinking', 'new']),
      storeCode: z.string(),
      storeName: z.string(),
      chatId: z.string(),
      days: z.int(),
      text: z.string(),
    }),
  ),
  exceptions: z.array(
    z.object({
      kind: z.enum([
        'store_without_group',
        'group_without_store',
        'two_groups_for_store',
        'owner_invisible',
        'owner_left',
        'owner_of_several',
      ]),
      storeCode: z.string().nullable(),
      chatId: z.string().nullable(),
      text: z.string(),
    }),
  ),
})
export type GroupBoard = z.infer<typeof GROUP_BOARD>

/** `GET /api/boards/scope`: what the filter bar may offer. */
export const BOARD_SCOPE = z.object({
  regions: z.array(z.object({ code: z.string(), name: z.string(), parentCode: z.string().nullable() })),
  stores: z.array(z.object({ code: z.string(), name: z.string(), regionCode: z.string() })),
})
export type BoardScope = z.infer<typeof BOARD_SCOPE>
