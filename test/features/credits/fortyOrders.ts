import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Database } from '../../../app/db/database.ts'
import { CreditCorrection } from '../../../app/db/entities/creditCases.ts'
import { IdentityKey } from '../../../app/db/entities/customers.ts'
import { Setting } from '../../../app/db/entities/operations.ts'
import { Order } from '../../../app/db/entities/orders.ts'
import { Guide, GuideAssignment } from '../../../app/db/entities/org.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import { readAttribution } from '../../../config/attributionRules.ts'
import { addCustomer, at, type Bench, bind, seedChain } from './ledgerBench.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/attribution/forty-orders')
type Row = Record<string, string>

/** A sheet of the worked example, one object a row. */
export function readSheet(name: string): Row[] {
  return parse(readFileSync(join(FOLDER, `${name}.csv`)), { columns: true })
}

export type Cast = Record<string, number>

/** lin and zhou in SH001 (zhou in SH002 from October 16), wu in BJ001 until October 31, chen in SH002, hua manages BJ001. */
export async function seedCast(db: Database, bench: Bench): Promise<Cast> {
  const { lin, zhou, wu } = await seedChain(db)
  const [chen, hua] = [await addGuide(db, 'chen', 'SH002'), await addGuide(db, 'hua', 'BJ001', 'store_manager')]
  await db.transaction(async (tx) => {
    await tx.update(GuideAssignment, { guideId: zhou }, { toDay: '2026-10-15' })
    await tx.insert(GuideAssignment, assignment(zhou, 'SH002', '2026-10-16'))
    await tx.update(GuideAssignment, { guideId: wu }, { toDay: '2026-10-31' })
    await tx.update(Guide, { id: wu }, { state: 'left', leftOn: '2026-10-31' })
  })
  for (const customer of ['wmA', 'wmB', 'wmC', 'wmD']) await addCustomer(db, customer, '2026-08-01')
  await bind(db, 'wmA', lin, '2026-08-02')
  await bind(db, 'wmB', zhou, '2026-08-02')
  await bind(db, 'wmC', wu, '2026-08-02', '2026-11-01T00:00:00')
  await bind(db, 'wmC', chen, '2026-11-01T00:00:00')
  bench.deps.rules.attribution.push(readAttribution(readFileSync(join(FOLDER, 'v2.yaml'), 'utf8')))
  return { lin, zhou, wu, chen, hua }
}

async function addGuide(db: Database, name: string, storeCode: string, role: GuideAssignment['role'] = 'guide') {
  return db.transaction(async (tx) => {
    const userId = `guide.${name}`
    const row = { userId, userKey: userId, name, state: 'active', leftOn: null, createdAt: 1 } as const
    const guideId = Number((await tx.insert(Guide, { ...row })).identifiers[0]?.id)
    await tx.insert(GuideAssignment, { ...assignment(guideId, storeCode, '2026-01-01'), role })
    return guideId
  })
}

function assignment(guideId: number, storeCode: string, fromDay: string) {
  return { guideId, role: 'guide', level: 'skilled', storeCode, regionCode: null, fromDay, toDay: null } as const
}

type Send = (path: string, body: unknown) => Promise<void>

/** Tells the product everything on the day it was told, with the sweeps of each day. */
export async function playSheets(db: Database, bench: Bench, cast: Cast, send: Send): Promise<void> {
  const orders = readSheet('orders').map((row) => ({ ...row, what: 'order', at: row.paid ?? '' }) as Row)
  const told = [...orders, ...readSheet('later')].map((row) => ({ row, day: row.arrives || row.at || '' }))
  told.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  for (const { row, day } of told) {
    await sweep(bench, day)
    await tell(db, bench, cast, send, row)
    await bench.settle()
  }
  await sweep(bench, '2026-11-30')
}

async function sweep(bench: Bench, day: string): Promise<void> {
  bench.setNow(day)
  for (const kind of ['credits.endWaits', 'credits.settle']) await bench.runJob({ kind, payload: {} })
}

async function tell(db: Database, bench: Bench, cast: Cast, send: Send, row: Row): Promise<void> {
  if (row.what === 'order') await send('/hooks/orders', orderBody(row))
  if (row.what === 'refund') await send('/hooks/refunds', refundBody(row))
  if (row.what === 'identified') await identify(db, bench, row)
  if (row.what === 'correction') await correct(db, bench, cast, row)
  if (row.what === 'closed')
    await db.transaction((tx) => tx.update(Setting, { name: 'ledger.closedThrough' }, { value: row.about ?? '' }))
}

const noon = (day = '') => `${day}T12:00:00+08:00`
const PHONES: Row = { phone1: '13800000001', phone2: '13800000002', phone9: '13800000009' }

function orderBody({ no, paid, store, channel, buyer = '', shared, lines = '' }: Row) {
  const phone = PHONES[buyer]
  return {
    ...{ source: 'pos-east', orderNo: no, channel, storeCode: store, orderedAt: noon(paid), paidAt: noon(paid) },
    buyer: buyer === '' ? null : phone ? { phone } : { externalUserId: buyer },
    sharedByGuide: shared ? `guide.${shared}` : null,
    lines: lines.split(' + ').map((line, index) => {
      const [fen, ...served] = line.split(' ')
      return { lineNo: String(index + 1), paidFen: Number(fen), ...servedBy(served) }
    }),
  }
}

/** `zhou`, or several with their parts: `lin 3 chen 1`. */
function servedBy(words: string[]) {
  if (words.length < 2) return { servedByGuide: words[0] ? `guide.${words[0]}` : null }
  const parts = words.filter((_, index) => index % 2 === 1).map(Number)
  return { servedBy: parts.map((own, index) => ({ guide: `guide.${words[index * 2]}`, parts: own })) }
}

function refundBody({ no, at: day, order, about = '' }: Row) {
  const [fen, guide, storeCode] = about.split(' ')
  return {
    ...{ source: 'pos-east', refundNo: no, refundedAt: noon(day), orderNo: order || null },
    guide: guide && guide !== '-' ? `guide.${guide}` : null,
    storeCode: storeCode ?? null,
    lines: [{ lineNo: '1', refundFen: Number(fen) }],
  }
}

async function identify(db: Database, bench: Bench, { at: day = '', about = '' }: Row): Promise<void> {
  const [phone = '', externalUserId = ''] = about.split(' ')
  const keyHash = bench.deps.vault.keyOf('phone', PHONES[phone] ?? '')
  const row = { kind: 'phone', keyHash, externalUserId, sinceAt: at(day), source: 'test', orderId: null } as const
  await db.transaction((tx) => tx.insert(IdentityKey, row))
  await bench.emit({ name: 'CustomerIdentified', externalUserId, atMs: at(day) })
}

async function correct(db: Database, bench: Bench, cast: Cast, row: Row): Promise<void> {
  const { id: orderId } = await db.read.findOneByOrFail(Order, { orderNo: row.order ?? '' })
  const words = (row.about ?? '').split(' ')
  const toHolders = words.flatMap((name, index) => {
    if (index % 2 === 1) return []
    const parts = Number(words[index + 1])
    return [cast[name] === undefined ? { storeCode: name, parts } : { guideId: cast[name], parts }]
  })
  const moment = at(row.at ?? '')
  const people = { proposedBy: 'op', proposedAt: moment, decidedBy: 'op2', decidedAt: moment, decisionNote: '' }
  const correction = { orderId, lineNo: null, toHolders, reason: '核对', movedFen: 0, state: 'approved' } as const
  await db.transaction((tx) => tx.insert(CreditCorrection, { ...correction, ...people, clientKey: row.no ?? '' }))
  await postCredit(bench.deps, { orderId })
}
