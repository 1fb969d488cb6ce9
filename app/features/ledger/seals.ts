import { createHash } from 'node:crypto'
import type { EntityManager } from 'typeorm'
import { canonicalText, ENTRY_COLUMNS, type JournalRow, POSTING_COLUMNS } from '../../domain/ledger/canonical.ts'
import { type Seal, sealLines } from '../../domain/ledger/seals.ts'

/** What the first block calls the one before it. */
export const GENESIS = '0'.repeat(64)

/** Half a SHA-256 in a seal: nobody finds a second text for it, and a block stays small. */
const SEAL_LENGTH = 32

/** The seals of the postings with ids in (after, through], and of entries that claim to belong to one there. */
export async function readSeals(read: EntityManager, after: number, through: number): Promise<Seal[]> {
  const range = [after, through]
  const postings: JournalRow[] = await read.query(
    `SELECT ${POSTING_COLUMNS.join(', ')} FROM ledger_postings WHERE id > ? AND id <= ? ORDER BY id`,
    range,
  )
  const entries: JournalRow[] = await read.query(
    `SELECT ${ENTRY_COLUMNS.join(', ')} FROM ledger_entries WHERE posting_id > ? AND posting_id <= ? ORDER BY posting_id, id`,
    range,
  )
  const heads = new Map(postings.map((posting) => [Number(posting.id), posting]))
  const bodies = new Map<number, JournalRow[]>()
  for (const entry of entries) {
    const postingId = Number(entry.posting_id)
    const body = bodies.get(postingId)
    if (body) body.push(entry)
    else bodies.set(postingId, [entry])
  }
  const ids = [...new Set([...heads.keys(), ...bodies.keys()])].sort((a, b) => a - b)
  return ids.map((postingId) => {
    const text = canonicalText(heads.get(postingId), bodies.get(postingId) ?? [])
    return { postingId, digest: sha256(text).slice(0, SEAL_LENGTH) }
  })
}

export function hashBlock(previousHash: string, seals: readonly Seal[]): string {
  return sha256(`${previousHash}\n${sealLines(seals)}`)
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
