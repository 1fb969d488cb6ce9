import { LedgerBlock } from '../../../db/entities/ledgerProofs.ts'
import type { Deps } from '../../../deps.ts'
import { sealLines } from '../../../domain/ledger/seals.ts'
import { breathe } from '../breathe.ts'
import { readLastPostingId } from '../queries.ts'
import { GENESIS, hashBlock, readSeals } from '../seals.ts'
import { holdPostings, insertBlock } from '../store.ts'

/** Its seals must fit a text of MySQL: 64 KiB. */
const BLOCK_POSTINGS = 500

/**
 * Hangs every finished posting on the chain, in the order of ids. Any number of processes may do it at once: each block
 * has one number, and who comes second looks again.
 * @returns how many blocks were made
 */
export async function sealBlocks({ db, clock }: Pick<Deps, 'db' | 'clock'>, signal?: AbortSignal): Promise<number> {
  const horizon = await db.transaction(async (tx) => {
    // Ids are given before the commit: without this a posting still under way would be passed over for good.
    await holdPostings(tx)
    return readLastPostingId(tx)
  })
  let sealed = 0
  for (;;) {
    await breathe(signal)
    const block = await nextBlock(db.read, horizon, clock.nowMs())
    if (!block) return sealed
    if (await db.transaction((tx) => insertBlock(tx, block))) sealed += 1
  }
}

async function nextBlock(read: Deps['db']['read'], horizon: number, nowMs: number): Promise<LedgerBlock | undefined> {
  const [head] = await read.find(LedgerBlock, { order: { seq: 'DESC' }, take: 1 })
  const after = head?.toPostingId ?? 0
  const [row]: { last_id: number | null }[] = await read.query(
    `SELECT MAX(id) AS last_id
     FROM (SELECT id FROM ledger_postings WHERE id > ? AND id <= ? ORDER BY id LIMIT ?) span`,
    [after, horizon, BLOCK_POSTINGS],
  )
  if (!row || row.last_id === null) return undefined
  const toPostingId = Number(row.last_id)
  const seals = await readSeals(read, after, toPostingId)
  const previousHash = head?.hash ?? GENESIS
  return {
    seq: (head?.seq ?? 0) + 1,
    fromPostingId: after + 1,
    toPostingId,
    postings: seals.length,
    previousHash,
    hash: hashBlock(previousHash, seals),
    seals: sealLines(seals),
    sealedAt: nowMs,
  }
}
