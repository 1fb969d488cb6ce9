/** The public entry of the package, and the one file that passes on what others define. */
export type * from './callback/acquisitionEvents.ts'
export type * from './callback/addressBookEvents.ts'
export type * from './callback/appEvents.ts'
export type { CallbackBase } from './callback/base.ts'
export type * from './callback/cardEvents.ts'
export {
  type CallbackCipher,
  type CallbackKeys,
  type CallbackQuery,
  createCallbackCipher,
  type SealOptions,
  type SignedCipherText,
  signatureOf,
} from './callback/crypto.ts'
export type * from './callback/customerEvents.ts'
export { findEncrypt } from './callback/envelope.ts'
export { parseCallback, type UnknownCallback, type WeComCallback } from './callback/events.ts'
export {
  type CallbackFault,
  CallbackKeyError,
  type CallbackOpened,
  type CallbackRefused,
  type CallbackResult,
  callbackFaultCodes,
} from './callback/faults.ts'
export type * from './callback/groupEvents.ts'
export type * from './callback/messages.ts'
export { type CallbackPeek, peekCallback } from './callback/peek.ts'
export type * from './callback/tagEvents.ts'
export { CallbackXmlError, parseFlatXml, type XmlElement, type XmlValue } from './callback/xml.ts'
