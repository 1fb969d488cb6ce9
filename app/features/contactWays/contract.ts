import { z } from 'zod'

const code = z.string().trim().min(1).max(64)

export const CONTACT_WAY_INPUT = z.strictObject({
  guideUserId: code,
  storeCode: code,
  campaign: z.string().trim().min(1).max(40).default('default'),
})

/** One QR. `qrCode` is null until WeCom has made it, a moment later. */
export const CONTACT_WAY_ROW = z.object({
  state: z.string(),
  kind: z.enum(['guide', 'group']),
  guideUserId: z.string().nullable(),
  guideName: z.string().nullable(),
  storeCode: z.string(),
  storeName: z.string(),
  campaign: z.string(),
  chatId: z.string().nullable(),
  qrCode: z.string().nullable(),
})
export type ContactWayRow = z.infer<typeof CONTACT_WAY_ROW>

export const CONTACT_WAYS = z.object({ rows: z.array(CONTACT_WAY_ROW) })
