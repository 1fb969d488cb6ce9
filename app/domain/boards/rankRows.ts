/** A guide with few days (新入职) is shown without a rank. */
export interface Rankable {
  isNewcomer: boolean
}

export type Ranked<Row> = Row & { rank: number | null }

/** The columns of a row that hold a number and can be sorted by. */
export type NumericKey<Row> = { [Key in keyof Row]: Row[Key] extends number ? Key : never }[keyof Row]

/**
 * Rows from high to low, ties sharing a rank (1, 1, 3) and kept in the order they came in. Newcomers follow
 * behind, sorted too, with `rank: null`, and take nobody's place.
 */
export function rankRows<Row extends Rankable>(rows: readonly Row[], sortKey: NumericKey<Row>): Ranked<Row>[] {
  const figureOf = (row: Row) => Number(row[sortKey])
  const sorted = [...rows].sort((a, b) => figureOf(b) - figureOf(a))
  const veterans = sorted.filter((row) => !row.isNewcomer)
  let rank = 0
  const ranked = veterans.map((row, index): Ranked<Row> => {
    const above = veterans[index - 1]
    if (!above || figureOf(above) !== figureOf(row)) rank = index + 1
    return { ...row, rank }
  })
  const newcomers = sorted.filter((row) => row.isNewcomer)
  return [...ranked, ...newcomers.map((row): Ranked<Row> => ({ ...row, rank: null }))]
}
