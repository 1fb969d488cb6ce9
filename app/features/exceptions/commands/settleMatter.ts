import { IntakeException } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { closeException, noteAct } from '../exceptionStore.ts'

/** A person has seen to it. Nothing of the ledger changes; asked again it stays as it was settled first. */
export async function settleMatter(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  id: number,
): Promise<{ text: string }> {
  const nowMs = deps.clock.nowMs()
  return deps.db.transaction(async (tx) => {
    const matter = await tx.findOneBy(IntakeException, { id })
    if (!matter) throw new AppError('NOT_FOUND')
    const { kind, source, number } = matter
    if (await closeException(tx, id, actor.userId, nowMs)) {
      const detail = { kind, source, number }
      await noteAct(tx, { at: nowMs, actor: actor.userId, action: 'exception.settle', subject: String(id), detail })
    }
    return { text: `${number} 已标为处理` }
  })
}
