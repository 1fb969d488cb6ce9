import { createCallbackCipher } from '../../src/callback/crypto.ts'
import { SceneError } from '../errors.ts'
import type { World } from '../world.ts'
import { type BadResult, buildBadTraffic, type NegativeVector, sendBadTraffic } from './badTraffic.ts'
import type { CallbackTarget } from './delivery.ts'
import { type PostResult, postCallback } from './post.ts'
import { type Verification, verifyCallbackUrl } from './verifyUrl.ts'

/** What an administrator enters under 接收消息. */
export interface CallbackSettings {
  url: string
  token: string
  encodingAesKey: string
}

/** Where callbacks go, and the ways to knock there by hand. */
export interface ReceiverSide {
  target(): CallbackTarget | undefined
  setCallback(settings: CallbackSettings | undefined): void
  verifyCallbackUrl(): Promise<Verification>
  /** POSTs anything at all to the callback address. */
  sendRaw(body: string, query: Record<string, string>): Promise<PostResult>
  /** Every kind of hostile request, plus the given vectors; the list says which were answered wrongly. */
  sendBadTraffic(vectors?: NegativeVector[]): Promise<BadResult[]>
}

/** `worldOf` because the world itself asks whether an address is set. */
export function createReceiverSide(worldOf: () => World): ReceiverSide {
  let current: (CallbackTarget & { settings: CallbackSettings }) | undefined
  const keysOf = ({ token, encodingAesKey }: CallbackSettings) => ({
    token,
    encodingAesKey,
    receiveId: worldOf().corpId,
  })
  const needed = () => {
    if (!current) throw new SceneError('no callback address is set')
    return current
  }
  return {
    target: () => current,
    setCallback: (settings) => {
      current = settings && { url: settings.url, settings, cipher: createCallbackCipher(keysOf(settings)) }
    },
    verifyCallbackUrl: async () => verifyCallbackUrl(worldOf(), needed()),
    sendRaw: async (body, query) => postCallback(needed().url, query, body, worldOf().settings.callbackTimeoutMs),
    sendBadTraffic: async (vectors) => {
      const { url, settings } = needed()
      return sendBadTraffic(worldOf(), url, buildBadTraffic(worldOf(), keysOf(settings), vectors))
    },
  }
}
