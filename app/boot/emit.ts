import type { Tx } from '../db/database.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { Reactions } from '../features/reactions.ts'
import type { NewJob } from '../jobs/types.ts'

/** The only road from one feature's facts to another's work: the jobs of all reactions, in the fact's own transaction. */
export function createEmit(reactions: Reactions[], enqueue: (tx: Tx, job: NewJob) => Promise<void>) {
  return async (tx: Tx, event: DomainEvent): Promise<void> => {
    for (const reaction of reactions) {
      const react = reaction[event.name] as ((event: DomainEvent) => NewJob[]) | undefined
      for (const job of react?.(event) ?? []) await enqueue(tx, job)
    }
  }
}
