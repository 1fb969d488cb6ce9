import { z } from 'zod'
import { isValidDay } from '../../domain/businessDay.ts'

/** `GET /api/days-off`: today and the next 60 days, in order. */
export const DAYS_OFF = z.object({ days: z.array(z.object({ day: z.string() })) })
export type DaysOff = z.infer<typeof DAYS_OFF>

/** Body of `POST /api/days-off`. `guideUserId`: somebody of a store the manager reaches; else one's own. */
export const DAY_OFF_INPUT = z.strictObject({
  day: z.string().refine(isValidDay, 'YYYY-MM-DD'),
  isOff: z.boolean(),
  guideUserId: z.string().min(1).max(64).optional(),
})
