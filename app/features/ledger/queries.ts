import type { EntityManager } from 'typeorm'
import { LedgerBlock, LedgerClosing, LedgerProof } from '../../db/entities/ledgerProofs.ts'
import { Setting } from '../../db/entities/operations.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { ClosingFacts } from '../../domain/ledger/closing.ts'
import { CLOSED_THROUGH } from '../credits/queries.ts'

/** Through which month the books are closed, and the newest month that was closed here (they are the same or it was tampered with). */
export async function readClosedThrough(em: EntityManager): Promise<{ closedThrough: string; lastClosing?: string }> {
  const { value } = await em.findOneByOrFail(Setting, { name: CLOSED_THROUGH })
  const [last] = await em.find(LedgerClosing, { order: { month: 'DESC' }, take: 1 })
  return { closedThrough: value, ...(last ? { lastClosing: last.month } : {}) }
}

export async function readLastProof(em: EntityManager): Promise<LedgerProof | undefined> {
  const [proof] = await em.find(LedgerProof, { order: { id: 'DESC' }, take: 1 })
  return proof
}

export async function readClosingFacts(em: EntityManager, nowMs: number): Promise<ClosingFacts> {
  const { closedThrough, lastClosing } = await readClosedThrough(em)
  const [first]: { day: string | null }[] = await em.query('SELECT MIN(booked_on) AS day FROM ledger_postings')
  const proof = await readLastProof(em)
  return {
    closedThrough,
    hasClosed: lastClosing !== undefined,
    firstBookedDay: first?.day ?? undefined,
    today: businessDayOf(nowMs),
    nowMs,
    lastProof: proof && { atMs: proof.at, isGood: proof.isGood },
  }
}

export function readClosings(em: EntityManager): Promise<LedgerClosing[]> {
  return em.find(LedgerClosing, { order: { month: 'DESC' } })
}

export interface ChainState {
  blocks: number
  sealedThrough: number
  unsealed: number
}

export async function readChainState(em: EntityManager): Promise<ChainState> {
  const [head] = await em.find(LedgerBlock, {
    order: { seq: 'DESC' },
    take: 1,
    select: { seq: true, toPostingId: true },
  })
  const sealedThrough = head?.toPostingId ?? 0
  const [row]: { n: number }[] = await em.query('SELECT COUNT(*) AS n FROM ledger_postings WHERE id > ?', [
    sealedThrough,
  ])
  return { blocks: head?.seq ?? 0, sealedThrough, unsealed: Number(row?.n ?? 0) }
}

/** The newest posting there is; 0 while there is none. */
export async function readLastPostingId(em: EntityManager): Promise<number> {
  const [row]: { id: number | null }[] = await em.query('SELECT MAX(id) AS id FROM ledger_postings')
  return Number(row?.id ?? 0)
}
