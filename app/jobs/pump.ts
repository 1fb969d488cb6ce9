import type { Logger } from 'pino'

/** Keeps a bounded number of tasks running: claims when a slot is free and somebody woke it or the poll came round. */
export interface Pump {
  start(): void
  /** A hint that work may be there; cheap, may be called often. */
  wake(): void
  /** Claims nothing more and waits for what runs, up to `graceMs`. @returns how many still run */
  stop(graceMs: number): Promise<number>
}

export interface PumpSettings<T> {
  name: string
  slots: number
  pollMs: number
  log: Logger
  claim(limit: number): Promise<T[]>
  run(task: T): Promise<void>
}

export function createPump<T>(settings: PumpSettings<T>): Pump {
  const { name, slots, log } = settings
  const running = new Set<Promise<void>>()
  let isOpen = false
  let round: Promise<void> | undefined
  let isWanted = false
  let poll: NodeJS.Timeout | undefined

  function begin(task: T): void {
    const run = settings
      .run(task)
      .catch((error) => log.error({ err: error, pump: name }, 'task ended badly'))
      .finally(() => {
        running.delete(run)
        wake()
      })
    running.add(run)
  }

  async function claimWhileWanted(): Promise<void> {
    while (isOpen && isWanted && running.size < slots) {
      isWanted = false
      const limit = slots - running.size
      const tasks = await settings.claim(limit)
      // A full hand means there may be more.
      if (tasks.length === limit) isWanted = true
      for (const task of tasks) begin(task)
    }
  }

  function wake(): void {
    isWanted = true
    if (!isOpen || round) return
    round = claimWhileWanted()
      .catch((error) => log.warn({ err: error, pump: name }, 'claim failed, polls again'))
      .finally(() => {
        round = undefined
      })
  }

  return {
    start() {
      isOpen = true
      poll = setInterval(wake, settings.pollMs)
      wake()
    },
    wake,
    async stop(graceMs) {
      isOpen = false
      clearInterval(poll)
      await round
      let timer: NodeJS.Timeout | undefined
      const graceOver = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs)
      })
      await Promise.race([Promise.all(running), graceOver])
      clearTimeout(timer)
      return running.size
    },
  }
}
