import { type EntityManager, In, LessThan, Not } from 'typeorm'
import { CreditCorrection, CreditObjection } from '../../db/entities/creditCases.ts'
import { Order } from '../../db/entities/orders.ts'
import { Guide, Store } from '../../db/entities/org.ts'
import type { Actor } from '../../http/actor.ts'
import { creditTexts } from '../credits/queries.ts'
import type { CaseOrder, CorrectionRow, ObjectionRow } from './contract.ts'
import { mayDecide } from './policy.ts'
import { presentCorrection, presentObjection } from './present.ts'
import { correctionsById, namesFor } from './queries.ts'
import { objectionScope } from './scope.ts'

export interface ObjectionWish {
  state: 'open' | 'settled' | 'all'
  isMine: boolean
  before?: number | undefined
  limit: number
}

const STATES = {
  open: "b.state = 'open'",
  settled: "b.state IN ('upheld', 'rejected')",
  all: '1 = 1',
}

/** Newest first: one's own, and as a manager those about the stores in reach. */
export async function pageObjections(read: EntityManager, actor: Actor, wish: ObjectionWish): Promise<ObjectionRow[]> {
  const scope = objectionScope(actor, wish.isMine)
  const older = wish.before === undefined ? { sql: '', params: [] } : { sql: 'AND b.id < ?', params: [wish.before] }
  const ids: { id: number }[] = await read.query(
    `SELECT b.id AS id FROM credit_objections b JOIN orders o ON o.id = b.order_id
     WHERE ${STATES[wish.state]} AND (${scope.sql}) ${older.sql} ORDER BY b.id DESC LIMIT ?`,
    [...scope.params, ...older.params, wish.limit],
  )
  const rows = await read.find(CreditObjection, {
    where: { id: In(ids.map(({ id }) => Number(id))) },
    order: { id: 'DESC' },
  })
  const corrections = await correctionsById(
    read,
    rows.map(({ correctionId }) => correctionId),
  )
  const names = await namesFor(read, rows, [...corrections.values()])
  const orders = await caseOrders(
    read,
    rows.map(({ orderId }) => orderId),
  )
  const guides = await read.findBy(Guide, { id: In(rows.map(({ guideId }) => guideId)) })
  return rows.flatMap((row) => {
    const order = orders.get(row.orderId)
    if (!order) return []
    const isOther = row.guideId !== actor.guideId && actor.reach.kind !== 'none'
    return {
      ...presentObjection(row, actor.guideId, corrections.get(row.correctionId ?? 0), names),
      guideUserId: guides.find(({ id }) => id === row.guideId)?.userId ?? '',
      maySettle: row.state === 'open' && isOther,
      order,
    }
  })
}

/** An objection that this manager may settle or one's own; undefined alike for unknown and for not in reach. */
export async function findObjection(
  read: EntityManager,
  actor: Actor,
  id: number,
): Promise<CreditObjection | undefined> {
  const scope = objectionScope(actor, false)
  const found = await read.query(
    `SELECT 1 FROM credit_objections b JOIN orders o ON o.id = b.order_id WHERE b.id = ? AND (${scope.sql})`,
    [id, ...scope.params],
  )
  return found.length === 0 ? undefined : ((await read.findOneBy(CreditObjection, { id })) ?? undefined)
}

/** Newest first, for operators. */
export async function pageCorrections(
  read: EntityManager,
  actor: Actor,
  wish: { state: 'proposed' | 'decided'; before?: number | undefined; limit: number },
): Promise<CorrectionRow[]> {
  const rows = await read.find(CreditCorrection, {
    where: {
      state: wish.state === 'proposed' ? 'proposed' : Not('proposed'),
      ...(wish.before === undefined ? {} : { id: LessThan(wish.before) }),
    },
    order: { id: 'DESC' },
    take: wish.limit,
  })
  const names = await namesFor(read, [], rows)
  const orders = await caseOrders(
    read,
    rows.map(({ orderId }) => orderId),
  )
  return rows.flatMap((row) => {
    const order = orders.get(row.orderId)
    if (!order) return []
    return { ...presentCorrection(row, names), mayDecide: mayDecide(actor, row), order }
  })
}

export async function ordersByNumber(read: EntityManager, orderNo: string): Promise<CaseOrder[]> {
  const orders = await read.find(Order, { select: { id: true }, where: { orderNo }, order: { id: 'ASC' }, take: 20 })
  const shown = await caseOrders(
    read,
    orders.map(({ id }) => id),
  )
  return [...shown.values()]
}

async function caseOrders(read: EntityManager, ids: readonly number[]): Promise<ReadonlyMap<number, CaseOrder>> {
  if (ids.length === 0) return new Map()
  const orders = await read.find(Order, { where: { id: In([...new Set(ids)]) }, order: { id: 'ASC' } })
  const texts = await creditTexts(
    read,
    orders.map(({ id }) => id),
  )
  const stores = await read.findBy(Store, { code: In(orders.flatMap(({ storeCode }) => storeCode ?? [])) })
  return new Map(
    orders.map(({ id, source, orderNo, storeCode, paidAt, paidFen, refundedFen }) => [
      id,
      {
        ...{ source, orderNo, paidAtMs: paidAt, netFen: paidFen - refundedFen, creditText: texts.get(id) ?? '' },
        storeName: stores.find(({ code }) => code === storeCode)?.name ?? storeCode,
      },
    ]),
  )
}
