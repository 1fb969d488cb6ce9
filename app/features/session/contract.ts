import { z } from 'zod'

/** `GET /api/me`: who asks, as of now. */
export const ME = z.object({
  userId: z.string(),
  name: z.string(),
  role: z.enum(['guide', 'store_manager', 'region_manager', 'operator']),
  level: z.enum(['new', 'skilled', 'gold']),
  stores: z.array(z.object({ code: z.string(), name: z.string() })).describe('where they work today'),
  reach: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('stores'), storeCodes: z.array(z.string()) }),
    z.object({ kind: z.literal('all') }),
  ]),
})

/** What `ww.register` needs for the app signature. `timestamp` is unix seconds. */
export const AGENT_CONFIG = z.object({
  corpId: z.string(),
  agentId: z.int(),
  timestamp: z.int(),
  nonceStr: z.string(),
  signature: z.string(),
})
export type AgentConfig = z.infer<typeof AGENT_CONFIG>
