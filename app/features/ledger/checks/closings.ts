import type { EntityManager } from 'typeorm'
import { LedgerClosing } from '../../../db/entities/ledgerProofs.ts'
import { breathe } from '../breathe.ts'
import type { NoteFault } from '../faultList.ts'
import { readMonthTotals, TOTALS } from '../monthTotals.ts'
import { readClosedThrough } from '../queries.ts'

/** What was booked in each closed month is what was booked when it closed, and none of them is open again. */
export async function checkClosings(read: EntityManager, note: NoteFault, signal?: AbortSignal): Promise<void> {
  const { closedThrough, lastClosing } = await readClosedThrough(read)
  if (lastClosing !== undefined && closedThrough !== lastClosing) note('closing_undone', lastClosing)
  const closings = await read.find(LedgerClosing, { order: { month: 'ASC' } })
  for (const closing of closings) {
    await breathe(signal)
    await checkClosing(read, note, closing)
  }
}

async function checkClosing(read: EntityManager, note: NoteFault, closing: LedgerClosing): Promise<void> {
  const { month, throughPostingId } = closing
  const late: { id: number }[] = await read.query(
    'SELECT id FROM ledger_postings WHERE booked_on >= ? AND booked_on <= ? AND id > ? ORDER BY id',
    [`${month}-00`, `${month}-99`, throughPostingId],
  )
  for (const { id } of late) note('closing_late_posting', `posting ${id} in ${month}`)
  const now = await readMonthTotals(read, month, throughPostingId)
  const isSame = now.digest === closing.digest && now.postings === closing.postings && now.entries === closing.entries
  if (isSame) return
  const moved = TOTALS.find((name) => now.totals[name] !== closing.totals[name])
  note(
    'closing_changed',
    moved ? `${month} ${moved}` : month,
    moved && now.totals[moved] - (closing.totals[moved] ?? 0),
  )
}
