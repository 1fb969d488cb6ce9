import { MEANING_ORDER, meaningOf } from './answerMeaning.ts'

const DAY_MS = 86_400_000
/** What follows a sentence later than this is not its outcome. */
export const OUTCOME_MS = 14 * DAY_MS

/** Times are unix milliseconds. */
export interface SentAt {
  sendId: number
  atMs: number
}

/** Of this customer, paid; `isGivenBack`: refunded whole. */
export interface PaidOrder {
  orderId: number
  paidAtMs: number
  isGivenBack: boolean
}

export interface GivenAnswer {
  id: number
  answer: string
  atMs: number
}

export interface Outcome {
  sendId: number
  orderId: number | null
  answer: string | null
}

/**
 * What came of each sentence to one customer: the first order paid after it and at most 14 days later that was not
 * given back whole, and the best answer of that time (good before plain before bad, the earlier of two as good). One
 * order may be the outcome of several sentences: which of them did it, nobody can tell.
 */
export function outcomesOf(
  sends: readonly SentAt[],
  orders: readonly PaidOrder[],
  answers: readonly GivenAnswer[],
): Outcome[] {
  const kept = orders
    .filter(({ isGivenBack }) => !isGivenBack)
    .sort((a, b) => a.paidAtMs - b.paidAtMs || a.orderId - b.orderId)
  const ranked = [...answers].sort((a, b) => rankOf(a) - rankOf(b) || a.atMs - b.atMs || a.id - b.id)
  return sends.map(({ sendId, atMs }) => ({
    sendId,
    orderId: kept.find(({ paidAtMs }) => paidAtMs > atMs && paidAtMs <= atMs + OUTCOME_MS)?.orderId ?? null,
    // The guide taps the answer of a talk that may go on in the same moment.
    answer: ranked.find((given) => given.atMs >= atMs && given.atMs <= atMs + OUTCOME_MS)?.answer ?? null,
  }))
}

const rankOf = ({ answer }: GivenAnswer): number => MEANING_ORDER.indexOf(meaningOf(answer))
