import { type CreditDryRun, CreditDryRunOrder } from '../../db/entities/creditCases.ts'
import { Order } from '../../db/entities/orders.ts'
import type { Deps } from '../../deps.ts'
import type { HolderPart } from '../../domain/attribution/compareBooks.ts'
import { bookInWords, linesOf } from '../credits/queries.ts'
import { compareOrders } from './compareNext.ts'
import type { DryRunWhy } from './contract.ts'
import { holderName, storeName } from './present.ts'
import { loadNames } from './queries.ts'
import { questionOf } from './question.ts'

/** One order of a run under both rules, from what is known of it now; undefined when it is no order of the run. */
export async function explainOrder(
  deps: Pick<Deps, 'db' | 'rules' | 'ruleFiles'>,
  run: CreditDryRun,
  orderId: number,
): Promise<DryRunWhy | undefined> {
  const { read } = deps.db
  const order = await read.findOneBy(Order, { id: orderId })
  if (!order || order.id > run.throughOrderId) return undefined
  if (order.businessDay < run.fromDay || order.businessDay > run.toDay) return undefined
  const [compared] = await compareOrders(deps, questionOf(deps, run), [order])
  if (!compared) return undefined
  const { parts, books } = compared
  const lines = await linesOf(read, [order])
  const names = await loadNames(read, parts)
  const words = (book: (typeof books)[number]) => bookInWords(read, order, lines, book)
  return {
    source: order.source,
    orderNo: order.orderNo,
    parts: parts.map((part) => ({
      name: part.account === 'pool' ? `${storeName(part, names)}门店池` : holderName(part, names),
      ...{ beforeFen: part.beforeFen, afterFen: part.afterFen },
    })),
    before: await words(books[0]),
    after: await words(books[1]),
    isOtherwiseNow: await isOtherwise(deps, run.id, orderId, parts),
  }
}

async function isOtherwise({ db }: Pick<Deps, 'db'>, dryRunId: number, orderId: number, parts: readonly HolderPart[]) {
  for (const { regionCode, storeCode, account, beforeFen, afterFen } of parts) {
    const key = { dryRunId, regionCode, storeCode, account, orderId }
    const stored = await db.read.findOneBy(CreditDryRunOrder, key)
    const told = stored ?? { beforeFen: 0, afterFen: 0 }
    if (told.afterFen - told.beforeFen !== afterFen - beforeFen) return true
  }
  return false
}
