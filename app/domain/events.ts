/**
 * Past facts that one feature emits and others react to. Payloads carry ids and instants only: whoever reacts
 * re-reads the truth, so that any order of delivery ends the same.
 */
export type DomainEvent =
  /** A guide and a customer became contacts. `half`: one-sided so far (add_half_external_contact). */
  | { name: 'CustomerAdded'; externalUserId: string; guideId: number; atMs: number; half: boolean }
  /** A friendship of long ago was learned of only now: nothing starts from it, but what counts friendships looks again. */
  | { name: 'FriendshipLearned'; externalUserId: string; guideId: number; atMs: number }
  | { name: 'CustomerLost'; externalUserId: string; guideId: number; atMs: number; by: 'customer' | 'guide' }
  | { name: 'BindingOpened'; externalUserId: string; guideId: number; fromGuideId?: number; atMs: number }
  | { name: 'BindingMoved'; externalUserId: string; guideId: number; fromGuideId?: number; atMs: number }
  | { name: 'BindingEnded'; externalUserId: string; guideId: number; atMs: number }
  | { name: 'StageChanged'; externalUserId: string; from: string; to: string; atMs: number }
  | { name: 'FollowUpPlanned'; followUpId: number; dueAtMs: number }
  | { name: 'FollowUpClosed'; followUpId: number; how: string; atMs: number }
  | { name: 'OrderRecorded'; orderId: number; atMs: number }
  /** `orderId` is undefined for a refund that names no original order. `isPosted`: its credit is, by who stored it. */
  | { name: 'OrderRefunded'; orderId: number | undefined; refundId: number; atMs: number; isPosted?: true }
  | { name: 'CustomerIdentified'; externalUserId: string; atMs: number }
  /** `formerBuyer`: the order was theirs until now. */
  | { name: 'CreditPosted'; orderId: number; formerBuyer?: string; atMs: number }
  /** A manager settled a guide's objection, or the head office decided the correction that it came to. */
  | { name: 'ObjectionAnswered'; objectionId: number; atMs: number }
  | { name: 'GroupChanged'; chatId: string; atMs: number }
  | { name: 'GroupDayClosed'; chatId: string; day: string }
  | { name: 'GuideLeft'; guideId: number; atMs: number }
  | { name: 'ComplaintOpened'; complaintId: number; externalUserId: string; atMs: number }
  | { name: 'ComplaintClosed'; complaintId: number; externalUserId: string; atMs: number }
  | { name: 'AnswerRecorded'; followUpId: number; externalUserId: string; atMs: number }
  | { name: 'VisitRecorded'; externalUserId: string; atMs: number }
  | { name: 'DayOffChanged'; guideId: number; day: string; atMs: number }
  /** The member list says something new of a customer: card, tier, birthday. */
  | { name: 'MemberChanged'; externalUserId: string; atMs: number }
  /** Stage, purchases or RFM of a customer are what they were not. */
  | { name: 'CustomerFactsChanged'; externalUserId: string; atMs: number }
  /** A mass send was asked for that includes the customer and counts as a contact, or it no longer does. */
  | { name: 'MassSendPlanned'; massSendId: number; externalUserId: string; atMs: number }
  /**
   * An operator, a campaign's phase, a live session or a date starts a playbook for a customer. `data`: words and
   * facts of just this start (`name`, `hasWatched`, `talkTrackSet`, `holidayId`, …).
   */
  | {
      name: 'PlaybookCalled'
      playbookId: string
      externalUserId: string
      anchorKey: string
      startAtMs: number
      endsAtMs?: number
      data: Record<string, string>
      atMs: number
    }
  /** A sentence left to a customer, or a mass send arrived. */
  | { name: 'SentenceSent'; sendId: number; externalUserId: string; atMs: number }
  /** A product is new, or its category, cycle or effect is another: what hangs on it may be due on another day. */
  | { name: 'ProductChanged'; productCode: string; atMs: number }
  /** Stores, guides or products were imported: what waited for one of them may go on. */
  | { name: 'ChainChanged'; atMs: number }

export type DomainEventName = DomainEvent['name']

/** The event of one name, for typed reactions. */
export type EventOf<Name extends DomainEventName> = Extract<DomainEvent, { name: Name }>
