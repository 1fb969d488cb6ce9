import type { WeComCallback } from 'wecom-sdk'
import type { Deps } from '../deps.ts'
import type { DomainEventName, EventOf } from '../domain/events.ts'
import type { InboxItem, NewJob } from '../jobs/types.ts'

/** From a past fact to the jobs it asks for. Pure: the jobs are stored in the fact's own transaction. */
export type Reactions = { [Name in DomainEventName]?: (event: EventOf<Name>) => NewJob[] }

/** Handles one stored callback: gather → decide → record, with `item.settle(tx)` inside that transaction. */
export type CallbackHandler = (deps: Deps, callback: WeComCallback, item: InboxItem) => Promise<void>
export type CallbackHandlers = Partial<Record<WeComCallback['kind'], CallbackHandler>>
