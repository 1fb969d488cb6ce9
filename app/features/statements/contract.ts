import { z } from 'zod'
import { BOARD_ENTRY } from '../boards/contract.ts'

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const code = z.string().min(1).max(64)

/** A month and what part of it; the guide by their userid. */
export const STATEMENTS_QUERY = z.strictObject({
  month,
  region: code.optional(),
  store: code.optional(),
  guide: code.optional(),
})
export const MY_STATEMENT_QUERY = z.strictObject({ month })

/**
 * The figures of one guide through one store in one month, all in fen:
 * opening + earned + corrected − reversed = closing, and what is settled of it moves from pending to settled.
 */
const STATEMENT_FIGURES_SHAPE = {
  openingFen: z.int().describe('held at the end of all earlier months = openingPendingFen + openingSettledFen'),
  openingPendingFen: z.int(),
  openingSettledFen: z.int(),
  earnedFen: z.int().describe('by payment and identification; negative where a later decision took more than came'),
  correctedFen: z.int().describe("by a person's correction"),
  reversedFen: z.int().describe('taken back by refunds, positive'),
  movedFen: z.int().describe('earned + corrected − reversed'),
  settledFen: z.int().describe('moved from pending to settled: the freeze was over'),
  settledLaterFen: z.int().describe('refunds and corrections that came off what was settled already'),
  closingFen: z.int().describe('= closingPendingFen + closingSettledFen'),
  closingPendingFen: z.int(),
  closingSettledFen: z.int(),
}
const STATEMENT_FIGURES = z.object(STATEMENT_FIGURES_SHAPE)
export type StatementFigures = z.infer<typeof STATEMENT_FIGURES>
export type StatementFigure = keyof StatementFigures
export const STATEMENT_FIGURE_NAMES = Object.keys(STATEMENT_FIGURES_SHAPE) as [StatementFigure, ...StatementFigure[]]

export const STATEMENT_ROW = STATEMENT_FIGURES.extend({
  guideUserId: z.string(),
  guideName: z.string(),
  storeCode: z.string().nullable().describe('null: the guide had no store on those days'),
  storeName: z.string().nullable(),
  orders: z.int(),
})
export type StatementRow = z.infer<typeof STATEMENT_ROW>

/** A guide who worked in two stores has two rows. Rows with a balance from earlier are kept, so that totals tie to the ledger. */
export const STATEMENTS = z.object({
  month,
  isClosed: z.boolean().describe('a closed month never changes; later facts count in the first open one'),
  guides: z
    .array(z.object({ userId: z.string(), name: z.string() }))
    .describe('whom the rows of the view without a guide name'),
  rows: z.array(STATEMENT_ROW),
  totals: STATEMENT_FIGURES.extend({ orders: z.int() }),
  dataAsOfMs: z.number(),
})
export type Statements = z.infer<typeof STATEMENTS>

/** Which figure of which row is opened. `store`: its code, empty for the row without a store; absent: all in view. */
export const STATEMENT_ENTRIES_QUERY = z.strictObject({
  month,
  guide: code,
  store: z.string().max(64).optional(),
  figure: z.enum(STATEMENT_FIGURE_NAMES),
  cursor: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}\.\d{1,15}$/)
    .optional(),
})

/** `amountFen` is what the entry adds to the figure, `runningFen` the figure after it. */
export const STATEMENT_ENTRY = BOARD_ENTRY.omit({ refundFen: true })
export type StatementEntry = z.infer<typeof STATEMENT_ENTRY>

/** `GET /api/statements/entries`, newest first. `sumFen` is of the whole figure and equals the statement's. */
export const STATEMENT_ENTRIES = z.object({
  count: z.int(),
  sumFen: z.int(),
  rows: z.array(STATEMENT_ENTRY),
  nextCursor: z.string().nullable(),
})
export type StatementEntries = z.infer<typeof STATEMENT_ENTRIES>
