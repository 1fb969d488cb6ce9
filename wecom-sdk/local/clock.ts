/** The clock every expiry rule of the local WeCom follows. Instants are unix milliseconds. */
export interface LocalClock {
  nowMs(): number
  /** Moves to an instant; work that falls due on the way runs in order, each at its own time. */
  set(ms: number): void
  advance(ms: number): void
  /** Runs `work` once the clock has reached `atMs`. */
  at(atMs: number, work: () => void): void
  stop(): void
}

export interface ClockOptions {
  startMs: number
  /** false: time stands still until it is moved; true: it also runs by itself. */
  ticking: boolean
}

interface Due {
  atMs: number
  order: number
  work: () => void
}

const TICK_EVERY_MS = 100

export function createClock({ startMs, ticking }: ClockOptions): LocalClock {
  let baseMs = startMs
  let realBaseMs = Date.now()
  let order = 0
  let waiting: Due[] = []

  const read = (): number => (ticking ? baseMs + (Date.now() - realBaseMs) : baseMs)
  const write = (ms: number): void => {
    baseMs = ms
    realBaseMs = Date.now()
  }
  const takeDue = (untilMs: number): Due | undefined => {
    const due = waiting.filter((item) => item.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0]
    if (due) waiting = waiting.filter((item) => item !== due)
    return due
  }
  const moveTo = (ms: number): void => {
    for (let due = takeDue(ms); due; due = takeDue(ms)) {
      if (due.atMs > read()) write(due.atMs)
      due.work()
    }
    write(ms)
  }
  const runDue = (): void => {
    for (let due = takeDue(read()); due; due = takeDue(read())) due.work()
  }
  const timer = ticking ? setInterval(runDue, TICK_EVERY_MS) : undefined
  timer?.unref()

  return {
    nowMs: read,
    set: moveTo,
    advance: (ms) => moveTo(read() + ms),
    at: (atMs, work) => {
      order += 1
      waiting.push({ atMs, order, work })
    },
    stop: () => clearInterval(timer),
  }
}
