import { addDays } from '../businessDay.ts'

/** A benefit of `config/offers.yaml`. Days are business days. */
export interface Offer {
  /** As the customer reads it: 续购立减 20 元. */
  text: string
  /** First and last day it is given. */
  from?: string
  to?: string
  /** Good for so many days from the day it is offered. */
  validDays?: number
}

/** From so many pieces on, the whole at that many tenths of the price: 8.5 is 8.5 折. */
export interface BundleRung {
  pieces: number
  discount: number
}

/** What is offered on that day and until when; undefined when there is no such benefit then. */
export function offerOn(
  offers: Readonly<Record<string, Offer>>,
  id: string,
  day: string,
): { text: string; untilDay?: string } | undefined {
  const offer = Object.hasOwn(offers, id) ? offers[id] : undefined
  if (!offer || (offer.from && day < offer.from) || (offer.to && offer.to < day)) return undefined
  const ends = [offer.to, offer.validDays === undefined ? undefined : addDays(day, offer.validDays)]
  return { text: offer.text, untilDay: ends.filter((end) => end !== undefined).sort()[0] }
}

/** The price ladder of a trade in words: 1 件 9 折、3 件 8 折、5 件 7 折. */
export function bundleTextFor(bundles: Readonly<Record<string, readonly BundleRung[]>>, trade: string): string {
  const ladder = (Object.hasOwn(bundles, trade) ? bundles[trade] : undefined) ?? bundles.any ?? []
  return ladder.map(({ pieces, discount }) => `${pieces} 件 ${discount} 折`).join('、')
}
