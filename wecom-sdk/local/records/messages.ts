/** What is said: app messages, chats, welcome codes, mass sends. Instants are unix milliseconds. */

export interface AppMessage {
  msgid: string
  userid: string
  msgtype: string
  /** The sent object under its own type: text, textcard, markdown, template_card … */
  content: Record<string, unknown>
  sentAtMs: number
  taskId?: string
  /** Label put on the buttons by update_template_card; the card is then closed. */
  replacedButton?: string
  /** Over the member's limit: accepted, never shown. */
  dropped: boolean
}

export interface ResponseCode {
  msgid: string
  userid: string | undefined
  issuedAtMs: number
  used: boolean
}

export interface WelcomeCode {
  code: string
  userid: string
  externalUserId: string
  issuedAtMs: number
  sentAtMs?: number
}

export interface Bubble {
  from: 'guide' | 'customer' | 'welcome' | 'mass'
  by: string
  message: Record<string, unknown>
  atMs: number
}

export interface MassTarget {
  userid: string
  /** external_userid or chat_id */
  to: string
  status: 0 | 1 | 2 | 3
  sentAtMs?: number
}

export interface MassSend {
  msgid: string
  chatType: 'single' | 'group'
  createdAtMs: number
  message: Record<string, unknown>
  /** Stopped by the app: whoever has not confirmed cannot any more. */
  isCancelled?: boolean
  senders: { userid: string; done: boolean; sentAtMs?: number }[]
  targets: MassTarget[]
}
