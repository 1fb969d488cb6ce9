import { z } from 'zod'
import { isValidDay } from '../app/domain/businessDay.ts'

const id = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'lower case letters, digits and underscores')
const trade = z.string().regex(/^[a-z]{2,20}$/, 'lower case letters')
const day = z.string().refine(isValidDay, 'not a day, YYYY-MM-DD')

const OFFER = z
  .strictObject({
    text: z.string().trim().min(1).max(30),
    from: day.optional(),
    to: day.optional(),
    validDays: z.int().min(1).max(365).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, 'from is after to')

/** More pieces, a better price: a ladder that goes up would punish whoever buys more. */
const LADDER = z
  .array(z.strictObject({ pieces: z.int().min(1).max(99), discount: z.number().min(1).max(9.9) }))
  .min(1)
  .max(5)
  .refine(
    (rungs) =>
      rungs.every((rung, at) => {
        const below = rungs[at - 1]
        return !below || (rung.pieces > below.pieces && rung.discount < below.discount)
      }),
    'each rung needs more pieces and a lower discount than the one before',
  )

/** `config/offers.yaml`. */
export const OFFERS = z.strictObject({ offers: z.record(id, OFFER), bundles: z.record(trade, LADDER) })

const TRADE = z.strictObject({
  title: z.string().trim().min(1).max(10),
  categories: z.array(z.string().trim().min(1).max(64)).min(1),
})

/** `config/trades.yaml`. */
export const TRADES = z
  .record(trade, TRADE)
  .refine((trades) => !Object.hasOwn(trades, 'any'), 'any means every trade and cannot be one')
  .superRefine((trades, context) => {
    const seen = new Map<string, string>()
    for (const [name, { categories }] of Object.entries(trades)) {
      for (const category of categories) {
        const other = seen.get(category.toLowerCase())
        if (other) context.addIssue({ code: 'custom', path: [name], message: `${category} is in ${other} already` })
        seen.set(category.toLowerCase(), name)
      }
    }
  })
