import { z } from 'zod'
import type { Playbook } from '../../domain/followUps/playbook.ts'

export type LoadedPlaybook = Playbook

const id = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'lower case letters, digits and underscores')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM in quotes')
const button = z.string().trim().min(1).max(10)
const STAGE = z.enum(['lead', 'new', 'active', 'loyal', 'silent', 'churned'])

const CONDITIONS = z.strictObject({
  delivery: z.enum(['pickup', 'shipping']).optional(),
  slowEffect: z.boolean().optional(),
  boughtThisProductBefore: z.boolean().optional(),
  isRepeatBuyer: z.boolean().optional(),
  isWelcomed: z.boolean().optional(),
  hasMemberCard: z.boolean().optional(),
  hasWatched: z.boolean().optional(),
  hasBought: z.boolean().optional(),
  stages: z.array(STAGE).min(1).optional(),
  quality: z.enum(['high', 'low']).optional(),
  categories: z.array(z.string().min(1).max(64)).min(1).optional(),
  complainedLately: z.boolean().optional(),
  gaveGoodFeedback: z.boolean().optional(),
})

const CHOICE = z.strictObject({ id, title: button, opens: z.literal('complaint').optional() })
const ASK = z.strictObject({ id, title: button, answers: z.array(CHOICE).min(1).max(5) })
const GATE = z.union([
  z.strictObject({ step: id, ask: id, is: z.array(id).min(1) }),
  z.strictObject({ step: id, ask: id, isNot: z.array(id).min(1) }),
])

const CONTENT = {
  id,
  title: button,
  purpose: z.enum(['service', 'sale']),
  channel: z.enum(['chat', 'call']).optional(),
  talkTrackSet: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/),
  offer: id.optional(),
  reason: z.string().trim().min(1).max(120),
  priority: z.int().min(0).max(100),
  when: CONDITIONS.optional(),
  gates: z.array(GATE).optional(),
  asks: z.array(ASK).optional(),
  expiresAfterDays: z.int().min(1).max(30).optional(),
}

const STEP = z.union([
  z.strictObject({ ...CONTENT, offsetDays: z.int().min(-60).max(400), time: time.optional() }),
  z.strictObject({ ...CONTENT, beforeUseUpDays: z.int().min(0).max(400), time }),
  z.strictObject({ ...CONTENT, afterAnswer: z.strictObject({ step: id, ask: id, answer: id }) }),
])

const TRIGGER = z.union([
  z.strictObject({
    on: z.enum([
      'order_line_paid',
      'order_paid',
      'customer_added',
      'complaint_opened',
      'complaint_closed',
      'live_ended',
      'segment',
    ]),
  }),
  z.strictObject({ on: z.literal('stage_entered'), stage: STAGE }),
  z.strictObject({
    on: z.literal('date'),
    date: z.enum(['birthday', 'first_purchase_anniversary', 'holiday']),
    holidays: z.array(id).min(1).optional(),
  }),
  z.strictObject({ on: z.literal('campaign_phase'), phase: z.enum(['build_up', 'warm_up', 'sprint', 'afterglow']) }),
])

const EXIT = z.strictObject({
  on: z.enum([
    'refunded',
    'returned',
    'complaint_opened',
    'complaint_closed',
    'customer_lost',
    'first_purchase',
    'purchased',
    'bought_again',
    'card_claimed',
  ]),
  drops: z.enum(['all', 'use_up_steps']),
})

/** A file of `templates/playbooks`. */
export const PLAYBOOK = z
  .strictObject({
    id,
    title: z.string().trim().min(1).max(20),
    trigger: TRIGGER,
    when: CONDITIONS.optional(),
    restDays: z.int().min(1).max(400).optional(),
    steps: z.array(STEP).min(1).max(40),
    exits: z.array(EXIT),
  })
  .refine(({ steps }) => new Set(steps.map((step) => step.id)).size === steps.length, 'two steps have the same id')
