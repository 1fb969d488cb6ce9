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
export type { Bill, BillListInput, UnreadableBill } from './client/api/bills.ts'
export type { AddContactWayInput, UpdateContactWayInput } from './client/api/contactWays.ts'
export type { ExternalContact, FollowInfo, FollowUser, RemarkInput } from './client/api/customers.ts'
export type { AddJoinWayInput, GroupChat, GroupMember, ListGroupsInput } from './client/api/groups.ts'
export type {
  Attachment,
  MassListInput,
  MassMessageInput,
  MassResultInput,
  WelcomeInput,
} from './client/api/massMessages.ts'
export type { AppMessage, AppMessageBody, CardUpdate, TemplateCard } from './client/api/messages.ts'
export type { MediaInput } from './client/api/platform.ts'
export type { Member } from './client/api/staff.ts'
export type { BehaviorInput, GroupDaysInput, GroupStatisticInput } from './client/api/statistics.ts'
export type { AddCorpTagInput, MarkTagInput, TagGroup } from './client/api/tags.ts'
export type { TransferGroupsInput, TransferInput, TransferResultInput } from './client/api/transfers.ts'
export type { CallInfo, WeComClientOptions } from './client/caller.ts'
export { createWeComClient, type WeComClient } from './client/client.ts'
export { classifyErrcode, type ErrcodeClass, type RetryClass, type WeComMeaning } from './client/errcodes.ts'
export { type TransportFault, WeComAnswerError, WeComError, WeComTransportError } from './client/errors.ts'
export {
  type CallLimiter,
  type CallLimiterOptions,
  type CallLimits,
  type CallWindow,
  createCallLimiter,
  defaultCallLimits,
} from './client/limits.ts'
export { memoryPauseStore, type PauseStore } from './client/pauses.ts'
export { type RedisLike, redisPauseStore, redisTokenStore } from './client/redisStores.ts'
export { createTicketCache, type TicketCache, type TicketCacheOptions, type TicketKind } from './client/tickets.ts'
export { memoryTokenStore, type StoredToken, type TokenStore } from './client/tokens.ts'
export { type JsSdkSignatureInput, jsSdkSignature } from './jssdk.ts'
