const GIVE_UP_MS = 15_000

/** `code` is the server's, or OFFLINE when no answer came. `message` is for people. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** Worth another try by itself: nobody answered, or the server is busy or broken. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500
}

export function getJson<T>(path: string): Promise<T> {
  return ask<T>(path, { method: 'GET' })
}

export function postJson<T>(path: string, body: object): Promise<T> {
  return ask<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), GIVE_UP_MS)
  try {
    const response = await fetch(path, { ...init, credentials: 'same-origin', signal: controller.signal })
    const body: unknown = await response.json()
    if (response.ok) return body as T
    const { error } = body as { error?: { code: string; message: string } }
    throw new ApiError(error?.code ?? 'UNKNOWN', response.status, error?.message ?? '服务出错了，请稍后再试')
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError('OFFLINE', 0, '网络不稳，请稍后再试')
  } finally {
    clearTimeout(timer)
  }
}

export const customerPath = (externalUserId: string) => `/api/customers/${encodeURIComponent(externalUserId)}`
