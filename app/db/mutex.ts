/** Runs one piece of work at a time, in order of asking. */
export interface Mutex {
  run<T>(work: () => Promise<T> | T): Promise<T>
}

export function createMutex(): Mutex {
  let tail: Promise<unknown> = Promise.resolve()
  return {
    run<T>(work: () => Promise<T> | T): Promise<T> {
      const turn = tail.then(work)
      tail = turn.catch(() => undefined)
      return turn
    },
  }
}
