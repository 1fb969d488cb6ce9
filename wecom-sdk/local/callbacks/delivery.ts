import type { CallbackCipher } from '../../src/callback/crypto.ts'
import type { World } from '../world.ts'
import { type PostResult, postCallback } from './post.ts'
import { createSendQueue } from './sendQueue.ts'
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

export function createDelivery(world: World, target: () => CallbackTarget | undefined): DeliveryControl {
  const mode: DeliveryMode = { duplicate: 0, reorder: false, loseNext: 0, holdAll: false, silent: false }
  const log: Delivery[] = []
  const stopping = new AbortController()
  const open = createOpenCount()

  const finish = (delivery: Delivery, outcome: Outcome): void => {
    delivery.outcome = outcome
    open.leave()
  }
  const send = async (delivery: Delivery): Promise<void> => {
    const receiver = target()
    if (!receiver) return finish(delivery, 'no_receiver')
    const result = await tryOnce(world, receiver, delivery, stopping.signal)
    if (stopping.signal.aborted) return
    if (result === 200) finish(delivery, 'acknowledged')
    else if (mayRetry(world, delivery, result)) queue.pushLater(delivery, world.settings.retryDelayMs)
    else finish(delivery, 'given_up')
  }
  const queue = createSendQueue(world, () => mode.reorder, send)
  const enqueue = (delivery: Delivery): void => {
    open.enter()
    delivery.outcome = 'waiting'
    queue.push(delivery)
  }

  return {
    emit: (event) => {
      const plaintext = writeEvent(world.corpId, event, world.settings.emptyElements)
      const outcome = target() ? fateOf(mode) : 'no_receiver'
      const copies = outcome === 'waiting' || outcome === 'held' ? 1 + mode.duplicate : 1
      for (let copy = 0; copy < copies; copy += 1) {
        const base = { id: log.length + 1, plaintext, queuedAtMs: world.clock.nowMs() }
        const delivery: Delivery = { ...base, attempts: [], outcome }
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
    idle: open.none,
    stop: () => {
      stopping.abort()
      queue.stop()
      open.giveUp()
    },
  }
}

function fateOf(mode: DeliveryMode): Outcome {
  if (mode.silent) return 'silenced'
  if (mode.loseNext > 0) {
    mode.loseNext -= 1
    return 'lost'
  }
  return mode.holdAll ? 'held' : 'waiting'
}

/** Counts callbacks not yet acknowledged or given up, and wakes who waits for none to be left. */
function createOpenCount() {
  let count = 0
  let waiters: (() => void)[] = []
  const wakeAll = (): void => {
    const ready = waiters
    waiters = []
    for (const wake of ready) wake()
  }
  return {
    enter: () => {
      count += 1
    },
    leave: () => {
      count -= 1
      if (count === 0) wakeAll()
    },
    none: () => (count === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiters.push(resolve))),
    giveUp: () => {
      count = 0
      wakeAll()
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
