import type { EntityManager } from 'typeorm'
import { Campaign, CampaignPhaseRow } from '../../db/entities/outreach.ts'
import type { Deps } from '../../deps.ts'
import { addDays, businessDayOf } from '../../domain/businessDay.ts'
import { inOrder } from '../../domain/campaigns/phases.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { outcomesOfTracks } from '../talkTracks/queries.ts'
import { allAnchors, nurturingIds, phaseAnchor, playbookOf } from './anchors.ts'
import type { CampaignList, CampaignProgress, CampaignReview, CampaignView } from './contract.ts'
import { presentCampaign } from './present.ts'
import { customersByAnchor, tasksByGuide } from './runs.ts'
import { countNurtured, headsByKind, piecesByKind, salesByDay, sumSales } from './sales.ts'
import { shareOfReach } from './target.ts'

type Reading = Pick<Deps, 'db' | 'clock' | 'talkTracks'>

const MAX_LISTED = 100

/** Newest first. */
export async function listCampaigns(read: EntityManager): Promise<CampaignList> {
  const rows = await read.find(Campaign, { order: { fromDay: 'DESC', id: 'DESC' }, take: MAX_LISTED })
  return { rows }
}

/** @throws AppError NOT_FOUND */
export async function showCampaign(
  deps: Pick<Deps, 'db' | 'clock'>,
  { reach }: Pick<Actor, 'reach'>,
  id: number,
): Promise<CampaignView> {
  const { campaign, phases } = await loadCampaign(deps.db.read, id)
  return presentCampaign(campaign, phases, reach, deps.clock.nowMs())
}

async function loadCampaign(read: EntityManager, id: number) {
  const campaign = await read.findOneBy(Campaign, { id })
  if (!campaign) throw new AppError('NOT_FOUND')
  return { campaign, phases: inOrder(await read.findBy(CampaignPhaseRow, { campaignId: id })) }
}

function reachOf(actor: Actor): Exclude<Actor['reach'], { kind: 'none' }> {
  if (actor.reach.kind === 'none') throw new AppError('FORBIDDEN')
  return actor.reach
}

/** How it goes, for the stores in the actor's reach. @throws AppError NOT_FOUND */
export async function readProgress(deps: Reading, actor: Actor, id: number): Promise<CampaignProgress> {
  const { read } = deps.db
  const reach = reachOf(actor)
  const { campaign, phases } = await loadCampaign(read, id)
  const anchors = new Map(phases.map(({ phase }) => [phaseAnchor(id, phase), phase]))
  const [days, guides, customers, share] = await Promise.all([
    salesByDay(read, campaign, reach),
    tasksByGuide(read, anchors, reach),
    customersByAnchor(read, [...anchors.keys()], reach),
    shareOfReach(read, campaign, reach),
  ])
  const [newFen, oldFen] = [share(campaign.targetNewFen), share(campaign.targetOldFen)]
  const isShare = reach.kind !== 'all'
  return {
    asOfMs: deps.clock.nowMs(),
    target: newFen === undefined || oldFen === undefined ? null : { newFen, oldFen, isShare },
    totals: sumSales(days),
    days,
    phases: phases.map(({ phase, fromDay, toDay, targetFen }) => ({
      ...sumTasks(guides.filter((row) => row.phase === phase)),
      phase,
      targetFen: share(targetFen) ?? null,
      netFen: sumSales(days.filter(({ day }) => day >= fromDay && day <= toDay)).netFen,
      customers: customers.get(phaseAnchor(id, phase)) ?? 0,
    })),
    guides,
  }
}

function sumTasks(rows: readonly { planned: number; due: number; done: number; expired: number }[]) {
  const total = (key: 'planned' | 'due' | 'done' | 'expired') => rows.reduce((sum, row) => sum + row[key], 0)
  return { planned: total('planned'), due: total('due'), done: total('done'), expired: total('expired') }
}

/** Orders within so many days of a send are its outcome. */
const OUTCOME_DAYS = 14

/** What came of it, for the stores in the actor's reach. @throws AppError NOT_FOUND */
export async function readReview(
  deps: Reading,
  playbooks: readonly Playbook[],
  actor: Actor,
  id: number,
): Promise<CampaignReview> {
  const { read } = deps.db
  const reach = reachOf(actor)
  const { campaign } = await loadCampaign(read, id)
  const [days, heads, pieces, outcomes, share, nurtured] = await Promise.all([
    salesByDay(read, campaign, reach),
    headsByKind(read, campaign, reach),
    piecesByKind(read, campaign, reach),
    outcomesOfTracks(read, allAnchors(id), reach),
    shareOfReach(read, campaign, reach),
    countNurtured(read, campaign, reach, nurturingIds(playbooks)),
  ])
  const { newFen, oldFen, unknownFen } = sumSales(days)
  const isOver = campaign.toDay < businessDayOf(deps.clock.nowMs())
  return {
    isFinal: addDays(campaign.toDay, OUTCOME_DAYS) < businessDayOf(deps.clock.nowMs()),
    isShare: reach.kind !== 'all',
    new: { ...heads.new, pieces: pieces.new, fen: newFen, targetFen: share(campaign.targetNewFen) ?? null },
    old: { ...heads.old, pieces: pieces.old, fen: oldFen, targetFen: share(campaign.targetOldFen) ?? null },
    unknown: { orders: heads.unknown.orders, pieces: pieces.unknown, fen: unknownFen },
    tracks: outcomes.map((row) => ({ ...row, title: titleOf(deps, row.talkTrackId) })),
    nurturing: {
      newBuyers: heads.new.customers,
      nurtured,
      canStart:
        isOver &&
        actor.role === 'operator' &&
        nurtured < heads.new.customers &&
        playbookOf(playbooks, 'afterglow') !== undefined,
    },
  }
}

function titleOf({ talkTracks }: Reading, id: string | null): string {
  if (id === null) return '导购自己写的'
  return talkTracks.find(id)?.title ?? id
}
