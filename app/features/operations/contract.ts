import { z } from 'zod'

/** One line of the health page. `warn`: look at it soon; `fault`: look at it now. */
const LINE = z.object({
  name: z.enum(['work', 'redis', 'ledger', 'seal', 'rules']),
  title: z.string(),
  state: z.enum(['ok', 'warn', 'fault']),
  detail: z.string(),
})
export type HealthLine = z.infer<typeof LINE>

/** `GET /api/health`. */
export const HEALTH = z.object({ version: z.string(), lines: z.array(LINE) })
export type Health = z.infer<typeof HEALTH>
