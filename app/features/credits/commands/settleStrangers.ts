import { In, MoreThan } from 'typeorm'
import { IntakeException, Order, Refund } from '../../../db/entities/orders.ts'
import { Guide, Product, Store } from '../../../db/entities/org.ts'
import { settleException } from '../store.ts'
import { type CreditDeps, postCredit } from './postCredit.ts'
import { postRefund } from './postRefund.ts'

const BATCH = 500
const KINDS = ['unknown_store', 'unknown_guide', 'unknown_product']

/** Stores and guides that orders named before we knew them: now known, their orders are posted anew and the matter is closed. */
export async function settleStrangers(deps: CreditDeps, signal?: AbortSignal): Promise<number> {
  let settled = 0
  let after = 0
  for (;;) {
    const where = { kind: In(KINDS), state: 'open' as const, id: MoreThan(after) }
    const open = await deps.db.read.find(IntakeException, { where, order: { id: 'ASC' }, take: BATCH })
    for (const matter of open) {
      signal?.throwIfAborted()
      after = matter.id
      if (!(await isKnownNow(deps, matter))) continue
      await repost(deps, matter)
      await deps.db.transaction((tx) => settleException(tx, matter.id, deps.clock.nowMs()))
      settled += 1
    }
    if (open.length < BATCH) return settled
  }
}

async function isKnownNow({ db: { read } }: CreditDeps, { kind, subject }: IntakeException): Promise<boolean> {
  if (kind === 'unknown_store') return read.existsBy(Store, { code: subject })
  if (kind === 'unknown_product') return read.existsBy(Product, { code: subject })
  return read.existsBy(Guide, { userKey: subject.toLowerCase() })
}

async function repost(deps: CreditDeps, { kind, source, number }: IntakeException): Promise<void> {
  if (kind === 'unknown_product') return
  const order = await deps.db.read.findOneBy(Order, { source, orderNo: number })
  if (order) await postCredit(deps, { orderId: order.id })
  const refund = await deps.db.read.findOneBy(Refund, { source, refundNo: number })
  if (refund) await postRefund(deps, { refundId: refund.id })
}
