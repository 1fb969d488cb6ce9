import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import type { Tx } from '../../../db/database.ts'
import { IntakeException } from '../../../db/entities/orders.ts'
import { bindColumns } from '../columns.ts'
import type { ImportFault, ImportKindName, ImportOptions, ImportReport } from '../contract.ts'
import { groupsKind } from '../kinds/groups.ts'
import { guidesKind } from '../kinds/guides.ts'
import { membersKind } from '../kinds/members.ts'
import { ordersKind } from '../kinds/orders.ts'
import { productsKind } from '../kinds/products.ts'
import { refundsKind } from '../kinds/refunds.ts'
import { regionsKind } from '../kinds/regions.ts'
import { storesKind } from '../kinds/stores.ts'
import { FileFault, readTable, type Table } from '../readTable.ts'
import { createTally, type ImportDeps, type ImportKind, type Tally } from '../tally.ts'

const KINDS: Record<ImportKindName, ImportKind> = {
  regions: regionsKind,
  stores: storesKind,
  guides: guidesKind,
  products: productsKind,
  members: membersKind,
  groups: groupsKind,
  orders: ordersKind,
  refunds: refundsKind,
}
const DEFAULT_SOURCE = 'pos-file'

interface Outcome {
  tally: Tally
  exceptions: number
}

/** Undoes the transaction and carries out what would have been. */
class Rollback extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('rolled back on purpose')
    this.outcome = outcome
  }
}

/**
 * Takes a file in, in one transaction: all rows, or none when one is faulty (the good ones with `partial`). A dry
 * run goes the same way and is undone, so that its report is the real one.
 */
export async function importFile(
  deps: ImportDeps,
  kindName: ImportKindName,
  path: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { dryRun = false, partial = false, source = DEFAULT_SOURCE } = options
  const head = { kind: kindName, file: basename(path), dryRun }
  const kind = KINDS[kindName]
  try {
    const table = await readTable(path)
    const rows = bindColumns(table, kind.columns, kind.required)
    const work = async (tx: Tx): Promise<Outcome> => {
      const tally = createTally()
      const before = await tx.count(IntakeException)
      await kind.run({ tx, deps, tally, source }, rows)
      const outcome = { tally, exceptions: (await tx.count(IntakeException)) - before }
      if (dryRun || (tally.faults.length > 0 && !partial)) throw new Rollback(outcome)
      return outcome
    }
    const { outcome, written } = await commitOrUndo(deps, work)
    const { faults, ...counts } = outcome.tally
    const sorted = faults.sort((a, b) => a.row - b.row)
    const faultsFile = await writeFaults(path, table, sorted)
    return {
      ...head,
      written,
      rows: rows.length,
      ...counts,
      exceptions: outcome.exceptions,
      faults: sorted,
      faultsFile,
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    const nothing = { rows: 0, added: 0, changed: 0, unchanged: 0, exceptions: 0 }
    return { ...head, written: false, ...nothing, faults: [{ row: 0, reason: error.message }], faultsFile: null }
  }
}

async function commitOrUndo({ db }: ImportDeps, work: (tx: Tx) => Promise<Outcome>) {
  try {
    return { outcome: await db.transaction(work), written: true }
  } catch (error) {
    if (error instanceof Rollback) return { outcome: error.outcome, written: false }
    throw error
  }
}

/** The faulty rows as they came, each with its reason, ready to be corrected and imported again. */
async function writeFaults(path: string, table: Table, faults: readonly ImportFault[]): Promise<string | null> {
  if (faults.length === 0) return null
  const reasons = new Map<number, string[]>()
  for (const { row, reason } of faults) reasons.set(row, [...(reasons.get(row) ?? []), reason])
  const bad = table.rows.filter((row) => reasons.has(row.rowNo))
  const lines = bad.map(({ rowNo, cells }) => [...cells, String(rowNo), (reasons.get(rowNo) ?? []).join('；')])
  const file = `${path}.faults.csv`
  const csv = stringify([[...table.header, '原行', '错误原因'], ...lines], { bom: true, record_delimiter: 'windows' })
  await writeFile(file, csv, { mode: 0o600 })
  return file
}
