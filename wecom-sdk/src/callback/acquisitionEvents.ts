import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { numberOf, textOf, timeMsOf } from './fields.ts'

export interface AcquisitionBalanceChanged extends CallbackBase {
  kind: 'acquisition_balance_low' | 'acquisition_balance_exhausted' | 'acquisition_balance_increased'
}

export interface AcquisitionQuotaExpires extends CallbackBase {
  kind: 'acquisition_quota_expires_soon'
  expireTimeMs?: number
  expireQuota?: number
}

/** Something happened on a link; `state` is its customer_channel. */
export interface AcquisitionLinkTold extends CallbackBase {
  kind:
    | 'acquisition_link_unavailable'
    | 'acquisition_link_deleted'
    | 'acquisition_profile_opened'
    | 'acquisition_friend_requested'
  linkId: string
  state?: string
}

/** The guide received the first message of a customer won through the link. */
export interface AcquisitionChatStarted extends CallbackBase {
  kind: 'acquisition_chat_started'
  userId: string
  externalUserId: string
  linkId?: string
}

/** 3rd, 5th and 10th message; `chatKey` is valid for 30 minutes. */
export interface AcquisitionMessageReceived extends CallbackBase {
  kind: 'acquisition_message_received'
  linkId?: string
  chatKey?: string
}

export type AcquisitionCallback =
  | AcquisitionBalanceChanged
  | AcquisitionQuotaExpires
  | AcquisitionLinkTold
  | AcquisitionChatStarted
  | AcquisitionMessageReceived

function balance(kind: AcquisitionBalanceChanged['kind']): EventReader<AcquisitionBalanceChanged> {
  return (_, base) => ({ ...base, kind })
}

function link(kind: AcquisitionLinkTold['kind']): EventReader<AcquisitionLinkTold> {
  return (fields, base) => {
    const linkId = textOf(fields, 'LinkId')
    return linkId === undefined ? undefined : { ...base, kind, linkId, state: textOf(fields, 'State') }
  }
}

const readQuota: EventReader<AcquisitionQuotaExpires> = (fields, base) => ({
  ...base,
  kind: 'acquisition_quota_expires_soon',
  expireTimeMs: timeMsOf(fields, 'ExpireTime'),
  expireQuota: numberOf(fields, 'ExpireQuotaNum'),
})

const readChat: EventReader<AcquisitionChatStarted> = (fields, base) => {
  const userId = textOf(fields, 'UserID')
  const externalUserId = textOf(fields, 'ExternalUserID')
  if (userId === undefined || externalUserId === undefined) return undefined
  return { ...base, kind: 'acquisition_chat_started', userId, externalUserId, linkId: textOf(fields, 'LinkId') }
}

const readMessage: EventReader<AcquisitionMessageReceived> = (fields, base) => ({
  ...base,
  kind: 'acquisition_message_received',
  linkId: textOf(fields, 'LinkId'),
  chatKey: textOf(fields, 'ChatKey'),
})

export const acquisitionEvents: EventTable<AcquisitionCallback> = new Map<string, EventReader<AcquisitionCallback>>([
  ['customer_acquisition/balance_low', balance('acquisition_balance_low')],
  ['customer_acquisition/balance_exhausted', balance('acquisition_balance_exhausted')],
  ['customer_acquisition/balance_increased', balance('acquisition_balance_increased')],
  ['customer_acquisition/quota_expire_soon', readQuota],
  ['customer_acquisition/link_unavailable', link('acquisition_link_unavailable')],
  ['customer_acquisition/delete_link', link('acquisition_link_deleted')],
  ['customer_acquisition/open_profile', link('acquisition_profile_opened')],
  ['customer_acquisition/friend_request', link('acquisition_friend_requested')],
  ['customer_acquisition/customer_start_chat', readChat],
  ['customer_acquisition/message_from_customer', readMessage],
])
