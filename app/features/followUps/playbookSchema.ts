import { z } from 'zod'
import type { Playbook, PlaybookStep } from '../../domain/followUps/playbook.ts'

/** A step as operators write it: the domain's step and the few words it is called by on cards and lists. */
export type TitledStep = PlaybookStep & { title: string }
export interface LoadedPlaybook extends Playbook {
  steps: readonly TitledStep[]
}

const id = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'lower case letters, digits and underscores')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM in quotes')

const CONDITIONS = z.strictObject({
  delivery: z.enum(['pickup', 'shipping']).optional(),
  slowEffect: z.boolean().optional(),
  boughtThisProductBefore: z.boolean().optional(),
  isRepeatBuyer: z.boolean().optional(),
})

const CONTENT = {
  id,
  title: z.string().trim().min(1).max(10),
  purpose: z.enum(['service', 'sale']),
  talkTrackSet: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/),
  priority: z.int().min(0).max(100),
  when: CONDITIONS.optional(),
  asks: z
    .array(z.strictObject({ ask: id, onlyAfter: z.enum(['no_difficulties', 'good_feedback']).optional() }))
    .optional(),
  expiresAfterDays: z.int().min(1).max(30).optional(),
}

const STEP = z.union([
  z.strictObject({ ...CONTENT, offsetDays: z.int().min(0).max(400), time: time.optional() }),
  z.strictObject({ ...CONTENT, beforeUseUpDays: z.int().min(0).max(400), time }),
])

const EXIT = z.strictObject({
  on: z.enum(['refunded', 'returned', 'complaint_opened', 'customer_lost', 'first_purchase', 'bought_again']),
  drops: z.enum(['all', 'use_up_steps']),
})

/** A file of `templates/playbooks`. */
export const PLAYBOOK = z
  .strictObject({
    id,
    title: z.string().trim().min(1).max(20),
    trigger: z.enum(['order_line_paid', 'customer_added']),
    steps: z.array(STEP).min(1).max(40),
    exits: z.array(EXIT),
  })
  .refine(({ steps }) => new Set(steps.map((step) => step.id)).size === steps.length, 'two steps have the same id')
