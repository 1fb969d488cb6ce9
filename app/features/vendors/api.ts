import { memoryTokenStore, type StoredToken, type TokenStore } from 'wecom-sdk'
import { UnreadableError, VendorApiError } from './faults.ts'
import { readLossless } from './losslessJson.ts'

const TIMEOUT_MS = 10_000
/** A token about to run out is not used any more. */
const SPARE_MS = 60_000

/** One POST to a mall's API. @throws VendorApiError naming `call`, never the address: it holds secrets */
export async function postForJson(call: string, url: URL, body?: string): Promise<unknown> {
  const { status, text } = await post(call, url, body)
  if (status >= 500 || status === 429) throw new VendorApiError(`${call}: HTTP ${status}`, 'later')
  if (status !== 200) throw new VendorApiError(`${call}: HTTP ${status}`, 'never', status === 401)
  try {
    return readLossless(text)
  } catch (error) {
    // Half an answer is a fault of the line, not of the mall.
    if (error instanceof UnreadableError) throw new VendorApiError(`${call}: no JSON`, 'later')
    throw error
  }
}

async function post(call: string, url: URL, body = ''): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, text: await response.text() }
  } catch {
    throw new VendorApiError(`${call}: no answer`, 'later')
  }
}

export interface TokenParts {
  fetchToken(): Promise<StoredToken>
  wallMs(): number
  /** Shared between processes where there is Redis. */
  tokens?: TokenStore | undefined
}

/** Runs calls with a token that is fetched once for any number of them, and once more when it is refused. */
export function withToken({ fetchToken, wallMs, tokens = memoryTokenStore() }: TokenParts) {
  return async <T>(call: (token: string) => Promise<T>): Promise<T> => {
    const held = await tokens.read()
    const isGood = held !== undefined && held.expiresAtMs - SPARE_MS > wallMs()
    const { token } = isGood ? held : await tokens.refresh(held?.token, fetchToken)
    try {
      return await call(token)
    } catch (error) {
      if (!(error instanceof VendorApiError && error.isTokenFault)) throw error
      const next = await tokens.refresh(token, fetchToken)
      return call(next.token)
    }
  }
}
