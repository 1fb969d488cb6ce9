import { MoreThan } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { CreditCorrection } from '../../../db/entities/creditCases.ts'
import { type Order, OrderLine } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { movedByCorrection } from '../../credits/queries.ts'
import type { NewHolders } from '../contract.ts'
import { isAmong, readHolders } from '../holders.ts'
import { holdOrder, insertCorrection, noteAct } from '../store.ts'

export type CaseDeps = Pick<Deps, 'db' | 'clock' | 'emit' | 'rules'>

/** Brings the ledger to the order's facts, in the caller's transaction: the credits' own command. */
export type PostCredit = (tx: Tx, deps: CaseDeps, input: { orderId: number }) => Promise<number>

export interface Proposal extends NewHolders {
  reason: string
  /** Already the proposer's own. */
  clientKey: string
}

export async function proposeCorrection(
  deps: CaseDeps,
  post: PostCredit,
  actor: Actor,
  order: Order,
  proposal: Proposal,
): Promise<number> {
  return deps.db.transaction(async (tx) => {
    await holdOrder(tx, order.id)
    return proposeIn(tx, deps, post, actor, order, proposal)
  })
}

/**
 * With the order held. An operator's correction up to the limit is in force at once and posted; what moves more, or
 * was proposed by a manager who upholds an objection, waits for another person.
 * @returns its id
 * @throws AppError RULE in words for the form
 */
export async function proposeIn(
  tx: Tx,
  deps: CaseDeps,
  post: PostCredit,
  actor: Actor,
  order: Order,
  { lineNo, to, reason, clientKey }: Proposal,
): Promise<number> {
  const same = await tx.findOneBy(CreditCorrection, { clientKey })
  if (same && same.orderId !== order.id) throw new AppError('RULE', undefined, '这个请求编号已经用在别的订单上')
  if (same) return same.id
  const nowMs = deps.clock.nowMs()
  const shares = await readHolders(tx, to, [order.businessDay, businessDayOf(nowMs)])
  await refuseWhatCannotBe(tx, actor, order, { lineNo, shares })
  const about = lineNo === undefined ? {} : { lineNo }
  const movedFen = await movedByCorrection(tx, deps.rules, order, { ...about, to: shares }, nowMs)
  if (movedFen === 0) throw new AppError('RULE', undefined, '这样改和现在一样，没有可改的业绩')
  const isAlone = actor.role === 'operator' && (await fitsLimit(tx, deps, actor, order.id, movedFen))
  const decidedAt = isAlone ? await nextDecisionAt(tx, order.id, nowMs) : null
  const id = await insertCorrection(tx, {
    ...{ orderId: order.id, lineNo: lineNo ?? null, toHolders: [...shares], reason, movedFen, clientKey },
    ...{ state: isAlone ? 'approved' : 'proposed', proposedBy: actor.userId, proposedAt: nowMs },
    ...{ decidedBy: isAlone ? actor.userId : null, decidedAt, decisionNote: '' },
  })
  const action = isAlone ? 'credit.correction.approved' : 'credit.correction.proposed'
  const detail = { orderId: order.id, movedFen }
  await noteAct(tx, { at: nowMs, actor: actor.userId, action, subject: String(id), detail })
  if (isAlone) await post(tx, deps, { orderId: order.id })
  return id
}

interface Wanted {
  lineNo: string | undefined
  shares: Awaited<ReturnType<typeof readHolders>>
}

async function refuseWhatCannotBe(tx: Tx, actor: Actor, order: Order, { lineNo, shares }: Wanted): Promise<void> {
  if (isAmong(actor.guideId, shares)) throw new AppError('RULE', undefined, '不能把业绩改给自己，请另一位同事来定')
  if (await tx.existsBy(CreditCorrection, { orderId: order.id, state: 'proposed' }))
    throw new AppError('RULE', undefined, '这单还有一条更正在等批准')
  if (lineNo !== undefined && !(await tx.existsBy(OrderLine, { orderId: order.id, lineNo })))
    throw new AppError('RULE', undefined, '这单没有这一行')
}

/** All that this person decided alone about the order counts together: many small corrections are one large one. */
async function fitsLimit(tx: Tx, { rules }: CaseDeps, { userId }: Actor, orderId: number, movedFen: number) {
  const own = await tx.findBy(CreditCorrection, { orderId, state: 'approved', proposedBy: userId, decidedBy: userId })
  const before = own.reduce((sum, correction) => sum + correction.movedFen, 0)
  return before + movedFen <= rules.credit.correctionLimitFen
}

/** Later than every decision before: of two within one millisecond the second one counts. */
export async function nextDecisionAt(tx: Tx, orderId: number, nowMs: number): Promise<number> {
  const [latest] = await tx.find(CreditCorrection, {
    where: { orderId, state: 'approved', decidedAt: MoreThan(nowMs - 1) },
    order: { decidedAt: 'DESC' },
    take: 1,
  })
  return latest?.decidedAt ? latest.decidedAt + 1 : nowMs
}
