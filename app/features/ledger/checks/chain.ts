import type { EntityManager } from 'typeorm'
import { LedgerBlock } from '../../../db/entities/ledgerProofs.ts'
import { compareSeals, readSealLines } from '../../../domain/ledger/seals.ts'
import { breathe } from '../breathe.ts'
import type { FaultKind } from '../contract.ts'
import type { NoteFault } from '../faultList.ts'
import { GENESIS, hashBlock, readSeals } from '../seals.ts'

export interface ChainHead {
  seq: number
  hash: string | null
}

type Link = Pick<LedgerBlock, 'seq' | 'hash' | 'toPostingId'>

const BEFORE_THE_FIRST: Link = { seq: 0, hash: GENESIS, toPostingId: -Number.MAX_SAFE_INTEGER }
const KIND = { changed: 'posting_changed', removed: 'posting_removed', inserted: 'posting_inserted' } as const

/**
 * Every sealed posting is as it was sealed, and every block hangs on the one before. One block at a time in memory.
 * @returns the newest block
 */
export async function checkChain(read: EntityManager, note: NoteFault, signal?: AbortSignal): Promise<ChainHead> {
  let previous = BEFORE_THE_FIRST
  for (;;) {
    await breathe(signal)
    const block = await readBlockAfter(read, previous.seq)
    if (!block) break
    await checkBlock(read, note, block, previous)
    previous = block
  }
  await checkHeads(read, note)
  return { seq: previous.seq, hash: previous.seq === 0 ? null : previous.hash }
}

async function readBlockAfter(read: EntityManager, seq: number): Promise<LedgerBlock | null> {
  return read
    .createQueryBuilder(LedgerBlock, 'block')
    .where('block.seq > :seq', { seq })
    .orderBy('block.seq')
    .limit(1)
    .getOne()
}

async function checkBlock(read: EntityManager, note: NoteFault, block: LedgerBlock, previous: Link): Promise<void> {
  const isNext = block.seq === previous.seq + 1
  if (!isNext) note('block_missing', `block ${previous.seq + 1}`)
  else if (block.previousHash !== previous.hash) note('block_changed', `block ${block.seq}`)
  const found = await readSeals(read, isNext ? previous.toPostingId : block.fromPostingId - 1, block.toPostingId)
  if (hashBlock(block.previousHash, found) === block.hash) return
  const differences = compareSeals(readSealLines(block.seals), found)
  for (const { kind, postingId } of differences)
    note(KIND[kind] satisfies FaultKind, `posting ${postingId} of block ${block.seq}`)
  if (differences.length === 0) note('block_changed', `block ${block.seq}`)
}

/** Each proof kept the newest block it saw: who cuts the chain or writes it anew leaves one of them behind. */
async function checkHeads(read: EntityManager, note: NoteFault): Promise<void> {
  const gone: { head_seq: number }[] = await read.query(
    `SELECT DISTINCT p.head_seq FROM ledger_proofs p
       LEFT JOIN ledger_blocks b ON b.seq = p.head_seq AND b.hash = p.head_hash
     WHERE p.head_hash IS NOT NULL AND b.seq IS NULL ORDER BY p.head_seq`,
  )
  for (const { head_seq } of gone) note('chain_rewritten', `block ${head_seq}`)
}
