import { businessDayOf } from '../businessDay.ts'
import type { Cause, DatedEntry, HolderShare } from './book.ts'
import type { OrderFacts, PeopleOnDays, SalesChannel } from './facts.ts'
import type { Standing } from './holdings.ts'

/**
 * The balanced entries that lead from one standing to the next: each holder's difference, and sales on the
 * other side. A move between holders leaves sales alone.
 */
export function entriesBetween(
  before: ReadonlyMap<string, Standing>,
  after: ReadonlyMap<string, Standing>,
  cause: Cause,
  { channel, storeCode: orderStore }: Pick<OrderFacts, 'channel' | 'storeCode'>,
  people: PeopleOnDays,
): DatedEntry[] {
  const day = businessDayOf(cause.atMs)
  const accounts = [...new Set([...before.keys(), ...after.keys()])].sort()
  const entries = accounts.flatMap((account): DatedEntry[] => {
    const held = after.get(account) ?? before.get(account)
    if (!held) return []
    const amountFen = (after.get(account)?.fen ?? 0) - (before.get(account)?.fen ?? 0)
    const orders = held.share.guideId === undefined ? 0 : Number(after.has(account)) - Number(before.has(account))
    if (amountFen === 0 && orders === 0) return []
    const refundFen = cause.kind === 'refund' ? 0 - amountFen : 0
    return [{ day, ...holderOnDay(held.share, day, people, orderStore), channel, amountFen, refundFen, orders, cause }]
  })
  return [...entries, ...salesSide(entries, day, channel, cause)]
}

/** The other side of the holders' entries; nothing when they already sum to 0. */
export function salesSide(
  entries: readonly DatedEntry[],
  day: string,
  channel: SalesChannel,
  cause: Cause,
): DatedEntry[] {
  const amountFen = 0 - entries.reduce((sum, entry) => sum + entry.amountFen, 0)
  if (amountFen === 0) return []
  return [{ day, account: `sales:${channel}`, channel, amountFen, refundFen: 0, orders: 0, cause }]
}

/** The holder as an entry names it: a guide with their store of that very day (the order's, where they work in several), a pool with its own. */
export function holderOnDay(
  share: HolderShare,
  day: string,
  people: PeopleOnDays,
  orderStore?: string,
): Pick<DatedEntry, 'account' | 'guideId' | 'storeCode'> {
  const { account, guideId } = share
  const storeCode = guideId === undefined ? share.storeCode : people.storeOfGuideOn(guideId, day, orderStore)
  return {
    account,
    ...(guideId === undefined ? {} : { guideId }),
    ...(storeCode === undefined ? {} : { storeCode }),
  }
}
