/** An answer of the server API that is a refusal. It travels as HTTP 200 with this errcode. */
export class ApiRefusal extends Error {
  readonly errcode: number

  constructor(errcode: number, message?: string) {
    super(message ?? messages[errcode] ?? 'refused')
    this.name = 'ApiRefusal'
    this.errcode = errcode
  }
}

/** A scenario asked for something that cannot happen (an unknown member, a card that has no such button). */
export class SceneError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SceneError'
  }
}

const messages: Record<number, string> = {
  [-1]: 'system busy',
  40001: 'invalid credential',
  40003: 'invalid userid',
  40007: 'invalid media_id',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40035: 'invalid parameter',
  40050: 'invalid chatid',
  40056: 'invalid agentid',
  40058: 'invalid Request Parameter',
  40068: 'invalid tagid',
  40071: 'tag name exists',
  40096: 'invalid external userid',
  40097: 'user not resigned',
  41001: 'access_token missing',
  41006: 'media_id missing',
  41048: 'no customer to send',
  41050: 'invalid or expired welcome code',
  41051: 'externaluser has started chatting',
  41063: 'group message is dispatching',
  41093: 'group message is cancelled',
  41096: 'welcome message is being sent',
  42001: 'access_token expired',
  42022: 'code has been used',
  43012: 'require callback url',
  45001: 'media size out of limit',
  45009: 'api freq out of limit',
  45033: 'api concurrent out of limit',
  48002: 'api forbidden for this app',
  48006: 'api forbidden for inactive app',
  49008: 'chat has been dissolved',
  50001: 'redirect_uri unauthorized',
  60011: 'no privilege to access/modify',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  81013: 'user & party & tag all invalid',
  81017: 'request too wide, owner_filter required',
  84061: 'not external contact',
  84074: 'member has no permission of external contact',
  90500: 'owner of group chat is not resigned',
  90501: 'not a external group chat',
  301002: 'not allow operate another agent',
}
