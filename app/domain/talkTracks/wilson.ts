/** Where a share may truly lie; all between 0 and 1. */
export interface ShareInterval {
  share: number
  low: number
  high: number
}

/** 95 % of a normal distribution. */
const Z = 1.96

/**
 * The Wilson score interval of `hits` among `of` tries: honest for small samples and for shares near 0, where the
 * usual ± would leave the range.
 * @throws RangeError unless 0 ≤ hits ≤ of
 */
export function wilsonInterval(hits: number, of: number): ShareInterval {
  if (!(hits >= 0 && hits <= of)) throw new RangeError(`${hits} of ${of} is no share`)
  if (of === 0) return { share: 0, low: 0, high: 1 }
  const share = hits / of
  const z2 = Z * Z
  const centre = share + z2 / (2 * of)
  const reach = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  const scale = 1 + z2 / of
  const low = hits === 0 ? 0 : Math.max(0, (centre - reach) / scale)
  const high = hits === of ? 1 : Math.min(1, (centre + reach) / scale)
  // Rounding must not push the share itself out of its interval.
  return { share, low: Math.min(low, share), high: Math.max(high, share) }
}
