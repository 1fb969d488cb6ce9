import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { count, fen, instant, key, maybeInstant, word } from '../columns.ts'

/** What is known of a customer's buying, derived from orders and refunds; can be rebuilt at any time. */
@Entity('customer_facts')
@Index(['rfm'])
@Index(['lastPurchaseAt'])
@Index(['firstPurchaseMonthDay'])
export class CustomerFact {
  @PrimaryColumn(key) externalUserId!: string
  /** Paid and not given back whole. */
  @Column(count) purchases!: number
  @Column(fen) netFen!: number
  @Column(maybeInstant) firstPurchaseAt!: number | null
  @Column({ type: 'varchar', length: 5, nullable: true }) firstPurchaseMonthDay!: string | null
  @Column(maybeInstant) lastPurchaseAt!: number | null
  /** In the shop: a purchase there, or a visit the guide noted. */
  @Column(maybeInstant) lastVisitAt!: number | null
  /** Quantile scores 1 to 5 within the chain, 5 is best; 0 before the first purchase. */
  @Column(count) recency!: number
  @Column(count) frequency!: number
  @Column(count) money!: number
  /** One of the eight classic segments, or empty. */
  @Column(word) rfm!: string
  @Column({ type: 'varchar', length: 8, default: '' }) quality!: '' | 'high' | 'low'
  @Column(instant) updatedAt!: number
}

/** A customer and one product they bought. */
@Entity('customer_products')
@Index(['productCode', 'lastAt'])
export class CustomerProduct {
  @PrimaryColumn(key) externalUserId!: string
  @PrimaryColumn(key) productCode!: string
  @Column(count) purchases!: number
  @Column(count) quantity!: number
  @Column(fen) netFen!: number
  @Column(instant) firstAt!: number
  @Column(instant) lastAt!: number
  @Column(count) lastQuantity!: number
}

/**
 * What the chain's own repurchase gaps say, days. `quantity` 0: per piece, over every quantity bought; else for just
 * that many pieces. `category`: per piece, of the same product again; `rhythm`: between two purchases in a category,
 * whatever was bought. With too small a sample all percentiles are 0.
 */
@Entity('learned_cycles')
export class LearnedCycle {
  @PrimaryColumn(word) kind!: 'product' | 'category' | 'rhythm'
  @PrimaryColumn(key) subject!: string
  @PrimaryColumn({ type: 'int' }) quantity!: number
  @Column(count) sample!: number
  @Column({ type: 'double' }) p25!: number
  @Column({ type: 'double' }) p50!: number
  @Column({ type: 'double' }) p75!: number
  @Column({ type: 'double' }) p90!: number
  @Column(instant) learnedAt!: number
}

/** What an operator has decided, over what is configured and learned. Null: no word on it. */
@Entity('cycle_overrides')
export class CycleOverride {
  @PrimaryColumn(word) kind!: 'product' | 'category'
  @PrimaryColumn(key) subject!: string
  @Column({ type: 'int', nullable: true }) useUpDays!: number | null
  @Column({ type: 'int', nullable: true }) activeDays!: number | null
  @Column({ type: 'int', nullable: true }) silentDays!: number | null
  @Column({ type: 'int', nullable: true }) churnDays!: number | null
  @Column(key) setBy!: string
  @Column(instant) at!: number
}
