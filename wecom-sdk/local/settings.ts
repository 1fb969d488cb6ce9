/** Everything the platform's pages leave open, or that a test wants to turn. All can be changed while it runs. */
export interface Settings {
  /** A second gettoken inside the validity answers a new token instead of the same one. */
  newTokenEachTime: boolean
  tokenSeconds: number
  ticketSeconds: number
  /** APIs whose success answer carries no errcode. */
  successWithoutErrcode: string[]
  /** How the last page of a list says so. */
  lastPageCursor: 'empty' | 'missing'
  /** Pages come back shorter than the limit although more follow. */
  shortPages: boolean
  perMinute: number
  perHour: number
  /** Calls in flight per API; more answer 45033. */
  maxParallel: number
  messagesPerMemberMinute: number
  messagesPerMemberHour: number
  /** How long groupchat/get keeps showing the list from before an event. */
  groupLagMs: number
  /** Errcode for a statistics span that is too long or too old; the pages name none. */
  statisticsRangeErrcode: number
  welcomeSeconds: number
  /** How long a first send_welcome_msg counts as "being sent" (41096) before it counts as sent (41051). */
  welcomeSendingMs: number
  /** How long add_msg_template keeps dispatching (41063). */
  massSendReadyMs: number
  /** Mass messages one customer may receive in a day before a send row says 3. */
  massSendsPerDay: number
  transferHours: number
  responseCodeHours: number
  oauthCodeSeconds: number
  mediaDays: number
  /** Callback side. */
  callbackTimeoutMs: number
  verifyTimeoutMs: number
  maxRetries: number
  retryDelayMs: number
  retryNon200: boolean
  retryNewNonce: boolean
  /** Optional fields come as empty elements instead of not at all. */
  emptyElements: boolean
  outerFieldOrder: 'encrypt_first' | 'agent_first'
  /** Callbacks on their way at one time. */
  callbackParallel: number
}

export const defaultSettings: Settings = {
  newTokenEachTime: false,
  tokenSeconds: 7200,
  ticketSeconds: 7200,
  successWithoutErrcode: ['getcallbackip', 'media/upload'],
  lastPageCursor: 'empty',
  shortPages: false,
  perMinute: 10_000,
  perHour: 150_000,
  maxParallel: 50,
  messagesPerMemberMinute: 30,
  messagesPerMemberHour: 1000,
  groupLagMs: 2000,
  statisticsRangeErrcode: 40035,
  welcomeSeconds: 20,
  welcomeSendingMs: 0,
  massSendReadyMs: 1000,
  massSendsPerDay: 1,
  transferHours: 24,
  responseCodeHours: 72,
  oauthCodeSeconds: 300,
  mediaDays: 3,
  callbackTimeoutMs: 5000,
  verifyTimeoutMs: 1000,
  maxRetries: 3,
  retryDelayMs: 1000,
  retryNon200: true,
  retryNewNonce: true,
  emptyElements: false,
  outerFieldOrder: 'encrypt_first',
  callbackParallel: 8,
}
