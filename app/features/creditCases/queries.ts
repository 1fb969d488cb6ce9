import { type EntityManager, In } from 'typeorm'
import { CreditCorrection, CreditObjection } from '../../db/entities/creditCases.ts'
import { Order } from '../../db/entities/orders.ts'
import { Store } from '../../db/entities/org.ts'
import type { Actor } from '../../http/actor.ts'
import type { CorrectionView, ObjectionView, OrderCases } from './contract.ts'
import type { NewShares } from './holders.ts'
import { loadNames } from './names.ts'
import { mayDecide, mayObject } from './policy.ts'
import { presentCorrection, presentObjection } from './present.ts'

export { countOpenObjections } from './scope.ts'

/** What people have said about an order's credit, oldest first; who may see it is asked elsewhere. */
export async function casesOfOrder(
  read: EntityManager,
  actor: Pick<Actor, 'guideId' | 'role'>,
  orderId: number,
): Promise<OrderCases> {
  const order = { id: 'ASC' } as const
  const objections = await read.find(CreditObjection, { where: { orderId }, order })
  const corrections = await read.find(CreditCorrection, { where: { orderId }, order })
  const names = await namesFor(read, objections, corrections)
  const byId = new Map(corrections.map((row) => [row.id, row]))
  return {
    objections: objections.map((row) => presentObjection(row, actor.guideId, byId.get(row.correctionId ?? 0), names)),
    corrections: corrections.map((row) => presentCorrection(row, names)),
    mayObject: mayObject(actor) && !objections.some((row) => row.guideId === actor.guideId && row.state === 'open'),
  }
}

/** How many corrections wait for this very operator. */
export async function countCorrectionsFor(read: EntityManager, actor: Actor): Promise<number> {
  if (actor.role !== 'operator') return 0
  return (await read.findBy(CreditCorrection, { state: 'proposed' })).filter((row) => mayDecide(actor, row)).length
}

/** What has become of an objection, for the guide who raised it; `state` changes with every answer. */
export interface ObjectionAnswer {
  guideId: number
  state: string
  storeName: string | null
  orderNo: string
  outcome: string
  /** Whose word is the last, and the word. */
  who: string
  answer: string
}

/** Undefined while nobody has answered. */
export async function answerToObjection(read: EntityManager, id: number): Promise<ObjectionAnswer | undefined> {
  const row = await read.findOneByOrFail(CreditObjection, { id })
  if (row.state === 'open') return undefined
  const { stateText, answer, settledByName, headOffice } = await objectionById(read, row, id)
  const { orderNo, storeCode } = await read.findOneByOrFail(Order, { id: row.orderId })
  const store = storeCode === null ? null : await read.findOneBy(Store, { code: storeCode })
  const last = headOffice?.note ? headOffice : { name: settledByName ?? '', note: answer }
  const corrections = await correctionsById(read, [row.correctionId])
  return {
    ...{ guideId: row.guideId, storeName: store?.name ?? storeCode, orderNo, outcome: stateText },
    ...{ state: corrections.get(row.correctionId ?? 0)?.state ?? row.state, who: last.name, answer: last.note },
  }
}

export async function objectionById(
  read: EntityManager,
  { guideId }: Pick<Actor, 'guideId'>,
  id: number,
): Promise<ObjectionView> {
  const row = await read.findOneByOrFail(CreditObjection, { id })
  const corrections = await correctionsById(read, [row.correctionId])
  const names = await namesFor(read, [row], [...corrections.values()])
  return presentObjection(row, guideId, corrections.get(row.correctionId ?? 0), names)
}

export async function correctionById(read: EntityManager, id: number): Promise<CorrectionView> {
  const row = await read.findOneByOrFail(CreditCorrection, { id })
  return presentCorrection(row, await namesFor(read, [], [row]))
}

export async function correctionsById(
  read: EntityManager,
  ids: readonly (number | null)[],
): Promise<ReadonlyMap<number, CreditCorrection>> {
  const known = ids.flatMap((id) => id ?? [])
  const rows = known.length === 0 ? [] : await read.findBy(CreditCorrection, { id: In(known) })
  return new Map(rows.map((row) => [row.id, row]))
}

export function namesFor(
  read: EntityManager,
  objections: readonly CreditObjection[],
  corrections: readonly CreditCorrection[],
) {
  const parts = corrections.flatMap(({ toHolders }) => toHolders as NewShares)
  return loadNames(read, {
    guideIds: [
      ...objections.map(({ guideId }) => guideId),
      ...parts.flatMap((part) => ('guideId' in part ? part.guideId : [])),
    ],
    userIds: [
      ...objections.map(({ settledBy }) => settledBy),
      ...corrections.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy]),
    ],
    storeCodes: parts.flatMap((part) => ('storeCode' in part ? part.storeCode : [])),
  })
}
