import { In } from 'typeorm'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { applyExit, dropFollowUp } from '../exits.ts'
import { companionOf, isFriend } from '../people.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { queueRefresh } from '../queueRefresh.ts'
import { changeFollowUp, lockCustomer, OPEN_STATES, withFigures } from '../store.ts'

type Ending = Pick<Deps, 'db' | 'clock' | 'emit' | 'enqueue' | 'rules'>

/** A refund stops the track of what was given back, and no other. */
export async function endForRefund(
  deps: Ending,
  playbooks: readonly LoadedPlaybook[],
  { orderId, refundId }: { orderId: number; refundId: number },
  job: JobRun,
): Promise<string> {
  const rows: { productCode: string; buyer: string }[] = await deps.db.read.query(
    `SELECT DISTINCT l.product_code AS productCode, o.buyer_customer_id AS buyer
     FROM refund_lines f JOIN orders o ON o.id = ? JOIN order_lines l ON l.order_id = o.id AND l.line_no = f.line_no
     WHERE f.refund_id = ? AND l.product_code IS NOT NULL AND o.buyer_customer_id IS NOT NULL`,
    [orderId, refundId],
  )
  return deps.db.transaction(async (tx) => {
    let dropped = 0
    for (const { productCode, buyer } of rows) {
      const exit = {
        fact: 'refunded',
        externalUserId: buyer,
        subject: productCode,
        anchorKey: `order:${orderId}`,
      } as const
      dropped += await applyExit(tx, deps, playbooks, exit)
    }
    await job.settle(tx, `${dropped} dropped`)
    return `${dropped} dropped`
  })
}

/** The friendship ended: what this guide had planned for the customer cannot be said any more. */
export async function endForLost(
  deps: Ending,
  { externalUserId, guideId }: { externalUserId: string; guideId: number },
  job: JobRun,
): Promise<string> {
  // They may be friends again by now; events come in any order.
  if (await isFriend(deps.db.read, guideId, externalUserId)) return 'still friends'
  return deps.db.transaction(async (tx) => {
    await lockCustomer(tx, externalUserId)
    const rows = await tx.findBy(FollowUp, { externalUserId, guideId, state: In([...OPEN_STATES]) })
    for (const row of rows) await dropFollowUp(tx, deps, row, 'exit:customer_lost')
    await job.settle(tx, `${rows.length} dropped`)
    return `${rows.length} dropped`
  })
}

/** The customer is another guide's now: what is still open goes to that guide, who gets a card of their own. */
export async function moveToNewGuide(deps: Ending, externalUserId: string, job: JobRun): Promise<string> {
  const companion = await companionOf(deps.db.read, externalUserId)
  if (!companion?.isBound) return 'nobody to move to'
  const { guideId, storeCode } = companion
  return deps.db.transaction(async (tx) => {
    await lockCustomer(tx, externalUserId)
    const open = await tx.findBy(FollowUp, { externalUserId, state: In([...OPEN_STATES]) })
    const others = open.filter((row) => row.guideId !== guideId)
    for (const row of others) {
      const fresh = { state: 'planned', deliveredAt: null, remindedAt: null, cardTaskId: null } as const
      const change = { ...fresh, guideId, storeCode, movedBecause: 'new_guide', cardResponseCode: null }
      if (await withFigures(tx, row, () => changeFollowUp(tx, row, change))) await queueRefresh(tx, deps, row)
    }
    await job.settle(tx, `${others.length} moved`)
    return `${others.length} moved`
  })
}
