import { draftCreditOf } from '../../../app/boot/importFile.ts'
import type { Database } from '../../../app/db/database.ts'
import { CreditCorrection } from '../../../app/db/entities/creditCases.ts'
import { CustomerEvent, IdentityKey } from '../../../app/db/entities/customers.ts'
import { Order } from '../../../app/db/entities/orders.ts'
import { nextMonthToClose } from '../../../app/domain/ledger/closing.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import { closeMonth } from '../../../app/features/ledger/commands/closeMonth.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { readClosingFacts } from '../../../app/features/ledger/queries.ts'
import { recordOrdersIn } from '../../../app/features/orders/commands/recordOrders.ts'
import { AppError } from '../../../app/http/errors.ts'
import { addCustomer, at, type Bench, bind, orderOf } from './ledgerBench.ts'
import {
  type CorrectionFact,
  dayText,
  FACTS_END,
  type Fact,
  type FriendFact,
  GUIDES,
  type OrderFact,
  STORES,
  SWEPT_AT,
} from './ledgerFacts.ts'

export interface Stage {
  db: Database
  bench: Bench
  guideIds: number[]
  /** Corrections whose order is not there yet: a person makes them once they see it. */
  put: CorrectionFact[]
}

/** Tells one fact and lets everything follow from it. */
export async function arrive(stage: Stage, fact: Fact): Promise<void> {
  const { bench } = stage
  if (fact.kind === 'order') await takeOrder(stage, fact)
  else if (fact.kind === 'refund')
    await bench.refund({
      refundNo: `R${fact.no}`,
      orderNo: fact.order === null ? null : `N${fact.order}`,
      refundedAt: `${dayText(fact.day)}T13:00:00+08:00`,
      guide: GUIDES[fact.no - 1],
      storeCode: 'SH001',
      lines: [{ lineNo: String(fact.line), refundFen: fact.fen }],
    })
  else if (fact.kind === 'contact') await meet(stage, fact.phone, dayText(fact.day), fact.guide)
  else if (fact.kind === 'friend') await befriend(stage, fact)
  else if (fact.kind === 'correction') await correct(stage, fact)
  else if (fact.kind === 'close') await closeNext(stage)
  else await sweepAt(stage, SWEPT_AT[fact.no] ?? FACTS_END)
  await bench.settle()
}

async function takeOrder(stage: Stage, fact: OrderFact): Promise<void> {
  const { db, bench } = stage
  const order = orderOf({
    orderNo: `N${fact.no}`,
    channel: fact.online ? 'online' : 'offline',
    storeCode: STORES[fact.no],
    paidAt: `${dayText(fact.day)}T12:00:00+08:00`,
    buyer: fact.phone === null ? null : { phone: `1380000000${fact.phone}` },
    sharedByGuide: fact.shared === null ? null : GUIDES[fact.shared],
    lines: fact.fen.map((paidFen, index) => ({
      lineNo: String(index + 1),
      paidFen,
      ...(index > 0 ? {} : servedBy(fact)),
    })),
  })
  if (!fact.isInFile) await bench.recordParsed(order)
  else await db.transaction((tx) => recordOrdersIn(tx, bench.deps, draftCreditOf(bench.deps), [order]))
  await bench.settle()
  for (const waiting of stage.put.splice(0)) await correct(stage, waiting)
}

function servedBy({ served }: OrderFact) {
  if (served.length > 1) return { servedBy: served.map(({ guide, parts }) => ({ guide: GUIDES[guide], parts })) }
  return { servedByGuide: served[0] ? GUIDES[served[0].guide] : null }
}

async function meet({ db, bench, guideIds }: Stage, phone: number, day: string, guide: number | null): Promise<void> {
  const externalUserId = `wm${phone}`
  const guideId = guide === null ? undefined : guideIds[guide]
  await addCustomer(db, externalUserId, day)
  if (guideId !== undefined) await bind(db, externalUserId, guideId, day)
  const keyHash = bench.deps.vault.keyOf('phone', `1380000000${phone}`)
  const key = { kind: 'phone', keyHash, externalUserId, sinceAt: at(day), source: 'test', orderId: null } as const
  await db.transaction((tx) => tx.insert(IdentityKey, key))
  await bench.emit({ name: 'CustomerIdentified', externalUserId, atMs: at(day) })
}

async function befriend({ db, bench, guideIds }: Stage, { no, phone, day, guide }: FriendFact): Promise<void> {
  const [externalUserId, guideId, atMs] = [`wm${phone}`, guideIds[guide] ?? 0, at(dayText(day))]
  const event = { externalUserId, guideId, kind: 'added', at: atMs, data: {}, onceKey: `added ${no}` }
  await db.transaction((tx) => tx.insert(CustomerEvent, event))
  await bench.emit({ name: 'CustomerAdded', externalUserId, guideId, atMs, half: false })
}

async function correct(stage: Stage, fact: CorrectionFact): Promise<void> {
  const { db, bench, guideIds } = stage
  const row = await db.read.findOneBy(Order, { orderNo: `N${fact.no}` })
  if (!row) return void stage.put.push(fact)
  const toHolders = [
    { guideId: guideIds[fact.guide] ?? 0, parts: fact.parts },
    { storeCode: 'SH002', parts: 1 },
  ]
  const moment = Date.parse(`${dayText(fact.day)}T14:00:00+08:00`)
  const people = { proposedBy: 'op', proposedAt: moment, decidedBy: 'op2', decidedAt: moment, decisionNote: '' }
  const decision = {
    orderId: row.id,
    lineNo: fact.line === null ? null : String(fact.line),
    toHolders,
    reason: '核对',
    movedFen: 0,
    state: 'approved',
  } as const
  await db.transaction((tx) => tx.insert(CreditCorrection, { ...decision, ...people, clientKey: `K${fact.no}` }))
  await postCredit(bench.deps, { orderId: row.id })
}

async function closeNext({ db, bench }: Stage): Promise<void> {
  await proveLedger(bench.deps)
  const month = nextMonthToClose(await readClosingFacts(db.read, bench.deps.clock.nowMs()))
  if (month === undefined) return
  await closeMonth(bench.deps, { month, actor: 'op' }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
  })
}

/** Never back in time. */
export async function sweepAt({ bench }: Pick<Stage, 'bench'>, text: string): Promise<void> {
  if (at(text) > bench.deps.clock.nowMs()) bench.setNow(text)
  for (const kind of ['credits.endWaits', 'credits.settle']) await bench.runJob({ kind, payload: {} })
}
