import { parseCallback, type WeComCallback } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import type { InboxHandler } from '../../jobs/types.ts'
import type { CallbackHandler, CallbackHandlers } from '../reactions.ts'

type Kind = WeComCallback['kind']

/** One table from those of the features. Two features claiming one kind is a mistake of ours. */
function mergeHandlers(...tables: CallbackHandlers[]): Map<Kind, CallbackHandler> {
  const merged = new Map<Kind, CallbackHandler>()
  for (const table of tables) {
    for (const [kind, handler] of Object.entries(table) as [Kind, CallbackHandler][]) {
      if (merged.has(kind)) throw new Error(`two features handle the callback ${kind}`)
      merged.set(kind, handler)
    }
  }
  return merged
}

/** What the stream worker calls for each stored callback. A kind nobody handles is settled: WeCom's list grows yearly. */
export function createCallbackHandler(...tables: CallbackHandlers[]): InboxHandler<Deps> {
  const handlers = mergeHandlers(...tables)
  return async (deps, item) => {
    const callback = parseCallback(item.body)
    const handler = handlers.get(callback.kind)
    if (handler) return handler(deps, callback, item)
    await deps.db.transaction((tx) => item.settle(tx))
  }
}
