import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { textOf } from './fields.ts'

interface Pair extends CallbackBase {
  /** The guide. */
  userId: string
  /** The customer. */
  externalUserId: string
}

/** `state` only when the customer came through a contact way or link that carries one. */
export interface CustomerAdded extends Pair {
  kind: 'customer_added' | 'customer_half_added'
  state?: string
  /** Valid 20 s, one use, shared with the other apps that received it. */
  welcomeCode?: string
}

/** Remark, phone or tags changed in the client. It does not say which: read the customer again. */
export interface CustomerEdited extends Pair {
  kind: 'customer_edited'
  state?: string
}

/** The guide deleted the customer; source `DELETE_BY_TRANSFER` is the clean-up of a transfer, not a loss. */
export interface CustomerDeletedByGuide extends Pair {
  kind: 'customer_deleted_by_guide'
  source?: string
}

/** The customer deleted the guide; the guide still has a one-way relation. */
export interface GuideDeletedByCustomer extends Pair {
  kind: 'guide_deleted_by_customer'
}

/** `userId` is the guide who could not take over. */
export interface TransferFailed extends Pair {
  kind: 'transfer_failed'
  /** `customer_refused` or `customer_limit_exceed`. */
  failReason?: string
}

/** The customer agreed to the conversation archive; the welcome may be sent from now on. */
export interface ArchiveAgreed extends Pair {
  kind: 'archive_agreed'
  welcomeCode?: string
}

export type CustomerCallback =
  | CustomerAdded
  | CustomerEdited
  | CustomerDeletedByGuide
  | GuideDeletedByCustomer
  | TransferFailed
  | ArchiveAgreed

function readAdded(kind: CustomerAdded['kind']): EventReader<CustomerAdded> {
  return forPair((pair, fields) => ({
    ...pair,
    kind,
    state: textOf(fields, 'State'),
    welcomeCode: textOf(fields, 'WelcomeCode'),
  }))
}

function forPair<Callback>(
  read: (pair: Pair, fields: Parameters<EventReader<Callback>>[0]) => Callback,
): EventReader<Callback> {
  return (fields, base) => {
    const userId = textOf(fields, 'UserID')
    const externalUserId = textOf(fields, 'ExternalUserID')
    if (userId === undefined || externalUserId === undefined) return undefined
    return read({ ...base, userId, externalUserId }, fields)
  }
}

export const customerEvents: EventTable<CustomerCallback> = new Map<string, EventReader<CustomerCallback>>([
  ['change_external_contact/add_external_contact', readAdded('customer_added')],
  ['change_external_contact/add_half_external_contact', readAdded('customer_half_added')],
  [
    'change_external_contact/edit_external_contact',
    forPair((pair, fields) => ({ ...pair, kind: 'customer_edited', state: textOf(fields, 'State') })),
  ],
  [
    'change_external_contact/del_external_contact',
    forPair((pair, fields) => ({ ...pair, kind: 'customer_deleted_by_guide', source: textOf(fields, 'Source') })),
  ],
  ['change_external_contact/del_follow_user', forPair((pair) => ({ ...pair, kind: 'guide_deleted_by_customer' }))],
  [
    'change_external_contact/transfer_fail',
    forPair((pair, fields) => ({ ...pair, kind: 'transfer_failed', failReason: textOf(fields, 'FailReason') })),
  ],
  [
    'change_external_contact/msg_audit_approved',
    forPair((pair, fields) => ({ ...pair, kind: 'archive_agreed', welcomeCode: textOf(fields, 'WelcomeCode') })),
  ],
])
