import { numberOf, textOf, timeMsOf } from './fields.ts'
import { CallbackXmlError, parseFlatXml, type XmlElement } from './xml.ts'

/** What a receiver needs to file a callback under the right stream. Empty counts as absent. */
export interface CallbackPeek {
  toUserName?: string
  fromUserName?: string
  createTimeMs?: number
  msgType?: string
  event?: string
  changeType?: string
  userId?: string
  externalUserId?: string
  chatId?: string
  agentId?: number
  /** A welcome code came with it: 20 seconds, one use. */
  hasWelcomeCode: boolean
}

/** Undefined when the text is not the flat XML of WeCom. About 3 µs: cheaper than the decryption before it. */
export function peekCallback(plaintext: string): CallbackPeek | undefined {
  const root = readRoot(plaintext)
  if (!root) return undefined
  return {
    toUserName: textOf(root, 'ToUserName'),
    fromUserName: textOf(root, 'FromUserName'),
    createTimeMs: timeMsOf(root, 'CreateTime'),
    msgType: textOf(root, 'MsgType'),
    event: textOf(root, 'Event'),
    changeType: textOf(root, 'ChangeType'),
    userId: textOf(root, 'UserID'),
    externalUserId: textOf(root, 'ExternalUserID'),
    chatId: textOf(root, 'ChatId'),
    agentId: numberOf(root, 'AgentID'),
    hasWelcomeCode: textOf(root, 'WelcomeCode') !== undefined,
  }
}

function readRoot(plaintext: string): XmlElement | undefined {
  try {
    return parseFlatXml(plaintext)
  } catch (error) {
    if (error instanceof CallbackXmlError) return undefined
    throw error
  }
}
