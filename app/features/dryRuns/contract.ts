import { z } from 'zod'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const code = z.string().max(64)
const MAX_RULES_CHARS = 20_000
const rules = z.string().min(1).max(MAX_RULES_CHARS)

/** A rule file against the orders paid in a past period, both days included. The same `clientKey` asks once. */
export const DRY_RUN_INPUT = z.strictObject({ clientKey: z.string().min(8).max(64), rules, from: day, to: day })
export type DryRunInput = z.output<typeof DRY_RUN_INPUT>

export const CHECK_INPUT = z.strictObject({ rules })

/** `line` counts from 1; `path` is empty where the file as a whole is meant. */
const RULE_FAULT = z.object({ line: z.int(), path: z.string(), text: z.string() })
export const RULES_CHECK = z.object({
  title: z.string().nullable().describe('null: the file has faults'),
  faults: z.array(RULE_FAULT),
})
export type RulesCheck = z.infer<typeof RULES_CHECK>

/** `GET /api/dry-runs/in-force`: what to begin from. */
export const RULES_IN_FORCE = z.object({
  version: z.int(),
  title: z.string(),
  effectiveFrom: day,
  source: z.string().describe('the file as it is written'),
})
export type RulesInForce = z.infer<typeof RULES_IN_FORCE>

/** Sums over every order paid in the period; `changed` are those of which anybody would hold another amount. */
export const DRY_RUN = z.object({
  id: z.int(),
  title: z.string(),
  from: day,
  to: day,
  state: z.enum(['running', 'done']),
  percent: z.int(),
  orders: z.int(),
  changed: z.int(),
  netFen: z.int(),
  movedFen: z.int().describe('all that is gained, which is all that is lost'),
  settledBeforeFen: z.int(),
  settledAfterFen: z.int(),
  askedBy: z.string(),
  atMs: z.number(),
  doneAtMs: z.number().nullable(),
})
export type DryRunView = z.infer<typeof DRY_RUN>
/** One run, opened. */
export const OPENED_DRY_RUN = DRY_RUN.extend({
  orderRows: z.int().describe('rows of its file of orders: one for each whom an order gives or takes something'),
  fitsSheet: z.boolean().describe('false: the orders leave as CSV only'),
})
export type OpenedDryRun = z.infer<typeof OPENED_DRY_RUN>
export const DRY_RUNS = z.object({ runs: z.array(DRY_RUN) })

/** Without `region`: the regions; with it: its stores; with `store` too: who holds there. Empty: without region, without store. */
export const SUMS_QUERY = z.strictObject({
  region: code.optional(),
  store: code.optional(),
  page: z.coerce.number().int().min(0).max(10_000).default(0),
})
export type SumsQuery = z.output<typeof SUMS_QUERY>

const SUM = z.object({
  regionCode: code,
  storeCode: code,
  account: z.string().describe('`guide:12`, `pool`, `unattributed`; empty for a region or store'),
  name: z.string(),
  orders: z.int().describe('those that change'),
  beforeFen: z.int(),
  afterFen: z.int(),
  differenceFen: z.int(),
})
export type DryRunSumView = z.infer<typeof SUM>
/** Who gains most first, who loses most last; whoever nothing changes for is left out. */
export const DRY_RUN_SUMS = z.object({ path: z.array(z.string()), rows: z.array(SUM), hasMore: z.boolean() })
export type DryRunSums = z.infer<typeof DRY_RUN_SUMS>

export const ORDERS_QUERY = z.strictObject({
  region: code,
  store: code,
  account: z.string().min(1).max(64),
  after: z.coerce.number().int().min(0).default(0),
})
export type OrdersQuery = z.output<typeof ORDERS_QUERY>

const ORDER = z.object({
  orderId: z.int(),
  source: z.string(),
  orderNo: z.string(),
  day,
  beforeFen: z.int(),
  afterFen: z.int(),
})
export const DRY_RUN_ORDERS = z.object({
  path: z.array(z.string()),
  rows: z.array(ORDER),
  nextAfter: z.int().nullable(),
})
export type DryRunOrders = z.infer<typeof DRY_RUN_ORDERS>

/** One order under both rules, in plain Chinese, from what is known of it now. */
export const DRY_RUN_WHY = z.object({
  source: z.string(),
  orderNo: z.string(),
  parts: z.array(z.object({ name: z.string(), beforeFen: z.int(), afterFen: z.int() })),
  before: z.array(z.string()),
  after: z.array(z.string()),
  isOtherwiseNow: z.boolean().describe('the order has changed since the run: it would come out differently today'),
})
export type DryRunWhy = z.infer<typeof DRY_RUN_WHY>

export const EXPORT_QUERY = z.strictObject({
  id: z.coerce.number().int().positive(),
  of: z.enum(['holders', 'orders']),
})
