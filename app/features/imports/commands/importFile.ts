import { basename } from 'node:path'
import type { Tx } from '../../../db/database.ts'
import { bindColumns } from '../columns.ts'
import type { ImportKindName, ImportOptions, ImportReport } from '../contract.ts'
import { FaultsFile } from '../faultsFile.ts'
import { FileFault } from '../fileFault.ts'
import { groupsKind } from '../kinds/groups.ts'
import { guidesKind } from '../kinds/guides.ts'
import { membersKind } from '../kinds/members.ts'
import { ordersKind } from '../kinds/orders.ts'
import { productsKind } from '../kinds/products.ts'
import { refundsKind } from '../kinds/refunds.ts'
import { regionsKind } from '../kinds/regions.ts'
import { storesKind } from '../kinds/stores.ts'
import { readTable } from '../readTable.ts'
import { createTally, type ImportDeps, type ImportKind, type Tally } from '../tally.ts'
import { importRecords } from './importRecords.ts'

/** Lists of what the chain is: whole in one transaction. */
const LISTS: Record<Exclude<ImportKindName, 'orders' | 'refunds'>, ImportKind> = {
  regions: regionsKind,
  stores: storesKind,
  guides: guidesKind,
  products: productsKind,
  members: membersKind,
  groups: groupsKind,
}
const DEFAULT_SOURCE = 'pos-file'

/** Undoes the transaction and carries out what would have been. */
class Rollback extends Error {
  readonly tally: Tally
  constructor(tally: Tally) {
    super('rolled back on purpose')
    this.tally = tally
  }
}

/**
 * Takes a file in: all rows, or none when one is faulty (the good ones with `partial`). A dry run goes the same way and
 * is undone, so that its report is the real one.
 */
export async function importFile(
  deps: ImportDeps,
  kindName: ImportKindName,
  path: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { dryRun = false, source = DEFAULT_SOURCE } = options
  try {
    // Facts, maybe a million of them: in a stream.
    if (kindName === 'orders') return await importRecords(deps, kindName, ordersKind, path, { ...options, source })
    if (kindName === 'refunds') return await importRecords(deps, kindName, refundsKind, path, { ...options, source })
    return await importList(deps, kindName, path, { ...options, source })
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    const nothing = { rows: 0, added: 0, changed: 0, unchanged: 0, exceptions: 0, totalRows: [] }
    const faults = [{ row: 0, reason: error.message }]
    const head = { kind: kindName, file: basename(path), dryRun, written: false }
    return { ...head, ...nothing, faults, faultCount: 1, faultsFile: null }
  }
}

async function importList(
  deps: ImportDeps,
  kindName: keyof typeof LISTS,
  path: string,
  { dryRun = false, partial = false, source }: ImportOptions & { source: string },
): Promise<ImportReport> {
  const kind = LISTS[kindName]
  const table = await readTable(path)
  const rows = bindColumns(table, kind.columns, kind.required)
  const work = async (tx: Tx): Promise<Tally> => {
    const tally = createTally()
    await kind.run({ tx, deps, tally, source }, rows)
    if (dryRun || (tally.faults.length > 0 && !partial)) throw new Rollback(tally)
    return tally
  }
  const { tally, written } = await commitOrUndo(deps, work)
  const { faults, ...counts } = tally
  const file = new FaultsFile(path, table.header)
  await file.add(
    faults.sort((a, b) => a.row - b.row),
    table.rows,
  )
  const faultsFile = await file.close()
  return {
    ...{ kind: kindName, file: basename(path), dryRun, written, rows: rows.length, ...counts },
    // What is wrong with a list is wrong with its rows: only facts come to matters for a person.
    ...{ exceptions: 0, faults: file.shown, faultCount: file.count, totalRows: [], faultsFile },
  }
}

async function commitOrUndo({ db }: ImportDeps, work: (tx: Tx) => Promise<Tally>) {
  try {
    return { tally: await db.transaction(work), written: true }
  } catch (error) {
    if (error instanceof Rollback) return { tally: error.tally, written: false }
    throw error
  }
}
