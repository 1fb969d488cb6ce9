import type { CallbackPeek } from 'wecom-sdk'

const LONGEST_ID = 96

/**
 * The queue a callback waits in: events of one customer, of one group, or of one member's cards stay in order;
 * all else (tags, address book, life of the app) shares the corp's queue.
 */
export function streamKeyOf(peek: CallbackPeek): string {
  if (peek.externalUserId) return `customer:${peek.externalUserId.slice(0, LONGEST_ID)}`
  if (peek.chatId) return `group:${peek.chatId.slice(0, LONGEST_ID)}`
  if (peek.fromUserName && peek.fromUserName !== 'sys') return `card:${peek.fromUserName.slice(0, LONGEST_ID)}`
  return 'corp'
}

/** A short name for lists and logs: `change_external_contact/add_external_contact`, `message/text`. */
export function kindOf(peek: CallbackPeek): string {
  const kind = peek.event
    ? `${peek.event}${peek.changeType ? `/${peek.changeType}` : ''}`
    : `message/${peek.msgType ?? ''}`
  return kind.slice(0, 64)
}
