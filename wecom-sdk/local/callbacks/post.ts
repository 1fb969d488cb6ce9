export interface PostResult {
  /** HTTP status, or why there was none. */
  result: number | 'timeout' | 'connection'
  body: string
}

/** Adds the query the way WeCom does: after `&` when the configured address already has one. */
function callbackUrl(url: string, query: Record<string, string>): string {
  const added = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  if (added === '') return url
  return `${url}${url.includes('?') ? '&' : '?'}${added}`
}

/** POSTs one callback; a receiver that does not answer in time is cut off. */
export function postCallback(
  url: string,
  query: Record<string, string>,
  body: string,
  timeoutMs: number,
  stop?: AbortSignal,
): Promise<PostResult> {
  return send(
    callbackUrl(url, query),
    { method: 'POST', headers: { 'content-type': 'text/xml' }, body },
    timeoutMs,
    stop,
  )
}

export function getVerification(url: string, query: Record<string, string>, timeoutMs: number): Promise<PostResult> {
  return send(callbackUrl(url, query), { method: 'GET' }, timeoutMs)
}

async function send(url: string, init: RequestInit, timeoutMs: number, stop?: AbortSignal): Promise<PostResult> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = stop ? AbortSignal.any([timeout, stop]) : timeout
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    return { result: response.status, body: await response.text() }
  } catch {
    return { result: timeout.aborted ? 'timeout' : 'connection', body: '' }
  }
}
