import type { CallbackCipher } from '../../src/callback/crypto.ts'
import type { World } from '../world.ts'
import { type PostResult, postCallback } from './post.ts'
import { type OutgoingEvent, writeEnvelope, writeEvent } from './xml.ts'

export interface CallbackTarget {
  url: string
  cipher: CallbackCipher
}

export interface Attempt {
  timestamp: string
  nonce: string
  result: PostResult['result']
}

export type Outcome = 'waiting' | 'held' | 'lost' | 'silenced' | 'no_receiver' | 'acknowledged' | 'given_up'

/** One callback on its way: its plain text, every try, and how it ended. */
export interface Delivery {
  id: number
  plaintext: string
  queuedAtMs: number
  attempts: Attempt[]
  outcome: Outcome
}

export interface DeliveryMode {
  /** Extra copies of every callback from now on. */
  duplicate: number
  /** What waits together leaves in a shuffled order. */
  reorder: boolean
  /** The next n callbacks are never sent. */
  loseNext: number
  /** Callbacks pile up until `release()`. */
  holdAll: boolean
  /** Nothing is sent or kept back: for seeding. */
  silent: boolean
}

export interface DeliveryControl {
  emit(event: OutgoingEvent): void
  mode(change: Partial<DeliveryMode>): DeliveryMode
  release(): number
  deliveries(): Delivery[]
  /** Resolves once every callback was acknowledged or given up; held and lost ones do not count. */
  idle(): Promise<void>
  stop(): void
}

// Long enough for the callbacks of one scene to pile up, short enough not to be noticed.
const SHUFFLE_WINDOW_MS = 15

export function createDelivery(world: World, target: () => CallbackTarget | undefined): DeliveryControl {
  const mode: DeliveryMode = { duplicate: 0, reorder: false, loseNext: 0, holdAll: false, silent: false }
  const log: Delivery[] = []
  const timers = new Set<NodeJS.Timeout>()
  const stopping = new AbortController()
  let queue: Delivery[] = []
  let onTheWay = 0
  let open = 0
  let waiters: (() => void)[] = []

  const later = (work: () => void, ms: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }
  const finish = (delivery: Delivery, outcome: Outcome): void => {
    delivery.outcome = outcome
    open -= 1
    if (open > 0) return
    const ready = waiters
    waiters = []
    for (const wake of ready) wake()
  }
  const takeNext = (): Delivery | undefined => {
    const index = mode.reorder ? world.ids.integer(queue.length) : 0
    return queue.splice(index, 1)[0]
  }
  const pump = (): void => {
    while (onTheWay < world.settings.callbackParallel && queue.length > 0 && !stopping.signal.aborted) {
      const next = takeNext()
      if (next) void attempt(next)
    }
  }
  const attempt = async (delivery: Delivery): Promise<void> => {
    const receiver = target()
    if (!receiver) return finish(delivery, 'no_receiver')
    onTheWay += 1
    const result = await tryOnce(world, receiver, delivery, stopping.signal)
    onTheWay -= 1
    if (stopping.signal.aborted) return
    if (result === 200) finish(delivery, 'acknowledged')
    else if (!mayRetry(world, delivery, result)) finish(delivery, 'given_up')
    else
      later(() => {
        queue.push(delivery)
        pump()
      }, world.settings.retryDelayMs)
    pump()
  }
  const enqueue = (delivery: Delivery): void => {
    open += 1
    delivery.outcome = 'waiting'
    queue.push(delivery)
    if (mode.reorder) later(pump, SHUFFLE_WINDOW_MS)
    else pump()
  }
  const fateOf = (): Outcome => {
    if (mode.silent) return 'silenced'
    if (!target()) return 'no_receiver'
    if (mode.loseNext > 0) {
      mode.loseNext -= 1
      return 'lost'
    }
    return mode.holdAll ? 'held' : 'waiting'
  }

  return {
    emit: (event) => {
      const plaintext = writeEvent(world.corpId, event, world.settings.emptyElements)
      const outcome = fateOf()
      const copies = outcome === 'waiting' || outcome === 'held' ? 1 + mode.duplicate : 1
      for (let copy = 0; copy < copies; copy += 1) {
        const delivery: Delivery = {
          id: log.length + 1,
          plaintext,
          queuedAtMs: world.clock.nowMs(),
          attempts: [],
          outcome,
        }
        log.push(delivery)
        if (outcome === 'waiting') enqueue(delivery)
      }
    },
    mode: (change) => Object.assign(mode, change),
    release: () => {
      const held = log.filter((delivery) => delivery.outcome === 'held')
      for (const delivery of held) enqueue(delivery)
      return held.length
    },
    deliveries: () => log,
    idle: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    stop: () => {
      stopping.abort()
      queue = []
      for (const timer of timers) clearTimeout(timer)
      for (const wake of waiters) wake()
    },
  }
}

async function tryOnce(
  world: World,
  receiver: CallbackTarget,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<PostResult['result']> {
  const first = delivery.attempts[0]
  const renew = !first || world.settings.retryNewNonce
  const timestamp = renew ? String(Math.floor(world.clock.nowMs() / 1000)) : first.timestamp
  const nonce = renew ? world.ids.digits(10) : first.nonce
  const { encrypt, msgSignature } = receiver.cipher.seal(delivery.plaintext, { timestamp, nonce })
  const body = writeEnvelope(world.corpId, world.agentId, encrypt, world.settings.outerFieldOrder)
  const query = { msg_signature: msgSignature, timestamp, nonce }
  const { result } = await postCallback(receiver.url, query, body, world.settings.callbackTimeoutMs, signal)
  delivery.attempts.push({ timestamp, nonce, result })
  return result
}

// Time-outs and broken connections are always tried again; the two official pages disagree on other statuses.
function mayRetry(world: World, delivery: Delivery, result: PostResult['result']): boolean {
  if (delivery.attempts.length > world.settings.maxRetries) return false
  return typeof result === 'string' || world.settings.retryNon200
}
