/**
 * Past facts that one feature emits and others react to. Payloads carry ids and instants only: whoever reacts
 * re-reads the truth, so that any order of delivery ends the same.
 */
export type DomainEvent =
  /** A guide and a customer became contacts. `half`: one-sided so far (add_half_external_contact). */
  | { name: 'CustomerAdded'; externalUserId: string; guideId: number; atMs: number; half: boolean }
  | { name: 'CustomerLost'; externalUserId: string; guideId: number; atMs: number; by: 'customer' | 'guide' }
  | { name: 'BindingOpened'; externalUserId: string; guideId: number; fromGuideId?: number; atMs: number }
  | { name: 'BindingMoved'; externalUserId: string; guideId: number; fromGuideId?: number; atMs: number }
  | { name: 'BindingEnded'; externalUserId: string; guideId: number; atMs: number }
  | { name: 'StageChanged'; externalUserId: string; from: string; to: string; atMs: number }
  | { name: 'FollowUpPlanned'; followUpId: number; dueAtMs: number }
  | { name: 'FollowUpClosed'; followUpId: number; how: string; atMs: number }
  | { name: 'OrderRecorded'; orderId: number; atMs: number }
  /** `orderId` is undefined for a refund that names no original order. */
  | { name: 'OrderRefunded'; orderId: number | undefined; refundId: number; atMs: number }
  | { name: 'CustomerIdentified'; externalUserId: string; atMs: number }
  | { name: 'CreditPosted'; orderId: number; atMs: number }
  | { name: 'GroupChanged'; chatId: string; atMs: number }
  | { name: 'GroupDayClosed'; chatId: string; day: string }
  | { name: 'GuideLeft'; guideId: number; atMs: number }
  /** Stores, guides or products were imported: what waited for one of them may go on. */
  | { name: 'ChainChanged'; atMs: number }

export type DomainEventName = DomainEvent['name']

/** The event of one name, for typed reactions. */
export type EventOf<Name extends DomainEventName> = Extract<DomainEvent, { name: Name }>
