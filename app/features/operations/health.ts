import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { registry } from '../../http/metrics.ts'
import { describeApi } from '../../http/openapi.ts'
import { type Route, rawAnswer, route } from '../../http/route.ts'
import { countOpenWork } from '../../jobs/quiet.ts'
import { readLastProof } from '../ledger/queries.ts'
import { HEALTH } from './contract.ts'
import { docsPage, docsScript } from './docsPage.ts'
import { readHealthLines } from './healthLines.ts'
import { showProof } from './ledgerGauges.ts'
import { showWork } from './workGauges.ts'

const STATUS = z.object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.boolean()) })

export interface HealthParts {
  version: string
  /** Redis answers; undefined where none is configured. */
  pingRedis?: (() => Promise<void>) | undefined
  isStopping(): boolean
  /** Every route of the product, for the API page. */
  allRoutes(): Route[]
}

/** What operations look at. None of it names a secret, a customer or a figure of the business. */
export function healthRoutes(deps: Pick<Deps, 'db' | 'clock' | 'rules'>, parts: HealthParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/healthz',
      access: 'public',
      summary: 'The process runs.',
      answer: z.object({ status: z.literal('ok') }),
      handle: async () => ({ status: 'ok' as const }),
    }),
    route({
      method: 'get',
      path: '/readyz',
      access: 'public',
      summary: 'Database (and Redis, where configured) answer and the process takes work.',
      answer: 'raw',
      handle: async () => {
        const checks = await runChecks(deps, parts)
        const isReady = Object.values(checks).every(Boolean)
        const body = STATUS.parse({ status: isReady ? 'ok' : 'unavailable', checks })
        return rawAnswer({ status: isReady ? 200 : 503, type: 'application/json', body: JSON.stringify(body) })
      },
    }),
    route({
      method: 'get',
      path: '/version',
      access: 'public',
      summary: 'The version that runs.',
      answer: z.object({ name: z.literal('huitouke'), version: z.string() }),
      handle: async () => ({ name: 'huitouke' as const, version: parts.version }),
    }),
    route({
      method: 'get',
      path: '/metrics',
      access: 'internal',
      summary: 'Prometheus text.',
      answer: 'raw',
      handle: async () => {
        const nowMs = deps.clock.nowMs()
        showWork(await countOpenWork(deps.db, nowMs))
        showProof(await readLastProof(deps.db.read), nowMs)
        return rawAnswer({ status: 200, type: registry.contentType, body: await registry.metrics() })
      },
    }),
    route({
      method: 'get',
      path: '/api/health',
      access: 'operator',
      summary: 'How the product does, a line each: work, the proof of the ledger, the rules in force',
      answer: HEALTH,
      handle: async () => ({ version: parts.version, lines: await readHealthLines(deps, parts.pingRedis) }),
    }),
    route({
      method: 'get',
      path: '/api/openapi.json',
      access: 'public',
      summary: 'This description.',
      answer: 'raw',
      handle: async () =>
        rawAnswer({
          status: 200,
          type: 'application/json',
          body: JSON.stringify(describeApi(parts.allRoutes(), parts.version)),
        }),
    }),
    ...docsRoutes(),
  ]
}

function docsRoutes(): Route[] {
  const page = (path: string, type: string, body: string, summary: string) =>
    route({
      method: 'get',
      path,
      access: 'public',
      summary,
      answer: 'raw',
      handle: async () => rawAnswer({ status: 200, type, body }),
    })
  return [
    page('/docs', 'text/html; charset=utf-8', docsPage, 'The API as a page.'),
    page('/docs/docs.js', 'text/javascript; charset=utf-8', docsScript, 'Script of the API page.'),
  ]
}

async function runChecks(deps: Pick<Deps, 'db'>, parts: HealthParts): Promise<Record<string, boolean>> {
  const answers = async (check: () => Promise<void>) =>
    check().then(
      () => true,
      () => false,
    )
  return {
    running: !parts.isStopping(),
    database: await answers(() => deps.db.ping()),
    ...(parts.pingRedis ? { redis: await answers(parts.pingRedis) } : {}),
  }
}
