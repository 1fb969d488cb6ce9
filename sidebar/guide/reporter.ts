import { isPassing, postJson } from '../shared/api.ts'

const RETRY_MS = 5_000

/** Tells the server what was done. Without network the report waits here and is sent again; reports are idempotent. */
export interface Reporter {
  /** The server's answer, or undefined while the report is still waiting. Throws what will not pass by itself. */
  report<T>(path: string, body: object): Promise<T | undefined>
  waiting(): number
}

export function createReporter(post: typeof postJson = postJson): Reporter {
  const queue: { path: string; body: object }[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let isFlushing = false

  function retryLater(): void {
    clearTimeout(timer)
    timer = setTimeout(flush, RETRY_MS)
  }

  // One at a time: a second round would send the head again, and take away what stands behind it unsent.
  async function flush(): Promise<void> {
    if (isFlushing) return
    isFlushing = true
    const isOver = await sendQueue()
    isFlushing = false
    if (!isOver) retryLater()
  }

  async function sendQueue(): Promise<boolean> {
    for (let head = queue[0]; head; head = queue[0]) {
      try {
        await post(head.path, head.body)
      } catch (error) {
        if (isPassing(error)) return false
      }
      queue.shift()
    }
    return true
  }

  addEventListener('online', () => void flush())
  return {
    waiting: () => queue.length,
    async report<T>(path: string, body: object) {
      try {
        return await post<T>(path, body)
      } catch (error) {
        if (!isPassing(error)) throw error
        queue.push({ path, body })
        retryLater()
        return undefined
      }
    },
  }
}

/** Names one tap, so that the server counts a repeated report once. */
export function newClientKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
