import type { EntityManager } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { SendRecord } from '../../db/entities/followUps.ts'
import type { GivenAnswer, Outcome, PaidOrder, SentAt } from '../../domain/talkTracks/outcomes.ts'
import { OUTCOME_MS } from '../../domain/talkTracks/outcomes.ts'

/** A span of time, both ends in it. */
export interface Span {
  fromMs: number
  toMs: number
}

export type KnownSend = SentAt & Omit<Outcome, 'sendId'>

export interface OutcomeFacts {
  sends: KnownSend[]
  orders: PaidOrder[]
  answers: GivenAnswer[]
}

interface SendRow {
  id: number
  at: number
  orderId: number | null
  answer: string | null
}
interface OrderRow {
  id: number
  paidAt: number
  isGivenBack: number
}

/** The sentences left to a customer in that span, and all that can be their outcome. */
export async function readOutcomeFacts(
  read: EntityManager,
  externalUserId: string,
  { fromMs, toMs }: Span,
): Promise<OutcomeFacts> {
  const sends: SendRow[] = await read.query(
    `SELECT id AS id, at AS at, outcome_order_id AS orderId, outcome_answer AS answer FROM send_records
     WHERE external_user_id = ? AND at >= ? AND at <= ? AND result = 'ok' AND kind = 'chat'`,
    [externalUserId, fromMs, toMs],
  )
  if (sends.length === 0) return { sends: [], orders: [], answers: [] }
  const orders: OrderRow[] = await read.query(
    `SELECT id AS id, paid_at AS paidAt, CASE WHEN refunded_fen >= paid_fen THEN 1 ELSE 0 END AS isGivenBack
     FROM orders WHERE buyer_customer_id = ? AND paid_at > ? AND paid_at <= ?`,
    [externalUserId, fromMs, toMs + OUTCOME_MS],
  )
  const answers: { id: number; answer: string; at: number }[] = await read.query(
    'SELECT id AS id, answer AS answer, at AS at FROM follow_up_answers WHERE external_user_id = ? AND at >= ? AND at <= ?',
    [externalUserId, fromMs, toMs + OUTCOME_MS],
  )
  return {
    sends: sends.map(({ id, at, orderId, answer }) => {
      return { sendId: Number(id), atMs: Number(at), orderId: orderId === null ? null : Number(orderId), answer }
    }),
    orders: orders.map(({ id, paidAt, isGivenBack }) => {
      return { orderId: Number(id), paidAtMs: Number(paidAt), isGivenBack: Number(isGivenBack) === 1 }
    }),
    answers: answers.map(({ id, answer, at }) => ({ id: Number(id), answer, atMs: Number(at) })),
  }
}

export async function saveOutcome(tx: Tx, { sendId, orderId, answer }: Outcome): Promise<void> {
  await tx.update(SendRecord, { id: sendId }, { outcomeOrderId: orderId, outcomeAnswer: answer })
}
