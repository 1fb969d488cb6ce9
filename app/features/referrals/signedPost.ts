import { createHmac } from 'node:crypto'

export interface MemberSystem {
  url: string
  secret: string
}

const TIMEOUT_MS = 10_000

/** An answer that will not get better by asking again: a person must look. */
class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly retry = 'never'
}

/**
 * Posts a message signed as our own intake wants it: `X-Huitouke-Timestamp` (unix seconds) and
 * `X-Huitouke-Signature: sha256=<hex HMAC-SHA256(secret, timestamp + "." + raw body)>`. `Idempotency-Key` stays the
 * same over all tries.
 * @throws RefusedError for an answer that says no; another error for one that may say yes later
 */
export async function signedPost({ url, secret }: MemberSystem, key: string, message: object, nowMs: number) {
  const body = JSON.stringify(message)
  const timestamp = String(Math.floor(nowMs / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      'x-huitouke-timestamp': timestamp,
      'x-huitouke-signature': `sha256=${signature}`,
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  await response.body?.cancel()
  if (response.ok) return
  const { status } = response
  const mayChange = status >= 500 || status === 408 || status === 425 || status === 429
  if (mayChange) throw new Error(`the member system answered ${status}`)
  throw new RefusedError(`the member system refused with ${status}`)
}
