import { z } from 'zod'
import { TALK_TRACK_ROW } from '../followUps/contract.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** The group's side of the sidebar. Nobody's spending is in it: the screen is often shown to others. */
export const GROUP_PANEL = z.object({
  nowMs: z.number(),
  group: z.object({
    chatId: z.string(),
    name: z.string(),
    storeName: z.string().nullable(),
    ownerName: z.string().nullable(),
    members: z.int(),
    customers: z.int(),
    joinedToday: z.int(),
    leftToday: z.int(),
    joined7Days: z.int(),
    left7Days: z.int(),
    daysSinceLastMessage: z.int().nullable(),
  }),
  suggestions: z.array(TALK_TRACK_ROW),
  myCustomers: z.array(z.object({ externalUserId: z.string(), name: z.string() })),
})
export type GroupPanel = z.infer<typeof GROUP_PANEL>

/** `GET /api/boards/groups`: the groups of the stores in view, day by day. */
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
