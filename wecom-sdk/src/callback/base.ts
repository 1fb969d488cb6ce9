import type { XmlElement } from './xml.ts'

/** On every callback. `fromUserName` is a userid, or `sys` for nearly all system events. */
export interface CallbackBase {
  corpId?: string
  fromUserName?: string
  createTimeMs?: number
  /** Absent on contact, group and tag events: take the app from the path then. */
  agentId?: number
}

/**
 * Reads the fields of one event. Undefined when a field is missing without which the event means nothing; the
 * callback then stays `unknown` instead of being half typed.
 */
export type EventReader<Callback> = (fields: XmlElement, base: CallbackBase) => Callback | undefined

/** Readers by `Event` or `Event/ChangeType`; a Map, so that no event name reaches a prototype. */
export type EventTable<Callback> = ReadonlyMap<string, EventReader<Callback>>
