import { join } from 'node:path'
import type { Context } from 'koa'
import { createTicketCache } from 'wecom-sdk'
import type { Deps } from '../deps.ts'
import { boardRoutes } from '../features/boards/routes.ts'
import { callbackRoutes } from '../features/callbacks/routes.ts'
import { contactWayRoutes } from '../features/contactWays/routes.ts'
import { customerOrders } from '../features/credits/queries.ts'
import { creditRoutes } from '../features/credits/routes.ts'
import { customerRoutes } from '../features/customers/routes.ts'
import { openFollowUpViews } from '../features/followUps/queries.ts'
import { followUpRoutes } from '../features/followUps/routes.ts'
import { groupRoutes } from '../features/groups/routes.ts'
import { devRoutes } from '../features/operations/dev.ts'
import { healthRoutes } from '../features/operations/health.ts'
import { orderRoutes } from '../features/orders/routes.ts'
import { pageRoutes } from '../features/pages/routes.ts'
import { createAgentConfig } from '../features/session/agentConfig.ts'
import { sessionRoutes } from '../features/session/routes.ts'
import { suggestedTalkTracks } from '../features/talkTracks/queries.ts'
import { talkTrackRoutes } from '../features/talkTracks/routes.ts'
import type { Actor } from '../http/actor.ts'
import type { Route } from '../http/route.ts'
import type { InboxWriter } from '../jobs/inboxWriter.ts'
import { countWork, waitUntilQuiet } from '../jobs/quiet.ts'
import { fireDueSchedules } from '../jobs/schedules.ts'
import type { Engine } from '../jobs/types.ts'
import type { Floor } from './floor.ts'
import { PRODUCT_ROOT } from './productRoot.ts'
import { SCHEDULES } from './registry.ts'

export interface RouteParts {
  engine: Engine
  writer: InboxWriter
  authenticate(ctx: Context): Promise<Actor | undefined>
  isStopping(): boolean
  htmlFilter?: ((html: string) => string) | undefined
}

/** Every route of the product, listed by hand. */
export function buildRoutes(floor: Floor, deps: Deps, parts: RouteParts): Route[] {
  const { env, cipher } = floor
  const agentConfigFor = createAgentConfig(deps, createTicketCache({ client: deps.wecom, nowMs: deps.clock.nowMs }))
  const routes: Route[] = [
    ...callbackRoutes({ cipher, writer: wakingWriter(parts), site: deps.site }),
    ...sessionRoutes(deps, { oauthBase: env.WECOM_OAUTH_BASE, verifyFiles: env.WECOM_VERIFY_FILES, agentConfigFor }),
    ...contactWayRoutes(deps),
    ...customerRoutes(deps, { openFollowUpViews, suggestedTalkTracks, customerOrders }),
    ...groupRoutes(deps, { suggestedTalkTracks }),
    ...orderRoutes(deps, env.INTAKE_SECRETS, floor.travel && [floor.travel.nowMs, floor.travel.wallMs]),
    ...creditRoutes(deps),
    ...boardRoutes(deps),
    ...followUpRoutes(deps),
    ...talkTrackRoutes(deps),
    ...pageRoutes({
      distDir: join(PRODUCT_ROOT, 'dist', 'sidebar'),
      agentConfigFor,
      site: deps.site,
      authenticate: parts.authenticate,
      ...(parts.htmlFilter ? { htmlFilter: parts.htmlFilter } : {}),
    }),
    ...healthRoutes(deps, {
      version: floor.version,
      isStopping: parts.isStopping,
      pingRedis: floor.redis && (async () => void (await floor.redis?.ping())),
      allRoutes: () => routes,
    }),
    ...travelRoutes(floor, deps, parts.engine),
  ]
  return routes
}

/** A stored callback wakes the workers of this process at once; others find it at their next look. */
function wakingWriter({ engine, writer }: RouteParts): Pick<InboxWriter, 'store'> {
  return {
    async store(event) {
      const outcome = await writer.store(event)
      if (outcome === 'new') engine.wake()
      return outcome
    },
  }
}

function travelRoutes(floor: Floor, deps: Deps, engine: Engine): Route[] {
  const { travel, db } = floor
  if (!travel) return []
  return devRoutes(deps, {
    moveClockTo: travel.moveTo,
    schedules: SCHEDULES,
    fireDueSchedules: async () =>
      void (await fireDueSchedules(db, SCHEDULES, travel.nowMs(), { enqueue: deps.enqueue })),
    waitUntilQuiet: (timeoutMs) => waitUntilQuiet(db, travel, timeoutMs),
    countWork: () => countWork(db, travel.nowMs()),
    engine,
  })
}
