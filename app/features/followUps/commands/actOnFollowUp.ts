import type { Tx } from '../../../db/database.ts'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { storeOfGuideOn } from '../../staff/queries.ts'
import { type Act, type ActDecision, decideAct } from '../decideAct.ts'
import { type CardCode, queueRefresh } from '../queueRefresh.ts'
import { changeFollowUp, lockCustomer, withFigures } from '../store.ts'

export interface ActInput {
  followUpId: number
  /** Who acts: only their own follow-ups exist for them. */
  guideId: number
  act: Act
  /** The card that was clicked, whose fresh code shows the outcome on it. */
  clicked?: CardCode
  /** Goes into the same transaction: what was sent, the settled callback. */
  also?(tx: Tx): Promise<void>
}

export type ActOutcome = ActDecision['kind'] | 'not_found'

/** One act on one follow-up, the same from sidebar and card: closed, put off or reopened, figures and card in step. */
export async function actOnFollowUp(deps: Deps, input: ActInput): Promise<ActOutcome> {
  const { followUpId, guideId } = input
  const today = businessDayOf(deps.clock.nowMs())
  const storeCode = (await storeOfGuideOn(deps.db.read, guideId, today)) ?? null
  return deps.db.transaction(async (tx) => {
    const found = await tx.findOneBy(FollowUp, { id: followUpId, guideId })
    if (found) await lockCustomer(tx, found.externalUserId)
    const row = found && (await tx.findOneBy(FollowUp, { id: followUpId, guideId }))
    await input.also?.(tx)
    if (!row) return 'not_found'
    const decision = decideAct(row, input.act, deps.clock.nowMs())
    if (decision.kind === 'change') await record(tx, deps, row, decision, storeCode)
    const isUndone = input.act.kind === 'reopen'
    if (isUndone && decision.kind === 'change') await queueNewCard(tx, deps, row.id, decision.change.cardTaskId)
    else if (decision.kind === 'change' || input.clicked) await queueRefresh(tx, deps, row, input.clicked)
    return decision.kind
  })
}

async function queueNewCard(tx: Tx, deps: Deps, followUpId: number, taskId: string | null | undefined): Promise<void> {
  if (taskId) await deps.enqueue(tx, { kind: 'followUps.resendCard', payload: { followUpId, taskId } })
}

type Change = Extract<ActDecision, { kind: 'change' }>

async function record(
  tx: Tx,
  deps: Deps,
  row: FollowUp,
  { change, closes }: Change,
  storeCode: string | null,
): Promise<void> {
  const nowMs = deps.clock.nowMs()
  // Acted on before it was shown: it counts as due from now.
  const isEarly = closes && row.deliveredAt === null
  const seen = isEarly ? { deliveredAt: nowMs, storeCode } : {}
  await withFigures(tx, { ...row, ...seen }, () => changeFollowUp(tx, row, { ...change, ...seen }))
  if (closes) {
    await deps.emit(tx, { name: 'FollowUpClosed', followUpId: row.id, how: String(change.closedHow), atMs: nowMs })
  }
  // A place is taken, or free again.
  await deps.enqueue(tx, { kind: 'followUps.replan', payload: { externalUserId: row.externalUserId } })
}
