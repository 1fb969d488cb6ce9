import { IntakeException, Order, Refund } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { NewJob } from '../../../jobs/types.ts'
import { noteAct } from '../exceptionStore.ts'

/**
 * Has the order or refund behind a matter posted again from all that is known now. What is by then known (a store, a
 * guide, a product) closes its matter by itself; a repeat posts nothing.
 */
export async function rerunMatter(
  deps: Pick<Deps, 'db' | 'clock' | 'enqueue'>,
  actor: Actor,
  id: number,
): Promise<{ text: string }> {
  return deps.db.transaction(async (tx) => {
    const matter = await tx.findOneBy(IntakeException, { id })
    if (!matter) throw new AppError('NOT_FOUND')
    const { kind, source, number } = matter
    const order = await tx.findOneBy(Order, { source, orderNo: number })
    const refund = await tx.findOneBy(Refund, { source, refundNo: number })
    const jobs: NewJob[] = [
      ...(order ? [{ kind: 'credits.post', payload: { orderId: order.id } }] : []),
      ...(refund ? [{ kind: 'credits.postRefund', payload: { refundId: refund.id } }] : []),
      { kind: 'credits.settleStrangers', payload: {} },
    ]
    await deps.enqueue(tx, jobs)
    const detail = { kind, source, number }
    const at = deps.clock.nowMs()
    await noteAct(tx, { at, actor: actor.userId, action: 'exception.rerun', subject: String(id), detail })
    return { text: `${number} 正在重新计算，过一会儿刷新看结果` }
  })
}
