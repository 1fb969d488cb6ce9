import type { Fen } from '../money.ts'

/** Buyers of a period and what they left, refunds off. New: first purchase in it; old: bought before. */
export interface BuyerFigures {
  newCustomers: number
  newFen: Fen
  oldCustomers: number
  oldFen: Fen
}

export interface ForecastInput {
  /** The same days a year ago. */
  lastYear: BuyerFigures
  /** Heads against the year before, whole percent: 100 is as many. */
  growth: { newPercent: number; oldPercent: number }
  /** What a customer spends against last year, for other goods and other prices; 100 is the same. */
  pricePercent: number
  /** What a person knows better. Replaces the figure; a corrected number of heads moves its amount with it. */
  corrections: Partial<BuyerFigures>
}

export interface ForecastPart {
  customers: number
  fen: Fen
  perCustomerFen: Fen
  /** Shares of heads and of sales in thousandths; the two parts make 1000. */
  headsPermille: number
  salesPermille: number
  isCorrected: boolean
}

export interface Forecast {
  new: ForecastPart
  old: ForecastPart
  customers: number
  fen: Fen
}

/** Last year's growth × count, corrected by hand. An amount nobody bought a year ago can only come by hand. */
export function forecast({ lastYear, growth, pricePercent, corrections }: ForecastInput): Forecast {
  const fresh = partOf(
    { customers: lastYear.newCustomers, fen: lastYear.newFen },
    { growthPercent: growth.newPercent, pricePercent },
    { customers: corrections.newCustomers, fen: corrections.newFen },
  )
  const old = partOf(
    { customers: lastYear.oldCustomers, fen: lastYear.oldFen },
    { growthPercent: growth.oldPercent, pricePercent },
    { customers: corrections.oldCustomers, fen: corrections.oldFen },
  )
  const customers = fresh.customers + old.customers
  const fen = fresh.fen + old.fen
  const newHeads = permilleOf(fresh.customers, customers)
  const newSales = permilleOf(fresh.fen, fen)
  return {
    new: { ...fresh, headsPermille: newHeads, salesPermille: newSales },
    old: { ...old, headsPermille: restOf(newHeads, customers), salesPermille: restOf(newSales, fen) },
    customers,
    fen,
  }
}

function partOf(
  last: { customers: number; fen: Fen },
  { growthPercent, pricePercent }: { growthPercent: number; pricePercent: number },
  corrected: { customers: number | undefined; fen: Fen | undefined },
): Omit<ForecastPart, 'headsPermille' | 'salesPermille'> {
  const customers = corrected.customers ?? timesRatio(last.customers, growthPercent, 100)
  // Refunds may have outweighed sales a year ago; nobody aims below nothing.
  const lastFen = Math.max(last.fen, 0)
  const grown =
    corrected.customers === undefined || last.customers === 0
      ? timesRatio(lastFen, growthPercent, 100)
      : timesRatio(lastFen, corrected.customers, last.customers)
  const fen = corrected.fen ?? timesRatio(grown, pricePercent, 100)
  return {
    customers,
    fen,
    perCustomerFen: customers === 0 ? 0 : timesRatio(fen, 1, customers),
    isCorrected: corrected.customers !== undefined || corrected.fen !== undefined,
  }
}

/** `value × times / parts` for non-negative integers, rounded half up, exact beyond what a float holds. */
function timesRatio(value: number, times: number, parts: number): number {
  return Number((2n * BigInt(value) * BigInt(times) + BigInt(parts)) / (2n * BigInt(parts)))
}

function permilleOf(part: number, whole: number): number {
  return whole === 0 ? 0 : timesRatio(part, 1000, whole)
}

function restOf(permille: number, whole: number): number {
  return whole === 0 ? 0 : 1000 - permille
}

/** Fewer buyers than this say nothing about growth. */
const GROWTH_FLOOR = 30
const GROWTH_MIN = 30
const GROWTH_MAX = 300

/**
 * How the heads have grown, whole percent, kept within 30 to 300: a chain that opened ten shops last winter does not
 * grow tenfold again. Undefined while either period has fewer than 30 buyers.
 */
export function growthPercentOf(now: number, yearBefore: number): number | undefined {
  if (now < GROWTH_FLOOR || yearBefore < GROWTH_FLOOR) return undefined
  return Math.min(GROWTH_MAX, Math.max(GROWTH_MIN, timesRatio(now, 100, yearBefore)))
}
