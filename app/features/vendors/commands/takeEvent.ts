import { hash } from 'node:crypto'
import type { Logger } from 'pino'
import { VendorEvent } from '../../../db/entities/vendors.ts'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../http/errors.ts'
import type { HookRequest, Vendor, VendorName, VendorNews } from '../contract.ts'
import { type About, UnreadableError } from '../faults.ts'
import { vendorEvents } from '../metrics.ts'
import { sealEvent } from '../sealing.ts'
import { insertEvent, listTrouble, reviveEvent } from '../store.ts'

type TakeDeps = Pick<Deps, 'db' | 'clock' | 'vault' | 'enqueue'>

/**
 * Verifies an event, looks whether it can be read, and keeps it sealed with the job that will record what it says.
 * Nothing is kept of what is refused or says nothing about money.
 * @throws AppError BAD_SIGNATURE; BAD_REQUEST with every fault by its path, never with a value
 */
export async function takeEvent(deps: TakeDeps, vendor: Vendor, request: HookRequest, log: Logger): Promise<void> {
  try {
    const text = vendor.open(request)
    const news = vendor.read(text)
    const outcome = 'ignored' in news ? 'ignored' : await keep(deps, vendor, text, news)
    vendorEvents.inc({ vendor: vendor.name, outcome })
    log.info({ vendor: vendor.name, kind: news.kind.slice(0, 64), outcome }, 'vendor event')
  } catch (error) {
    if (!(error instanceof UnreadableError || error instanceof AppError)) throw error
    vendorEvents.inc({ vendor: vendor.name, outcome: 'refused' })
    const faults = error instanceof UnreadableError ? error.faults : undefined
    if (error instanceof UnreadableError && error.about) await tell(deps, vendor.name, error, error.about)
    log.warn({ vendor: vendor.name, code: error.name, paths: faults?.map(({ path }) => path) }, 'vendor event refused')
    throw faults ? new AppError('BAD_REQUEST', faults) : error
  }
}

async function keep(
  deps: TakeDeps,
  { name: vendor }: Vendor,
  text: string,
  { kind, number, said }: Exclude<VendorNews, { ignored: string }>,
): Promise<'new' | 'duplicate'> {
  const eventKey = hash('sha256', `${kind}\n${number}\n${said}`, 'hex')
  const sealedBody = sealEvent(deps.vault, text)
  return deps.db.transaction(async (tx) => {
    const event = { vendor, eventKey, kind: kind.slice(0, 64), number, sealedBody }
    const isNew = await insertEvent(tx, event, deps.clock.nowMs())
    const { id } = await tx.findOneOrFail(VendorEvent, { select: { id: true }, where: { vendor, eventKey } })
    if (isNew || (await reviveEvent(tx, id))) await deps.enqueue(tx, { kind: 'vendors.read', payload: { eventId: id } })
    return isNew ? 'new' : 'duplicate'
  })
}

/** A genuine event that names its number is refused, and told to a person: the mall will give it up one day. */
async function tell(deps: TakeDeps, source: VendorName, { faults }: UnreadableError, { kind, number }: About) {
  const trouble = { kind: 'vendor_unreadable' as const, source, number, subject: kind, detail: { faults } }
  await deps.db.transaction((tx) => listTrouble(tx, trouble, deps.clock.nowMs()))
}
