import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import {
  type DecidedDraft,
  decideDrafts,
  noteConflicts,
  postDrafts,
} from '../features/credits/commands/creditNewOrders.ts'
import { type CreditDeps, foreseeMattersIn, postCreditsIn } from '../features/credits/commands/postCredits.ts'
import { linkMember } from '../features/customers/identityStore.ts'
import { importFile as importWith } from '../features/imports/commands/importFile.ts'
import type { ImportKindName, ImportOptions, ImportReport } from '../features/imports/contract.ts'
import type { OrderIntake } from '../features/imports/tally.ts'
import { type DraftCredit, recordOrdersIn } from '../features/orders/commands/recordOrders.ts'
import { type PostRefunded, recordRefundsIn } from '../features/orders/commands/recordRefunds.ts'

/** The import of a file, with what it needs of other features handed to it. */
export function importFile(
  deps: Pick<Deps, 'db' | 'clock' | 'vault' | 'emit' | 'enqueue' | 'rules'>,
  kind: ImportKindName,
  path: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const intake: OrderIntake = {
    recordOrders: (tx, inputs, isTrial) =>
      recordOrdersIn(tx, deps, isTrial ? trialCreditOf(deps) : draftCreditOf(deps), inputs),
    recordRefunds: (tx, inputs, isTrial) =>
      recordRefundsIn(tx, deps, isTrial ? foreseenOf(deps) : refundCreditOf(deps), inputs),
  }
  return importWith({ ...deps, intake, linkMember: linkedMember }, kind, path, options)
}

async function linkedMember(tx: Tx, externalUserId: string): Promise<string | undefined> {
  const match = await linkMember(tx, externalUserId)
  return match.kind === 'linked' ? match.memberNo : undefined
}

/** The credit of orders that are recorded many at once. */
export function draftCreditOf(deps: Pick<Deps, 'clock' | 'emit' | 'enqueue' | 'rules'>): DraftCredit<DecidedDraft> {
  return {
    decide: (tx, drafts) => decideDrafts(tx, deps, drafts),
    post: (tx, stored) => postDrafts(tx, deps, stored),
  }
}

/** The credit of orders some of which was refunded, many at once. */
export function refundCreditOf(deps: CreditDeps): PostRefunded {
  return async (tx, orderIds) => void (await postCreditsIn(tx, deps, orderIds))
}

/** The same of a dry run: nothing is posted, and what posting would list for a person is. */
function foreseenOf(deps: CreditDeps): PostRefunded {
  return (tx, orderIds) => foreseeMattersIn(tx, deps, orderIds)
}

/** Of a dry run: who gets what is not posted, for that would hold the roll-ups; what a person must settle is told. */
function trialCreditOf(deps: Pick<Deps, 'clock' | 'rules'>): DraftCredit<DecidedDraft> {
  return {
    decide: (tx, drafts) => decideDrafts(tx, deps, drafts),
    post: (tx, stored) => noteConflicts(tx, deps, stored),
  }
}
