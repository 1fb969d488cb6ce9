import { type EntityManager, In } from 'typeorm'
import { CustomerEvent } from '../../db/entities/customers.ts'

/** Which of these facts the time lines tell of already. */
export async function keysTold(read: EntityManager, onceKeys: readonly string[]): Promise<ReadonlySet<string>> {
  const told = await read.find(CustomerEvent, { select: { onceKey: true }, where: { onceKey: In([...onceKeys]) } })
  return new Set(told.map(({ onceKey }) => onceKey))
}
