import { type AcquisitionCallback, acquisitionEvents } from './acquisitionEvents.ts'
import { type AddressBookCallback, addressBookEvents } from './addressBookEvents.ts'
import { type AppCallback, appEvents } from './appEvents.ts'
import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { type CardCallback, cardEvents } from './cardEvents.ts'
import { type CustomerCallback, customerEvents } from './customerEvents.ts'
import { numberOf, textOf, timeMsOf } from './fields.ts'
import { type GroupCallback, groupEvents } from './groupEvents.ts'
import { type MessageCallback, messages } from './messages.ts'
import { type TagCallback, tagEvents } from './tagEvents.ts'
import { parseFlatXml, type XmlElement } from './xml.ts'

/** An event this version does not know, or one that lacks what it needs. Store and ignore: the list grows yearly. */
export interface UnknownCallback extends CallbackBase {
  kind: 'unknown'
  msgType?: string
  event?: string
  changeType?: string
  fields: XmlElement
}

export type WeComCallback =
  | CustomerCallback
  | GroupCallback
  | TagCallback
  | AddressBookCallback
  | MessageCallback
  | CardCallback
  | AppCallback
  | AcquisitionCallback
  | UnknownCallback

const events: EventTable<WeComCallback> = new Map<string, EventReader<WeComCallback>>([
  ...customerEvents,
  ...groupEvents,
  ...tagEvents,
  ...addressBookEvents,
  ...cardEvents,
  ...appEvents,
  ...acquisitionEvents,
])

/**
 * The typed form of a decrypted app callback. Unknown events, change types and elements never throw; text that is
 * not WeCom's flat XML throws `CallbackXmlError`. Optional fields that are absent or empty are undefined.
 */
export function parseCallback(plaintext: string): WeComCallback {
  const fields = parseFlatXml(plaintext)
  const base: CallbackBase = {
    corpId: textOf(fields, 'ToUserName'),
    fromUserName: textOf(fields, 'FromUserName'),
    createTimeMs: timeMsOf(fields, 'CreateTime'),
    agentId: numberOf(fields, 'AgentID'),
  }
  const msgType = textOf(fields, 'MsgType')
  const event = textOf(fields, 'Event')
  const changeType = textOf(fields, 'ChangeType')
  const read =
    msgType === 'event'
      ? (events.get(`${event}/${changeType}`) ?? events.get(event ?? ''))
      : messages.get(msgType ?? '')
  return read?.(fields, base) ?? { ...base, kind: 'unknown', msgType, event, changeType, fields }
}
