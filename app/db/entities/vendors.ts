import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { count, instant, key, longText, maybeInstant, word } from '../columns.ts'

/** What a mall's own webhook said, kept as it came (sealed: it holds phones) until it has been read. */
@Entity('vendor_events')
@Index(['vendor', 'eventKey'], { unique: true })
@Index(['state', 'receivedAt'])
export class VendorEvent {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column(word) vendor!: 'youzan' | 'weimob' | 'weixin-shop'
  /** A hash of what makes two deliveries the same event. */
  @Column(key) eventKey!: string
  @Column(key) kind!: string
  /** The order or after-sales number, as text: they exceed 2^53. */
  @Column(key) number!: string
  @Column(longText) sealedBody!: string
  @Column(word) state!: 'waiting' | 'done' | 'ignored' | 'failed'
  @Column({ type: 'varchar', length: 64, default: '' }) why!: string
  @Column(count) attempts!: number
  @Column(instant) receivedAt!: number
  @Column(maybeInstant) doneAt!: number | null
}
