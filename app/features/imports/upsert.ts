import type { DeepPartial, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm'
import type { Tx } from '../../db/database.ts'

/** Writes a row of a list by its key; a row that says what is known already changes nothing. */
export async function upsert<T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  key: FindOptionsWhere<T>,
  values: Partial<T>,
): Promise<'added' | 'changed' | 'unchanged'> {
  const known = await tx.findOneBy(entity, key)
  if (!known) {
    await tx.save(tx.create(entity, { ...key, ...values } as unknown as DeepPartial<T>))
    return 'added'
  }
  const isSame = Object.entries(values).every(([name, value]) => value === known[name])
  if (isSame) return 'unchanged'
  await tx.save(tx.merge(entity as never, known, values as unknown as DeepPartial<T>) as T)
  return 'changed'
}
