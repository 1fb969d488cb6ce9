import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { AppError } from '../../http/errors.ts'
import { exportRoutes } from '../../http/exportRoutes.ts'
import { type Route, route } from '../../http/route.ts'
import { rulesFor } from '../credits/queries.ts'
import { exportDryRun } from './commands/exportDryRun.ts'
import { startDryRun } from './commands/startDryRun.ts'
import {
  CHECK_INPUT,
  DRY_RUN,
  DRY_RUN_INPUT,
  DRY_RUN_ORDERS,
  DRY_RUN_SUMS,
  DRY_RUN_WHY,
  DRY_RUNS,
  EXPORT_QUERY,
  OPENED_DRY_RUN,
  ORDERS_QUERY,
  RULES_CHECK,
  RULES_IN_FORCE,
  SUMS_QUERY,
} from './contract.ts'
import { explainOrder } from './explain.ts'
import { SHEET_ROWS } from './export.ts'
import { presentFaults, presentRun } from './present.ts'
import { countOrderRows, findRun, listRuns } from './queries.ts'
import { readOrdersPage, readSumsPage } from './results.ts'

const MOST_RUNS = 20
const number = z.coerce.number().int().positive()
const ID = z.strictObject({ id: number.max(2_147_483_647) })

export function dryRunRoutes(deps: Deps): Route[] {
  return [
    ...ruleRoutes(deps),
    ...runRoutes(deps),
    ...resultRoutes(deps),
    ...exportRoutes({
      name: 'dry-run',
      access: 'operator',
      summary: "A dry run's holders or orders",
      query: EXPORT_QUERY,
      make: (actor, query, kind) => exportDryRun(deps, actor, query, kind),
    }),
  ]
}

function ruleRoutes({ clock, rules, ruleFiles }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/dry-runs/in-force',
      access: 'operator',
      summary: 'The rules of credit in force today, as they are written: what a change begins from',
      answer: RULES_IN_FORCE,
      handle: async () => {
        const { version, title } = rulesFor(businessDayOf(clock.nowMs()), rules.attribution)
        const known = rules.attribution.find((one) => one.version === version)
        return {
          version,
          title,
          effectiveFrom: known?.effectiveFrom ?? '2000-01-01',
          source: ruleFiles.sourceOf(version),
        }
      },
    }),
    route({
      method: 'post',
      path: '/api/dry-runs/check',
      access: 'operator',
      summary: 'The faults of a rule file, each with its line; nothing is kept',
      body: CHECK_INPUT,
      answer: RULES_CHECK,
      handle: async ({ body }) => {
        const read = ruleFiles.check(body.rules)
        if ('found' in read) return { title: read.found.title, faults: [] }
        return { title: null, faults: presentFaults(read.faults) }
      },
    }),
  ]
}

function runRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/dry-runs',
      access: 'operator',
      summary: 'Holds a rule file against a past period, once per clientKey; nothing is posted',
      body: DRY_RUN_INPUT,
      answer: DRY_RUN,
      handle: async ({ actor, body }) => presentRun(await startDryRun(deps, actor, body)),
    }),
    route({
      method: 'get',
      path: '/api/dry-runs',
      access: 'operator',
      summary: 'Dry runs, newest first, with progress',
      answer: DRY_RUNS,
      handle: async () => ({ runs: (await listRuns(deps.db.read, MOST_RUNS)).map(presentRun) }),
    }),
    route({
      method: 'get',
      path: '/api/dry-runs/:id',
      access: 'operator',
      summary: 'One dry run with its progress and totals',
      params: ID,
      answer: OPENED_DRY_RUN,
      handle: async ({ params }) => {
        const run = await runOf(deps, params.id)
        const orderRows = await countOrderRows(deps.db.read, run.id)
        return { ...presentRun(run), orderRows, fitsSheet: orderRows <= SHEET_ROWS }
      },
    }),
  ]
}

function resultRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/dry-runs/:id/sums',
      access: 'operator',
      summary: 'Who would gain and lose: by region, by store of a region, by holder in a store',
      params: ID,
      query: SUMS_QUERY,
      answer: DRY_RUN_SUMS,
      handle: async ({ params, query }) => readSumsPage(deps, (await runOf(deps, params.id)).id, query),
    }),
    route({
      method: 'get',
      path: '/api/dry-runs/:id/orders',
      access: 'operator',
      summary: "The orders behind one holder's row",
      params: ID,
      query: ORDERS_QUERY,
      answer: DRY_RUN_ORDERS,
      handle: async ({ params, query }) => readOrdersPage(deps, (await runOf(deps, params.id)).id, query),
    }),
    route({
      method: 'get',
      path: '/api/dry-runs/:id/orders/:orderId',
      access: 'operator',
      summary: 'Why one order is credited as it is, and why it would be otherwise',
      params: ID.extend({ orderId: number.max(Number.MAX_SAFE_INTEGER) }),
      answer: DRY_RUN_WHY,
      handle: async ({ params }) => {
        const why = await explainOrder(deps, await runOf(deps, params.id), params.orderId)
        if (!why) throw new AppError('NOT_FOUND')
        return why
      },
    }),
  ]
}

async function runOf({ db }: Pick<Deps, 'db'>, id: number) {
  const run = await findRun(db.read, id)
  if (!run) throw new AppError('NOT_FOUND')
  return run
}
