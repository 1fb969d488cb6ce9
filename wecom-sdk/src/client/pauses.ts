/** APIs that WeCom told us to leave alone, shared by all who call for the same corp. */
export interface PauseStore {
  /** Unix milliseconds until which the API rests, or undefined. */
  read(api: string): Promise<number | undefined>
  pause(api: string, untilMs: number): Promise<void>
}

export function memoryPauseStore(): PauseStore {
  const pauses = new Map<string, number>()
  return {
    read: async (api) => pauses.get(api),
    async pause(api, untilMs) {
      pauses.set(api, Math.max(untilMs, pauses.get(api) ?? 0))
    },
  }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * How long to rest after an errcode. 45009 does not say which window is full: the minute is tried first, and a new
 * refusal after the pause means the hour, approached in steps of four. 45033 is about parallel calls and passes
 * quickly. A wrong secret rests gettoken: WeCom blocks the source IP for an hour after repeated tries.
 */
export function createPauseRule(): (api: string, errcode: number, nowMs: number) => number | undefined {
  const last = new Map<string, { untilMs: number; restMs: number }>()
  return (api, errcode, nowMs) => {
    if (errcode === 45033) return 1_000
    if (api === 'gettoken' && [40001, 40013, 40091].includes(errcode)) return MINUTE_MS
    if (errcode !== 45009) return undefined
    const before = last.get(api)
    // Calls that were already under way when the pause began are the same refusal.
    if (before && nowMs < before.untilMs) return before.untilMs - nowMs
    const isRepeated = before !== undefined && nowMs < before.untilMs + HOUR_MS
    const restMs = isRepeated ? Math.min(before.restMs * 4, HOUR_MS) : MINUTE_MS
    last.set(api, { untilMs: nowMs + restMs, restMs })
    return restMs
  }
}
