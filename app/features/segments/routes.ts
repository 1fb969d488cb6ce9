import { z } from 'zod'
import { Segment, SegmentRun } from '../../db/entities/outreach.ts'
import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import type { Actor } from '../../http/actor.ts'
import { type Route, route } from '../../http/route.ts'
import { listChoices } from './choices.ts'
import { startRun } from './commands/startRun.ts'
import {
  COUNT_INPUT,
  PREVIEW_INPUT,
  RUN_INPUT,
  SAVE_INPUT,
  SAVED_SEGMENTS,
  SEGMENT_CHOICES,
  SEGMENT_COUNT,
  SEGMENT_PREVIEW,
  SEGMENT_RUN,
  SEGMENT_RUNS,
  type SegmentFilter,
  type SegmentPreview,
} from './contract.ts'
import { presentPreview, presentRun, presentSegments } from './present.ts'
import { countSegment, pageMatching, pageReach } from './queries.ts'
import { removeSegment, saveSegment } from './store.ts'

const PAGE = 20
const MOST_RUNS = 50
const ID = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

export function segmentRoutes(deps: Deps, playbooks: readonly Playbook[]): Route[] {
  return [...lookingRoutes(deps, playbooks), ...savedRoutes(deps), ...runRoutes(deps, playbooks)]
}

function lookingRoutes(deps: Deps, playbooks: readonly Playbook[]): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/segments/choices',
      access: 'manager',
      summary: 'What the lists of a filter offer',
      answer: SEGMENT_CHOICES,
      handle: ({ actor }) => listChoices(deps, playbooks, actor),
    }),
    route({
      method: 'post',
      path: '/api/segments/count',
      access: 'manager',
      summary: 'How many customers a filter means, how many can be written to now, and why not the others',
      body: COUNT_INPUT,
      answer: SEGMENT_COUNT,
      handle: ({ actor, body }) => countSegment(deps, actor.reach, body.filter),
    }),
    route({
      method: 'post',
      path: '/api/segments/preview',
      access: 'manager',
      summary: 'The customers a filter means, page by page',
      body: PREVIEW_INPUT,
      answer: SEGMENT_PREVIEW,
      handle: ({ actor, body }) => preview(deps, actor, body.filter, body.after),
    }),
  ]
}

async function preview(deps: Deps, { reach }: Actor, filter: SegmentFilter, after?: string): Promise<SegmentPreview> {
  const { db, clock, rules } = deps
  const [nowMs, page] = [clock.nowMs(), { after, limit: PAGE }]
  const [rows, reasons] = await Promise.all([
    pageMatching(db.read, reach, filter, nowMs, page),
    pageReach(db.read, reach, filter, nowMs, rules.cadence, page),
  ])
  return presentPreview(rows, reasons, PAGE)
}

function savedRoutes(deps: Deps): Route[] {
  const all = async () => presentSegments(await deps.db.read.find(Segment, { order: { name: 'ASC' }, take: 200 }))
  return [
    route({
      method: 'get',
      path: '/api/segments',
      access: 'manager',
      summary: 'Saved filters',
      answer: SAVED_SEGMENTS,
      handle: all,
    }),
    route({
      method: 'post',
      path: '/api/segments',
      access: 'operator',
      summary: 'Saves a filter under a name; a known name gets the new filter',
      body: SAVE_INPUT,
      answer: SAVED_SEGMENTS,
      handle: async ({ actor, body }) => {
        const atMs = deps.clock.nowMs()
        await deps.db.transaction((tx) => saveSegment(tx, { ...body, by: actor.userId, atMs }))
        return all()
      },
    }),
    route({
      method: 'post',
      path: '/api/segments/:id/remove',
      access: 'operator',
      summary: 'Forgets a saved filter; runs made from it stay',
      params: ID,
      answer: SAVED_SEGMENTS,
      handle: async ({ params }) => {
        await deps.db.transaction((tx) => removeSegment(tx, params.id))
        return all()
      },
    }),
  ]
}

function runRoutes(deps: Deps, playbooks: readonly Playbook[]): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/segments/runs',
      access: 'manager',
      summary: 'Makes the whole result of a filter into follow-ups or a tag, once per clientKey',
      body: RUN_INPUT,
      answer: SEGMENT_RUN,
      handle: async ({ actor, body }) => presentRun(await startRun(deps, playbooks, actor, body)),
    }),
    route({
      method: 'get',
      path: '/api/segments/runs',
      access: 'manager',
      summary: 'What was made of filters, newest first, with progress; a manager sees their own',
      answer: SEGMENT_RUNS,
      handle: async ({ actor }) => {
        const where = actor.reach.kind === 'all' ? {} : { createdBy: actor.userId }
        const order = { at: 'DESC', id: 'DESC' } as const
        const rows = await deps.db.read.find(SegmentRun, { where, order, take: MOST_RUNS })
        return { runs: rows.map(presentRun) }
      },
    }),
  ]
}
