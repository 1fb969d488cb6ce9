import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { checkSpan } from '../../domain/campaigns/phases.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { endCampaign, startCampaign } from './commands/moveCampaign.ts'
import { askForNurturing } from './commands/nurtureNewBuyers.ts'
import { saveCampaign } from './commands/saveCampaign.ts'
import {
  CAMPAIGN,
  CAMPAIGN_INPUT,
  CAMPAIGN_PROGRESS,
  CAMPAIGN_REVIEW,
  CAMPAIGNS,
  FORECAST,
  FORECAST_INPUT,
} from './contract.ts'
import { gatherForecast } from './gatherForecast.ts'
import { faultText } from './present.ts'
import { listCampaigns, readProgress, readReview, showCampaign } from './queries.ts'

const ID = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

/** Promotions in four phases: operators plan them, managers follow how their stores do. */
export function campaignRoutes(deps: Deps, playbooks: readonly Playbook[]): Route[] {
  return [...planRoutes(deps), ...actRoutes(deps), ...resultRoutes(deps, playbooks)]
}

function planRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/campaigns',
      access: 'manager',
      summary: 'Campaigns, newest first',
      answer: CAMPAIGNS,
      handle: () => listCampaigns(deps.db.read),
    }),
    route({
      method: 'get',
      path: '/api/campaigns/:id',
      access: 'manager',
      summary: 'One campaign: phases, segments, purposes, targets and the forecast behind them',
      params: ID,
      answer: CAMPAIGN,
      handle: ({ actor, params }) => showCampaign(deps, actor, params.id),
    }),
    route({
      method: 'post',
      path: '/api/campaigns',
      access: 'operator',
      summary: 'A new campaign, as a draft',
      body: CAMPAIGN_INPUT,
      answer: CAMPAIGN,
      handle: async ({ actor, body }) => showCampaign(deps, actor, await saveCampaign(deps, actor, undefined, body)),
    }),
    route({
      method: 'post',
      path: '/api/campaigns/:id',
      access: 'operator',
      summary: 'Changes a campaign; phases that have begun keep their days and customers',
      params: ID,
      body: CAMPAIGN_INPUT,
      answer: CAMPAIGN,
      handle: async ({ actor, params, body }) =>
        showCampaign(deps, actor, await saveCampaign(deps, actor, params.id, body)),
    }),
    route({
      method: 'post',
      path: '/api/campaign-forecasts',
      access: 'operator',
      summary: 'What a campaign on these days may bring: last year × growth, corrected by hand. Stores nothing',
      body: FORECAST_INPUT,
      answer: FORECAST,
      handle: ({ body }) => {
        const fault = checkSpan(body)
        if (fault) throw new AppError('BAD_REQUEST', undefined, faultText(fault))
        return gatherForecast(deps.db.read, body, body.choice, deps.clock.nowMs())
      },
    }),
  ]
}

function actRoutes(deps: Deps): Route[] {
  const act = (
    name: string,
    summary: string,
    command: (deps: Deps, actor: Parameters<typeof startCampaign>[1], id: number) => Promise<void>,
  ) =>
    route({
      method: 'post',
      path: `/api/campaigns/:id/${name}`,
      access: 'operator',
      summary,
      params: ID,
      answer: CAMPAIGN,
      handle: async ({ actor, params }) => {
        await command(deps, actor, params.id)
        return showCampaign(deps, actor, params.id)
      },
    })
  return [
    act('start', 'Lets it run: each phase begins on its first morning; again changes nothing', startCampaign),
    act('end', 'No further phase begins', endCampaign),
    act('nurture', 'Looks after new buyers whom nobody follows up yet', askForNurturing),
  ]
}

function resultRoutes(deps: Deps, playbooks: readonly Playbook[]): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/campaigns/:id/progress',
      access: 'manager',
      summary: 'Net sales by day and kind of buyer against the target, and what each guide has to do; stores in reach',
      params: ID,
      answer: CAMPAIGN_PROGRESS,
      handle: ({ actor, params }) => readProgress(deps, actor, params.id),
    }),
    route({
      method: 'get',
      path: '/api/campaigns/:id/review',
      access: 'manager',
      summary: 'New and old customers against target, orders and pieces, talk tracks, new buyers in nurturing',
      params: ID,
      answer: CAMPAIGN_REVIEW,
      handle: ({ actor, params }) => readReview(deps, playbooks, actor, params.id),
    }),
  ]
}
