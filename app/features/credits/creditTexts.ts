import type { EntityManager } from 'typeorm'
import { formatYuan } from '../../domain/money.ts'
import { type CreditHolder, creditOfOrders } from './holders.ts'

/** Who holds each of these orders now, for lists: `林晓 ¥139.30、周敏 ¥59.70`. */
export async function creditTexts(
  read: EntityManager,
  orderIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>()
  for (const holder of await creditOfOrders(read, orderIds)) {
    const text = `${nameOf(holder)} ${formatYuan(holder.amountFen)}`
    const before = texts.get(holder.orderId)
    texts.set(holder.orderId, before === undefined ? text : `${before}、${text}`)
  }
  return texts
}

function nameOf({ kind, guideName, guideUserId, storeName, storeCode }: CreditHolder): string {
  if (kind === 'guide') return guideName || guideUserId || '导购'
  return kind === 'pool' ? `${storeName ?? storeCode ?? ''}门店池` : '待归属'
}
