import {
  Binding,
  CorpTag,
  Customer,
  CustomerEvent,
  CustomerNote,
  CustomerRelation,
  CustomerTag,
  IdentityKey,
  Member,
  StageChange,
} from './customers.ts'
import { InboxEvent, Job, ScheduleRun, Stream } from './durable.ts'
import { FollowUp, FollowUpTrack, SendRecord } from './followUps.ts'
import { CustomerGroup, GroupDay, GroupMember, GroupStore } from './groups.ts'
import { CreditExplanation, GuideDay, LedgerEntry, LedgerPosting, PoolDay } from './ledger.ts'
import { AuditEntry, OAuthState, Setting } from './operations.ts'
import { IntakeException, Order, OrderLine, Refund, RefundLine } from './orders.ts'
import { ContactWay, Guide, GuideAssignment, Product, Region, Store } from './org.ts'

/** Every table, listed by hand. */
export const ENTITIES = [
  Region,
  Store,
  Guide,
  GuideAssignment,
  ContactWay,
  Product,
  Customer,
  CustomerRelation,
  Binding,
  StageChange,
  IdentityKey,
  Member,
  CustomerNote,
  CorpTag,
  CustomerTag,
  CustomerEvent,
  FollowUpTrack,
  FollowUp,
  SendRecord,
  CustomerGroup,
  GroupStore,
  GroupMember,
  GroupDay,
  Order,
  OrderLine,
  Refund,
  RefundLine,
  IntakeException,
  LedgerPosting,
  LedgerEntry,
  CreditExplanation,
  GuideDay,
  PoolDay,
  InboxEvent,
  Stream,
  Job,
  ScheduleRun,
  Setting,
  OAuthState,
  AuditEntry,
]
