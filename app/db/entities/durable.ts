import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { count, hash, instant, json, key, longText, maybeInstant, word } from '../columns.ts'

/** A verified callback, stored before WeCom gets its 200. */
@Entity('inbox')
// One index for both questions, what waits and what waits in a stream: each more costs every callback a page.
@Index(['state', 'streamKey', 'id'])
export class InboxEvent {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  /** sha256 of corp and decrypted text: WeCom repeats events under fresh timestamps and nonces. */
  @Index({ unique: true })
  @Column(hash)
  dedupKey!: string
  @Column({ type: 'varchar', length: 128 }) streamKey!: string
  @Column(key) kind!: string
  @Column(longText) body!: string
  @Column(instant) receivedAt!: number
  @Column(word) state!: 'pending' | 'done' | 'parked'
  @Column(count) attempts!: number
  @Column({ type: 'varchar', length: 500, nullable: true }) lastError!: string | null
  @Column(maybeInstant) doneAt!: number | null
}

/** One customer's (or group's) queue: claimed as a whole, so its events stay in order. */
@Entity('streams')
@Index(['readyAt'])
export class Stream {
  @PrimaryColumn({ type: 'varchar', length: 128 }) streamKey!: string
  /** When there is work, by the product's clock; null: nothing pending. Later than now while backing off. */
  @Column(maybeInstant) readyAt!: number | null
  /** Claims since it was last given back: many mean that its first event kills workers. */
  @Column(count) attempts!: number
  /** Whose turn it is, by the wall clock: the product's clock may travel while a handler runs. */
  @Column(maybeInstant) leaseUntil!: number | null
  @Column({ type: 'varchar', length: 64, nullable: true }) leaseToken!: string | null
}

/** Work to do after a commit: calls to WeCom, planning, syncs. SQL is the truth; engines only wake it. */
@Entity('jobs')
@Index(['state', 'lane', 'dueAt', 'id'])
@Index(['state', 'leaseUntil'])
export class Job {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column(key) kind!: string
  /** Same key while a job is stored: the second one is not stored. */
  @Index({ unique: true })
  @Column({ type: 'varchar', length: 190, nullable: true })
  dedupeKey!: string | null
  @Column(json) payload!: unknown
  @Column(word) state!: 'ready' | 'leased' | 'done' | 'parked'
  @Column(word) lane!: 'fast' | 'normal' | 'bulk'
  @Column(instant) dueAt!: number
  @Column(count) attempts!: number
  @Column(maybeInstant) leaseUntil!: number | null
  @Column({ type: 'varchar', length: 64, nullable: true }) leaseToken!: string | null
  /** A call to the outside began and its end was never recorded. */
  @Column(maybeInstant) calledAt!: number | null
  @Column({ type: 'varchar', length: 500, nullable: true }) lastError!: string | null
  @Column({ type: 'varchar', length: 200, nullable: true }) outcome!: string | null
  @Column(instant) createdAt!: number
  @Column(maybeInstant) doneAt!: number | null
}

@Entity('schedule_runs')
export class ScheduleRun {
  @PrimaryColumn(key) name!: string
  @Column(instant) lastSlotAt!: number
}
