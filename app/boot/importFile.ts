import type { Deps } from '../deps.ts'
import { importFile as importWith } from '../features/imports/commands/importFile.ts'
import type { ImportKindName, ImportOptions, ImportReport } from '../features/imports/contract.ts'
import type { OrderIntake } from '../features/imports/tally.ts'
import { recordOrderIn } from '../features/orders/commands/recordOrder.ts'
import { recordRefundIn } from '../features/orders/commands/recordRefund.ts'

/** The import of a file, with the order commands of another feature handed to it. */
export function importFile(
  deps: Pick<Deps, 'db' | 'clock' | 'vault' | 'emit' | 'enqueue'>,
  kind: ImportKindName,
  path: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const intake: OrderIntake = {
    recordOrder: (tx, input) => recordOrderIn(tx, deps, input),
    recordRefund: (tx, input) => recordRefundIn(tx, deps, input),
  }
  return importWith({ ...deps, intake }, kind, path, options)
}
