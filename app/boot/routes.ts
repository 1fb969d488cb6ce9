import { join } from 'node:path'
import type { Context } from 'koa'
import { createTicketCache } from 'wecom-sdk'
import type { Deps } from '../deps.ts'
import { boardRoutes } from '../features/boards/routes.ts'
import { callbackRoutes } from '../features/callbacks/routes.ts'
import { campaignRoutes } from '../features/campaigns/routes.ts'
import { openComplaint } from '../features/complaints/commands/openComplaint.ts'
import { openComplaintOf } from '../features/complaints/queries.ts'
import { complaintRoutes } from '../features/complaints/routes.ts'
import { ensureWay } from '../features/contactWays/commands/ensureContactWays.ts'
import { contactWayRoutes } from '../features/contactWays/routes.ts'
import { casesOfOrder } from '../features/creditCases/queries.ts'
import { creditCaseRoutes } from '../features/creditCases/routes.ts'
import { postCreditIn } from '../features/credits/commands/postCredit.ts'
import { customerOrders } from '../features/credits/customerOrders.ts'
import { creditRoutes } from '../features/credits/routes.ts'
import { customerRoutes } from '../features/customers/routes.ts'
import { dryRunRoutes } from '../features/dryRuns/routes.ts'
import { exceptionRoutes } from '../features/exceptions/routes.ts'
import { answerRoutes } from '../features/followUps/answerRoutes.ts'
import { calendarRoutes } from '../features/followUps/calendarRoutes.ts'
import { followUpPanelParts } from '../features/followUps/panelParts.ts'
import { followUpRoutes } from '../features/followUps/routes.ts'
import { groupRoutes } from '../features/groups/routes.ts'
import { ledgerRoutes } from '../features/ledger/routes.ts'
import { rfmTextOf } from '../features/lifecycle/queries.ts'
import { lifecycleRoutes } from '../features/lifecycle/routes.ts'
import { liveRoutes } from '../features/live/routes.ts'
import { massSendRoutes } from '../features/massSends/routes.ts'
import { devRoutes } from '../features/operations/dev.ts'
import { healthRoutes } from '../features/operations/health.ts'
import { orderRoutes } from '../features/orders/routes.ts'
import { pageRoutes } from '../features/pages/routes.ts'
import { referralRoutes } from '../features/referrals/routes.ts'
import { segmentRoutes } from '../features/segments/routes.ts'
import { createAgentConfig } from '../features/session/agentConfig.ts'
import { sessionRoutes } from '../features/session/routes.ts'
import { staffRoutes } from '../features/staff/routes.ts'
import { statementRoutes } from '../features/statements/routes.ts'
import { offerRoutes } from '../features/talkTracks/offerRoutes.ts'
import { suggestedTalkTracks } from '../features/talkTracks/queries.ts'
import { rankingRoutes } from '../features/talkTracks/rankingRoutes.ts'
import { talkTrackRoutes } from '../features/talkTracks/routes.ts'
import { vendorRoutes } from '../features/vendors/routes.ts'
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
    ...customerRoutes(deps, {
      ...followUpPanelParts(deps, floor.followUpContent),
      suggestedTalkTracks,
      customerOrders,
      openComplaintOf,
      rfmTextOf,
    }),
    ...complaintRoutes(deps),
    ...staffRoutes(deps),
    ...groupRoutes(deps, { suggestedTalkTracks }),
    ...orderRoutes(deps, env.INTAKE_SECRETS, floor.travel && [floor.travel.nowMs, floor.travel.wallMs]),
    ...creditRoutes(deps, { casesOfOrder }),
    ...creditCaseRoutes(deps, postCreditIn),
    ...ledgerRoutes(deps),
    ...dryRunRoutes(deps),
    ...boardRoutes(deps),
    ...statementRoutes(deps),
    ...lifecycleRoutes(deps),
    ...campaignRoutes(deps, floor.followUpContent.playbooks),
    ...liveRoutes(deps),
    ...massSendRoutes(deps),
    ...referralRoutes(deps, { ensureWay }),
    ...segmentRoutes(deps, floor.followUpContent.playbooks),
    ...followUpRoutes(deps, floor.followUpContent),
    ...calendarRoutes(deps, floor.followUpContent),
    ...answerRoutes(deps, floor.followUpContent, { openComplaint }),
    ...talkTrackRoutes(deps, floor.followUpContent.playbooks),
    ...rankingRoutes(deps, floor.followUpContent.playbooks),
    ...exceptionRoutes(deps),
    ...offerRoutes(deps, floor.followUpContent.playbooks, floor.trackFiles),
    ...vendorRoutes(deps, floor.vendors),
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
