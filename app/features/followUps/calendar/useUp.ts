import type { EntityManager } from 'typeorm'
import type { Deps } from '../../../deps.ts'
import { useUpDaysForAll } from '../../lifecycle/queries.ts'
import type { UseUpDays } from './purchaseStarts.ts'
import type { Purchases } from './purchases.ts'

/** How long everything that was bought lasts, asked for all of it at once. */
export async function readUseUpDays(
  read: EntityManager,
  rules: Deps['rules'],
  { recent }: Purchases,
): Promise<UseUpDays> {
  const bought = recent.flatMap(({ products }) =>
    products.flatMap(({ productCode, quantity }) => (productCode === null ? [] : { productCode, quantity })),
  )
  if (bought.length === 0) return () => undefined
  const useUps = await useUpDaysForAll(read, rules, bought)
  const days = new Map(bought.map((one, index) => [keyOf(one.productCode, one.quantity), useUps[index]?.days]))
  return (productCode, quantity) => days.get(keyOf(productCode, quantity))
}

function keyOf(productCode: string, quantity: number): string {
  return `${quantity} ${productCode}`
}
