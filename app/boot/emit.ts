import type { Tx } from '../db/database.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { Reactions } from '../features/reactions.ts'
import type { NewJob } from '../jobs/types.ts'

type Enqueue = (tx: Tx, jobs: readonly NewJob[]) => Promise<void>

/** The only road from one feature's facts to another's work: the jobs of all reactions, in the fact's own transaction. */
export function createEmit(reactions: Reactions[], enqueue: Enqueue) {
  return async (tx: Tx, events: DomainEvent | readonly DomainEvent[]): Promise<void> => {
    const jobs = [events].flat().flatMap((event: DomainEvent) =>
      reactions.flatMap((reaction) => {
        const react = reaction[event.name] as ((event: DomainEvent) => NewJob[]) | undefined
        return react?.(event) ?? []
      }),
    )
    if (jobs.length > 0) await enqueue(tx, jobs)
  }
}
