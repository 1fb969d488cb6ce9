import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import {
  bigId,
  count,
  day,
  fen,
  hash,
  instant,
  json,
  key,
  maybeBigId,
  maybeHash,
  maybeInstant,
  maybeKey,
  text,
  word,
} from '../columns.ts'

/** A paid order, stored once and never changed; only who the buyer is may become known later. */
@Entity('orders')
// The number first: a guide who types it need not know the source.
@Index(['orderNo', 'source'], { unique: true })
@Index(['buyerCustomerId', 'paidAt'])
@Index(['buyerPhoneKey'])
@Index(['buyerMemberNo'])
@Index(['buyerUnionKey'])
@Index(['buyerExternalUserId'])
export class Order {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column(key) source!: string
  @Column(key) orderNo!: string
  @Column(word) channel!: 'online' | 'offline'
  /** As the source names it; may be a store we do not know. */
  @Column(maybeKey) storeCode!: string | null
  @Column(instant) orderedAt!: number
  @Column(instant) paidAt!: number
  @Column(maybeInstant) completedAt!: number | null
  @Column({ type: 'varchar', length: 16, nullable: true }) delivery!: 'pickup' | 'shipping' | null
  @Column(maybeHash) buyerPhoneKey!: string | null
  @Column(maybeKey) buyerMemberNo!: string | null
  @Column(maybeHash) buyerUnionKey!: string | null
  @Column(maybeKey) buyerExternalUserId!: string | null
  /**
   * `none`: no identity given; `unmatched`: one that matches nobody; `member`: decided as a member without a
   * contact; `conflict`: it matches several.
   */
  @Column(word) buyerState!: 'none' | 'unmatched' | 'known' | 'member' | 'conflict'
  @Column(maybeKey) buyerCustomerId!: string | null
  @Column(maybeInstant) buyerKnownAt!: number | null
  @Column(maybeKey) sharedByGuide!: string | null
  /** Whose customer the till says the buyer is: kept, and no ground for credit. */
  @Column(maybeKey) ownerGuide!: string | null
  @Column(fen) paidFen!: number
  @Column(fen) refundedFen!: number
  @Column(day) businessDay!: string
  @Column(hash) contentHash!: string
  /** An unattributed order waits for its buyer until then. */
  @Index()
  @Column(maybeInstant)
  waitingUntil!: number | null
  /** What guides hold of it is settled then; null once it is. */
  @Index()
  @Column(maybeInstant)
  settlesAt!: number | null
  @Column(instant) recordedAt!: number
}

@Entity('order_lines')
@Index(['orderId', 'lineNo'], { unique: true })
@Index(['productCode', 'orderId'])
export class OrderLine {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column(bigId) orderId!: number
  @Column(key) lineNo!: string
  @Column(maybeKey) productCode!: string | null
  @Column(text) name!: string
  @Column({ type: 'int', default: 1 }) quantity!: number
  @Column(fen) paidFen!: number
  @Column(maybeKey) servedByGuide!: string | null
}

/** Several guides who served one line together, by their parts. A line with one guide has no row here. */
@Entity('order_line_guides')
export class OrderLineGuide {
  @PrimaryColumn({ type: 'bigint' }) orderId!: number
  @PrimaryColumn(key) lineNo!: string
  @PrimaryColumn({ type: 'int' }) position!: number
  @Column(key) guide!: string
  @Column(count) parts!: number
}

@Entity('refunds')
@Index(['source', 'refundNo'], { unique: true })
@Index(['source', 'orderNo'])
@Index(['orderId'])
export class Refund {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column(key) source!: string
  @Column(key) refundNo!: string
  /** Null: the source names no original order at all. */
  @Column(maybeKey) orderNo!: string | null
  /** Null while the original has not arrived. */
  @Column(maybeBigId) orderId!: number | null
  @Column(instant) refundedAt!: number
  @Column(maybeKey) storeCode!: string | null
  @Column(maybeKey) guide!: string | null
  @Column(fen) refundFen!: number
  @Column(hash) contentHash!: string
  @Column(instant) recordedAt!: number
}

@Entity('refund_lines')
export class RefundLine {
  @PrimaryColumn({ type: 'bigint' }) refundId!: number
  @PrimaryColumn(key) lineNo!: string
  @Column(fen) refundFen!: number
  @Column(count) quantity!: number
}

/** What arrived but needs a person: unknown store, other content under a known number, a refund over the paid sum. */
@Entity('intake_exceptions')
@Index(['kind', 'source', 'number', 'subject'], { unique: true })
@Index(['state', 'createdAt'])
export class IntakeException {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(word) kind!: string
  @Column(key) source!: string
  @Column(key) number!: string
  @Column({ type: 'varchar', length: 128, default: '' }) subject!: string
  @Column(maybeKey) storeCode!: string | null
  @Column(json) detail!: Record<string, unknown>
  @Column(word) state!: 'open' | 'settled'
  @Column(instant) createdAt!: number
  @Column(maybeInstant) settledAt!: number | null
  @Column(maybeKey) settledBy!: string | null
}
