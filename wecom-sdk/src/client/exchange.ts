import { type TransportFault, WeComTransportError } from './errors.ts'

export interface ExchangeInput {
  api: string
  url: URL
  /** JSON or a form to POST; a GET without. */
  body?: unknown
  form?: FormData
  timeoutMs: number
  fetch: typeof globalThis.fetch
}

export interface Answer {
  errcode?: number
  errmsg?: string
  [field: string]: unknown
}

/** One request and its JSON answer. Every failure is a `WeComTransportError`, and redirects are failures. */
export async function exchange({ api, url, body, form, timeoutMs, fetch }: ExchangeInput): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: body === undefined && form === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
      // A redirect would carry the token to another host.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new WeComTransportError(api, 'http_status', String(response.status))
    }
    return readAnswer(api, await response.text())
  } catch (error) {
    if (error instanceof WeComTransportError) throw error
    throw new WeComTransportError(api, ...faultOf(error))
  }
}

function readAnswer(api: string, text: string): Answer {
  const answer: unknown = parseJson(text)
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    throw new WeComTransportError(api, 'broken_answer', 'no JSON object')
  }
  const { errcode } = answer as Answer
  if (errcode !== undefined && !Number.isInteger(errcode)) {
    throw new WeComTransportError(api, 'broken_answer', 'errcode is no integer')
  }
  return answer as Answer
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface SystemFault {
  code?: unknown
  syscall?: unknown
  message?: unknown
}

const connectCodes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

/** Which faults happen before a byte of the request is out: refused, no such host, no trust in the certificate. */
function faultOf(error: unknown): [TransportFault, string?] {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return ['timeout']
  const { code, syscall, message } = causeOf(error)
  if (message === 'unexpected redirect') return ['redirect']
  if (typeof code !== 'string' || !/^[A-Z_0-9]{1,60}$/.test(code)) return ['broken_answer']
  const isBefore = syscall === 'connect' || connectCodes.includes(code) || /CERT|SELF_SIGNED|UNABLE_TO/.test(code)
  return [isBefore ? 'connect' : 'broken_answer', code]
}

function causeOf(error: unknown): SystemFault {
  const cause = error instanceof Error ? error.cause : undefined
  return typeof cause === 'object' && cause !== null ? cause : {}
}
