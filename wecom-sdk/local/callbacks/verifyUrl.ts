import type { World } from '../world.ts'
import type { CallbackTarget } from './delivery.ts'
import { getVerification } from './post.ts'

export interface Verification {
  ok: boolean
  result: number | 'timeout' | 'connection'
  body: string
}

/** What the console does on 保存: one GET, one second, and the body must be the plain echo to the byte. */
export async function verifyCallbackUrl(world: World, target: CallbackTarget): Promise<Verification> {
  const echo = world.ids.digits(19)
  const timestamp = String(Math.floor(world.clock.nowMs() / 1000))
  const nonce = world.ids.digits(10)
  const { encrypt, msgSignature } = target.cipher.seal(echo, { timestamp, nonce })
  const query = { msg_signature: msgSignature, timestamp, nonce, echostr: encrypt }
  const { result, body } = await getVerification(target.url, query, world.settings.verifyTimeoutMs)
  return { ok: result === 200 && body === echo, result, body }
}
