import type { World } from '../world.ts'

/** Callbacks waiting to leave, so many at a time. */
export interface SendQueue<T> {
  push(item: T): void
  pushLater(item: T, ms: number): void
  stop(): void
}

// Long enough for the callbacks of one scene to pile up, short enough not to be noticed.
const SHUFFLE_WINDOW_MS = 15

/** Items leave in order, or shuffled while `isShuffled`; `send` must not reject. */
export function createSendQueue<T>(
  world: World,
  isShuffled: () => boolean,
  send: (item: T) => Promise<void>,
): SendQueue<T> {
  const timers = new Set<NodeJS.Timeout>()
  let waiting: T[] = []
  let onTheWay = 0
  let isStopped = false

  const later = (work: () => void, ms: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }
  const start = async (item: T): Promise<void> => {
    onTheWay += 1
    await send(item)
    onTheWay -= 1
    pump()
  }
  const pump = (): void => {
    while (!isStopped && onTheWay < world.settings.callbackParallel && waiting.length > 0) {
      const [next] = waiting.splice(isShuffled() ? world.ids.integer(waiting.length) : 0, 1)
      if (next !== undefined) void start(next)
    }
  }
  const push = (item: T): void => {
    if (isStopped) return
    waiting.push(item)
    if (isShuffled()) later(pump, SHUFFLE_WINDOW_MS)
    else pump()
  }

  return {
    push,
    pushLater: (item, ms) => later(() => push(item), ms),
    stop: () => {
      isStopped = true
      waiting = []
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
