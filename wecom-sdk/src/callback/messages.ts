import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { decimalOf, numberOf, textOf } from './fields.ts'
import type { XmlElement } from './xml.ts'

/** A member wrote to the app's own conversation. What customers write to guides never arrives here. */
interface Message extends CallbackBase {
  userId: string
  /** 64 bits: text, never a number. The key for de-duplication. */
  msgId?: string
}

export interface TextMessage extends Message {
  kind: 'message_text'
  content: string
}

/** `mediaId` is valid for 3 days. */
export interface MediaMessage extends Message {
  kind: 'message_image' | 'message_voice' | 'message_video'
  mediaId?: string
  picUrl?: string
  format?: string
  thumbMediaId?: string
}

export interface LocationMessage extends Message {
  kind: 'message_location'
  latitude?: number
  longitude?: number
  scale?: number
  label?: string
}

export interface LinkMessage extends Message {
  kind: 'message_link'
  title?: string
  description?: string
  url?: string
  picUrl?: string
}

export type MessageCallback = TextMessage | MediaMessage | LocationMessage | LinkMessage

function fromMember<Callback>(read: (message: Message, fields: XmlElement) => Callback): EventReader<Callback> {
  return (fields, base) =>
    base.fromUserName === undefined
      ? undefined
      : read({ ...base, userId: base.fromUserName, msgId: textOf(fields, 'MsgId') }, fields)
}

function readMedia(kind: MediaMessage['kind']): EventReader<MediaMessage> {
  return fromMember((message, fields) => ({
    ...message,
    kind,
    mediaId: textOf(fields, 'MediaId'),
    picUrl: textOf(fields, 'PicUrl'),
    format: textOf(fields, 'Format'),
    thumbMediaId: textOf(fields, 'ThumbMediaId'),
  }))
}

/** Readers by MsgType. */
export const messages: EventTable<MessageCallback> = new Map<string, EventReader<MessageCallback>>([
  [
    'text',
    fromMember((message, fields) => ({ ...message, kind: 'message_text', content: textOf(fields, 'Content') ?? '' })),
  ],
  ['image', readMedia('message_image')],
  ['voice', readMedia('message_voice')],
  ['video', readMedia('message_video')],
  [
    'location',
    fromMember((message, fields) => ({
      ...message,
      kind: 'message_location',
      latitude: decimalOf(fields, 'Location_X'),
      longitude: decimalOf(fields, 'Location_Y'),
      scale: numberOf(fields, 'Scale'),
      label: textOf(fields, 'Label'),
    })),
  ],
  [
    'link',
    fromMember((message, fields) => ({
      ...message,
      kind: 'message_link',
      title: textOf(fields, 'Title'),
      description: textOf(fields, 'Description'),
      url: textOf(fields, 'Url'),
      picUrl: textOf(fields, 'PicUrl'),
    })),
  ],
])
