/** Every way a request can fail, with its HTTP status and what a person is told. The list is closed. */
export const ERRORS = {
  BAD_REQUEST: [400, '请求内容不对，请检查后再试'],
  NO_SESSION: [401, '请在企业微信里重新打开'],
  BAD_SIGNATURE: [401, '签名不对或已过期'],
  FORBIDDEN: [403, '没有权限'],
  FOREIGN_ORIGIN: [403, '来源不对'],
  NOT_FOUND: [404, '没有找到'],
  CONFLICT: [409, '同一编号已有不同内容，已转人工核对'],
  FOLLOW_UP_CLOSED: [409, '这条跟进已经结束'],
  PAYLOAD_TOO_LARGE: [413, '内容太大'],
  UNSUPPORTED_TYPE: [415, '不支持的内容类型'],
  RULE: [422, '不符合规则'],
  TALK_TRACK_UNFILLED: [422, '话术里还有没填上的内容'],
  TOO_MANY: [429, '太频繁了，请稍后再试'],
  INTERNAL: [500, '服务出错了，请稍后再试'],
  UNAVAILABLE: [503, '服务暂时不可用，请稍后再试'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof ERRORS

/** What features throw. `details` reaches the caller: never put a secret or a phone in it. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: unknown
  constructor(code: ErrorCode, details?: unknown, message?: string) {
    super(message ?? ERRORS[code][1])
    this.code = code
    this.details = details
  }
  get status(): number {
    return ERRORS[this.code][0]
  }
}
