import { basename } from 'node:path'
import type { Tx } from '../../../db/database.ts'
import { checkFile, closeSpills } from '../checkFile.ts'
import type { ImportKindName, ImportOptions, ImportProgress, ImportReport } from '../contract.ts'
import { openFile } from '../readTable.ts'
import type { RecordKind } from '../recordKind.ts'
import type { ImportDeps } from '../tally.ts'
import { type Counts, createWriter, type WriteMode } from '../writeRecords.ts'

const TOLD_EVERY = 10_000

/**
 * Takes a file of orders or refunds in, however long: once through to check every row, then what was read is stored in
 * batches, sales before returns. With a faulty row nothing is stored (the good records with `partial`). Killed at any
 * row and started again, it goes on behind the last batch and ends the same.
 */
export async function importRecords<Return>(
  deps: ImportDeps,
  kindName: ImportKindName,
  kind: RecordKind<Return>,
  path: string,
  options: ImportOptions & { source: string },
): Promise<ImportReport> {
  const { dryRun = false, partial = false, source } = options
  const file = await openFile(path)
  const tell = createTeller(options)
  const checked = await checkFile(file, kind, { path, source, tell: (row) => tell('check', row) })
  try {
    const { faults, rows, totalRows, sales, returns } = checked
    const faultsFile = await faults.close()
    const isRefused = faults.count > 0 && !partial
    const mode: WriteMode = { kind: kindName, source, fileHash: file.hash, file: basename(path), rowCount: rows }
    const counts: Counts = { added: 0, unchanged: 0, exceptions: 0 }
    const write = async (tx: Tx | undefined) => {
      const writer = await createWriter(deps, kind, mode, tx)
      for await (const batch of sales.batches(writer.storedThrough('sales'))) {
        await writer.storeSales(batch)
        tell('sales', batch.endRow, rows)
      }
      for await (const batch of returns.batches(writer.storedThrough('returns'))) {
        await writer.storeReturns(batch)
        tell('returns', batch.endRow, rows)
      }
      Object.assign(counts, await writer.finish())
    }
    if (!isRefused && dryRun) await undone(deps, write)
    else if (!isRefused) await write(undefined)
    return {
      ...{ kind: kindName, file: basename(path), dryRun, written: !isRefused && !dryRun },
      ...{ rows, changed: 0, ...counts, faults: faults.shown, faultCount: faults.count, totalRows, faultsFile },
    }
  } finally {
    await closeSpills(checked)
  }
}

type Teller = (step: ImportProgress['step'], row: number, rows?: number) => void

function createTeller({ onProgress }: ImportOptions): Teller {
  let told = 0
  return (step, row, rows) => {
    if (row >= told && row - told < TOLD_EVERY) return
    told = row
    onProgress?.({ step, row, rows })
  }
}

/** A trial runs in one transaction that is undone, so that its report is the real one. */
class Undo extends Error {}

async function undone({ db }: ImportDeps, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      await work(tx)
      throw new Undo('undone on purpose')
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
}
