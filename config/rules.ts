import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const days = z.int().positive()

const ATTRIBUTION = z.strictObject({
  version: z.int().positive(),
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  mode: z.literal('first_touch'),
  waitDays: days,
  brought: z.int().min(0).max(100),
  served: z.int().min(0).max(100),
})

const CYCLES = z.strictObject({
  activeDays: days,
  silentDays: days,
  churnDays: days,
  loyalOrders: z.int().positive(),
  loyalFen: z.int().min(0),
})

const LIFECYCLE = z.strictObject({ default: CYCLES })

const CADENCE = z.strictObject({
  quietFrom: timeOfDay,
  quietTo: timeOfDay,
  perDay: z.int().positive(),
  perWeek: z.int().positive(),
  digestOver: z.int().positive(),
  remindAfterHours: z.int().positive(),
  expireAfterDays: days,
  groups: z.strictObject({ silentDays: z.array(days).min(1) }),
})

/** The business rules an operator edits, as data. */
export interface Rules {
  attribution: z.output<typeof ATTRIBUTION>
  lifecycle: z.output<typeof LIFECYCLE>
  cadence: z.output<typeof CADENCE>
}

/**
 * Reads and checks the rule files.
 * @throws Error naming the file and every fault in it
 */
export function loadRules(folder: string): Rules {
  return {
    attribution: readRules(folder, 'attribution.yaml', ATTRIBUTION),
    lifecycle: readRules(folder, 'lifecycle.yaml', LIFECYCLE),
    cadence: readRules(folder, 'cadence.yaml', CADENCE),
  }
}

function readRules<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parse(readFileSync(join(folder, file), 'utf8')))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`config/${file}: ${faults.join('; ')}`)
}
