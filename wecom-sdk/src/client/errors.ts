import { classifyErrcode, type RetryClass, type WeComMeaning } from './errcodes.ts'

export interface WeComErrorInput {
  api: string
  errcode: number
  /** The errmsg of the answer; only its hint is kept, since the rest may quote what was sent. */
  errmsg?: string
  retryAfterMs?: number
  /** True when a pause or limit of ours refused the call and nothing was sent. */
  isOurs?: boolean
}

/** WeCom answered with an errcode. Never contains a token, a secret or the text of a message. */
export class WeComError extends Error {
  readonly api: string
  readonly errcode: number
  readonly meaning: WeComMeaning
  readonly retry: RetryClass
  /** For support: look it up at open.work.weixin.qq.com/devtool/query. */
  readonly hint?: string
  readonly retryAfterMs?: number
  /** With 60020: the address of ours that WeCom saw, to be entered as a trusted IP. */
  readonly callerIp?: string
  readonly isOurs: boolean

  constructor({ api, errcode, errmsg, retryAfterMs, isOurs = false }: WeComErrorInput) {
    const { meaning, retry } = classifyErrcode(errcode)
    const hint = /hint: \[([\w-]{1,100})\]/.exec(errmsg ?? '')?.[1]
    super(`WeCom ${api}: ${errcode} ${meaning}${hint ? ` (hint ${hint})` : ''}`)
    this.name = 'WeComError'
    this.api = api
    this.errcode = errcode
    this.meaning = meaning
    this.retry = retry
    this.hint = hint
    this.retryAfterMs = retryAfterMs
    if (meaning === 'ip_refused') this.callerIp = /from ip: ([0-9a-fA-F.:]{3,45})/.exec(errmsg ?? '')?.[1]
    this.isOurs = isOurs
  }
}

export type TransportFault = 'connect' | 'timeout' | 'redirect' | 'http_status' | 'broken_answer'

/**
 * The call got no usable answer. With outcome `unknown` WeCom may have acted on it: look a message up before
 * sending it again. Carries no cause, whose text could hold the URL and so the token.
 */
export class WeComTransportError extends Error {
  readonly retry = 'later'
  readonly api: string
  readonly fault: TransportFault
  readonly outcome: 'not_sent' | 'unknown'
  /** System error code such as ECONNREFUSED, or the HTTP status. */
  readonly detail?: string

  constructor(api: string, fault: TransportFault, detail?: string) {
    super(`WeCom ${api}: no usable answer, ${fault}${detail ? ` ${detail}` : ''}`)
    this.name = 'WeComTransportError'
    this.api = api
    this.fault = fault
    // Without a token the call that was asked for never left.
    this.outcome = fault === 'connect' || api === 'gettoken' ? 'not_sent' : 'unknown'
    this.detail = detail
  }
}

/** WeCom reported success in a shape this client does not know. The call did have its effect, if it ever left. */
export class WeComAnswerError extends Error {
  readonly retry: RetryClass
  readonly api: string
  /** Paths of the fields that do not fit, never their values. */
  readonly paths: string[]

  constructor(api: string, paths: string[]) {
    super(`WeCom ${api}: unexpected answer at ${paths.join(', ')}`)
    this.name = 'WeComAnswerError'
    this.api = api
    // Without a token the call that was asked for never left.
    this.retry = api === 'gettoken' ? 'later' : 'never'
    this.paths = paths
  }
}
