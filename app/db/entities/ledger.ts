import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { CauseKind } from '../../domain/attribution/book.ts'
import { bigId, count, day, fen, instant, json, maybeBigId, maybeGuideRef, maybeKey, word } from '../columns.ts'

/** One balanced group of entries for one cause on one day. Append-only: nothing here is ever changed or removed. */
@Entity('ledger_postings')
@Index(['orderId', 'refundId'])
@Index(['bookedOn'])
export class LedgerPosting {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column(maybeBigId) orderId!: number | null
  @Column(maybeBigId) refundId!: number | null
  @Column(word) causeKind!: CauseKind
  @Column({ type: 'varchar', length: 160 }) causeId!: string
  @Column(instant) causeAt!: number
  @Column(day) occurredOn!: string
  @Column(day) bookedOn!: string
  @Column(count) ruleVersion!: number
  /** The steps of the decision that led here, as it was made; null before they were kept. */
  @Column({ type: 'simple-json', nullable: true }) steps!: unknown[] | null
  @Column(instant) createdAt!: number
}

@Entity('ledger_entries')
@Index(['postingId'])
@Index(['orderId'])
@Index(['guideId', 'bookedOn'])
@Index(['account', 'bookedOn'])
export class LedgerEntry {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column(bigId) postingId!: number
  @Column(maybeBigId) orderId!: number | null
  /** `sales:online`, `sales:offline`, `guide:12:pending`, `guide:12:settled`, `store:SH001:pool`, `unattributed`, `suspense`. */
  @Column({ type: 'varchar', length: 96 }) account!: string
  @Column(maybeGuideRef) guideId!: number | null
  @Column(maybeKey) storeCode!: string | null
  @Column(word) channel!: 'online' | 'offline'
  @Column(fen) amountFen!: number
  /** The part of the amount that refunds took away, as a positive figure. */
  @Column(fen) refundFen!: number
  @Column(count) orders!: number
  @Column(day) occurredOn!: string
  @Column(day) bookedOn!: string
}

/**
 * Why an order is credited as it is: the steps of the decision in force, as codes and data; empty where those of its
 * postings, one after the other, are just these.
 */
@Entity('credit_explanations')
export class CreditExplanation {
  @PrimaryColumn({ type: 'bigint' }) orderId!: number
  @Column(count) ruleVersion!: number
  @Column(json) steps!: unknown[]
  @Column(instant) updatedAt!: number
}

/** Day roll-up per guide and the store the entries count to. Derived; can be rebuilt from the ledger. */
@Entity('guide_days')
@Index(['guideId', 'day'])
@Index(['storeCode', 'day'])
export class GuideDay {
  @PrimaryColumn(day) day!: string
  @PrimaryColumn({ type: 'int' }) guideId!: number
  @PrimaryColumn({ type: 'varchar', length: 64, default: '' }) storeCode!: string
  @Column(fen) onlineFen!: number
  @Column(fen) offlineFen!: number
  @Column(fen) refundFen!: number
  @Column(count) orders!: number
  @Column(count) newCustomers!: number
  @Column(count) lostCustomers!: number
  @Column(count) followUpsDue!: number
  @Column(count) followUpsDone!: number
  @Column(count) followUpsOnTime!: number
}

/** Day roll-up of what no guide holds: a store's pool, or (store code empty) the unattributed and the suspended. */
@Entity('pool_days')
export class PoolDay {
  @PrimaryColumn(day) day!: string
  @PrimaryColumn(word) kind!: 'pool' | 'unattributed' | 'suspense'
  @PrimaryColumn({ type: 'varchar', length: 64, default: '' }) storeCode!: string
  @Column(fen) onlineFen!: number
  @Column(fen) offlineFen!: number
  @Column(fen) refundFen!: number
}

/**
 * Month roll-up of what a guide holds through one store, by the month it is booked in. Derived; can be rebuilt. A
 * statement is made of these rows alone: opening is the sum of all earlier months.
 */
@Entity('guide_months')
@Index(['storeCode', 'month'])
export class GuideMonth {
  @PrimaryColumn({ type: 'int' }) guideId!: number
  @PrimaryColumn({ type: 'varchar', length: 7 }) month!: string
  @PrimaryColumn({ type: 'varchar', length: 64, default: '' }) storeCode!: string
  /** By payment and identification; negative where a new decision took more than came. */
  @Column(fen) earnedFen!: number
  /** By a person's correction. */
  @Column(fen) correctedFen!: number
  /** Taken back by refunds, positive. */
  @Column(fen) reversedFen!: number
  /** Moved from pending to settled. */
  @Column(fen) settledFen!: number
  /** What else changed the settled account: refunds and corrections after settlement. */
  @Column(fen) settledLaterFen!: number
  @Column(count) orders!: number
}
