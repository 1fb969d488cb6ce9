import { z } from 'zod'
import { TALK_TRACK_ROW } from '../followUps/contract.ts'

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
