import { createHash } from 'node:crypto'

export interface JsSdkSignatureInput {
  /** Of the corp for `getConfigSignature`, of the app for `getAgentConfigSignature`; they are not interchangeable. */
  ticket: string
  nonceStr: string
  /** Unix seconds. */
  timestamp: number | string
  /** As the webview reports it, escapes kept; the part from `#` on is cut here. Sign trusted hosts only. */
  url: string
}

/** Signature for `@wecom/jssdk`: fixed order, lower-case names, raw values. */
export function jsSdkSignature({ ticket, nonceStr, timestamp, url }: JsSdkSignatureInput): string {
  const [page] = url.split('#')
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`
  return createHash('sha1').update(text).digest('hex')
}
