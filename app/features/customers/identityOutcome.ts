import type { z } from 'zod'
import type { Tx } from '../../db/database.ts'
import { AppError } from '../../http/errors.ts'
import type { IDENTIFIED_ANSWER } from './contract.ts'
import { listException } from './store.ts'

export type Identified = z.infer<typeof IDENTIFIED_ANSWER>
export type Outcome = { kind: 'done'; answer: Identified } | { kind: 'refused'; error: AppError }

export function refuse(code: 'RULE', message: string, details?: unknown): Outcome {
  return { kind: 'refused', error: new AppError(code, details, message) }
}

/** Two contacts for one buyer: listed for a person, and nothing is changed. */
export async function conflict(
  tx: Tx,
  about: { number: string; source: string },
  contacts: readonly string[],
  nowMs: number,
): Promise<Outcome> {
  const detail = { about: about.source, contacts: [...contacts] }
  const subject = [...contacts].sort().join(' ').slice(0, 128)
  await listException(tx, { kind: 'identity_conflict', number: about.number, subject, detail }, nowMs)
  return { kind: 'refused', error: new AppError('CONFLICT', undefined, '已属于另一位客户，已转人工核对') }
}

/** Thrown after the commit, so that the exception for a person stays. */
export function outcomeOf(outcome: Outcome): Identified {
  if (outcome.kind === 'refused') throw outcome.error
  return outcome.answer
}
