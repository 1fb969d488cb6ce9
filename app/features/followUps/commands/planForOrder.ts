import type { Tx } from '../../../db/database.ts'
import { Order } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { productInWords } from '../../talkTracks/queries.ts'
import { applyExit } from '../exits.ts'
import { type BuyerOrder, readBuyerOrder } from '../orderFacts.ts'
import { companionOf } from '../people.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { recordPlan } from '../recordPlan.ts'
import { lockCustomer } from '../store.ts'

type Planning = Pick<Deps, 'db' | 'clock' | 'rules' | 'emit' | 'enqueue'>

/**
 * Plans what follows a paid order, once per (customer, product), as soon as the buyer is known. Any order ends the
 * playbooks for people who have not bought; the same product again restarts the count to its use-up day.
 */
export async function planForOrder(
  deps: Planning,
  playbooks: readonly LoadedPlaybook[],
  orderId: number,
  job: JobRun,
): Promise<string> {
  return deps.db.transaction(async (tx) => {
    const bought = await readWithBuyerHeld(tx, orderId)
    if (!bought) {
      await job.settle(tx, 'buyer unknown')
      return 'buyer unknown'
    }
    const { order, externalUserId, products } = bought
    const companion = await companionOf(tx, externalUserId)
    await applyExit(tx, deps, playbooks, { fact: 'first_purchase', externalUserId })
    const outcomes: string[] = []
    for (const { productCode, name, facts } of companion ? products : []) {
      const again = { fact: 'bought_again', externalUserId, subject: productCode, beforeMs: order.paidAt } as const
      await applyExit(tx, deps, playbooks, again)
      for (const playbook of playbooks.filter(({ trigger }) => trigger === 'order_line_paid')) {
        const outcome = await recordPlan(tx, deps, {
          playbook,
          externalUserId,
          subject: productCode,
          anchorKey: `order:${order.id}`,
          guideId: companion?.guideId ?? 0,
          storeCode: companion?.storeCode ?? null,
          facts,
          reasonData: { productName: productInWords(name) ?? '', channel: order.channel },
        })
        outcomes.push(outcome)
      }
    }
    const outcome = companion ? outcomes.join(', ').slice(0, 200) : 'no friend'
    await job.settle(tx, outcome)
    return outcome
  })
}

/** A refund that comes in meanwhile either is seen here, or waits and finds the track that it must end. */
async function readWithBuyerHeld(tx: Tx, orderId: number): Promise<BuyerOrder | undefined> {
  const order = await tx.findOneBy(Order, { id: orderId })
  if (!order?.buyerCustomerId) return undefined
  await lockCustomer(tx, order.buyerCustomerId)
  return readBuyerOrder(tx, orderId)
}

/** The buyer became known: orders of the last weeks may now be followed up. Planning again changes nothing. */
export async function planForIdentified(deps: Planning, externalUserId: string, job: JobRun): Promise<string> {
  const sinceMs = deps.clock.nowMs() - RECENT_MS
  const rows: { id: number }[] = await deps.db.read.query(
    'SELECT id FROM orders WHERE buyer_customer_id = ? AND paid_at >= ? ORDER BY paid_at LIMIT 50',
    [externalUserId, sinceMs],
  )
  return deps.db.transaction(async (tx) => {
    for (const { id } of rows) {
      await deps.enqueue(tx, { kind: 'followUps.planForOrder', payload: { orderId: Number(id) } })
    }
    await job.settle(tx, `${rows.length} orders`)
    return `${rows.length} orders`
  })
}

const RECENT_MS = 400 * 86_400_000
