import { STATEMENT_FIGURE_NAMES, type StatementFigures } from './contract.ts'
import type { MonthSums } from './queries.ts'

/** The whole statement of one guide and store, from what the roll-ups add up. */
export function figuresOf(sums: MonthSums): StatementFigures {
  const { openingFen, openingSettledFen, earnedFen, correctedFen, reversedFen, settledFen, settledLaterFen } = sums
  const movedFen = earnedFen + correctedFen - reversedFen
  const closingFen = openingFen + movedFen
  const closingSettledFen = openingSettledFen + settledFen + settledLaterFen
  return {
    ...{ openingFen, openingPendingFen: openingFen - openingSettledFen, openingSettledFen },
    ...{ earnedFen, correctedFen, reversedFen, movedFen, settledFen, settledLaterFen },
    ...{ closingFen, closingPendingFen: closingFen - closingSettledFen, closingSettledFen },
  }
}

export function addFigures(rows: readonly StatementFigures[]): StatementFigures {
  const sums = STATEMENT_FIGURE_NAMES.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])
  return Object.fromEntries(sums) as StatementFigures
}
