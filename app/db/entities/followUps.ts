import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import {
  count,
  flag,
  guideRef,
  instant,
  json,
  key,
  longText,
  maybeBigId,
  maybeInstant,
  maybeKey,
  text,
  word,
} from '../columns.ts'

/** One run of a playbook for a customer (and a product, where the playbook is per product). */
@Entity('follow_up_tracks')
@Index(['playbookId', 'externalUserId', 'subject', 'anchorKey'], { unique: true })
@Index(['externalUserId', 'state'])
export class FollowUpTrack {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) playbookId!: string
  @Column(key) externalUserId!: string
  /** Product code, or empty where the playbook is about the customer as such. */
  @Column({ type: 'varchar', length: 64, default: '' }) subject!: string
  /** What started the run: `order:12`, `added:1760000000000`. The same fact starts it once. */
  @Column(key) anchorKey!: string
  @Column(instant) anchorAt!: number
  @Column(guideRef) guideId!: number
  @Column(word) state!: 'open' | 'ended'
  @Column({ type: 'varchar', length: 64, nullable: true }) endedBecause!: string | null
  @Column(instant) createdAt!: number
}

export type FollowUpState = 'planned' | 'due' | 'done' | 'skipped' | 'expired' | 'dropped'

/** One planned act for one customer by one guide. `planned` has not been shown yet, `due` has. */
@Entity('follow_ups')
@Index(['trackId', 'stepId'], { unique: true })
@Index(['state', 'dueAt', 'id'])
@Index(['guideId', 'state', 'dueAt'])
@Index(['externalUserId', 'state', 'dueAt'])
export class FollowUp {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column({ type: 'int' }) trackId!: number
  @Column(key) playbookId!: string
  @Column(key) stepId!: string
  @Column(key) externalUserId!: string
  @Column(guideRef) guideId!: number
  @Column(maybeKey) storeCode!: string | null
  @Column(word) state!: FollowUpState
  @Column(instant) dueAt!: number
  @Column(instant) expiresAt!: number
  @Column(count) priority!: number
  @Column(word) purpose!: 'service' | 'sale'
  /** A code and its data, so that the reason can be said as a sentence: `first_purchase_day_7`. */
  @Column(key) reasonCode!: string
  @Column(json) reasonData!: Record<string, unknown>
  @Column(key) talkTrackSet!: string
  @Column({ type: 'varchar', length: 64, nullable: true }) movedBecause!: string | null
  @Column(maybeInstant) deliveredAt!: number | null
  @Column(maybeInstant) remindedAt!: number | null
  @Column(maybeInstant) closedAt!: number | null
  @Column({ type: 'varchar', length: 32, nullable: true }) closedHow!: string | null
  @Column({ type: 'varchar', length: 200, nullable: true }) closeReason!: string | null
  /** The open bot card, if one was sent. */
  @Column({ type: 'varchar', length: 128, nullable: true }) cardTaskId!: string | null
  @Column({ type: 'varchar', length: 256, nullable: true }) cardResponseCode!: string | null
  @Column(instant) createdAt!: number
  @Column(count) version!: number
}

/** Every sentence that left through us, with the exact text and the template it came from. */
@Entity('send_records')
@Index(['externalUserId', 'at'])
@Index(['guideId', 'at'])
export class SendRecord {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  /** Given by the sender, so that a repeated report is one send. */
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
  @Column(word) kind!: 'chat' | 'welcome' | 'group'
  @Column({ type: 'int', nullable: true }) followUpId!: number | null
  @Column(maybeKey) externalUserId!: string | null
  @Column(maybeKey) chatId!: string | null
  @Column(guideRef) guideId!: number
  @Column(maybeKey) talkTrackId!: string | null
  @Column({ type: 'varchar', length: 64, nullable: true }) templateHash!: string | null
  @Column(longText) body!: string
  @Column(flag) isEdited!: boolean
  @Column(word) result!: 'ok' | 'cancel' | 'fail'
  @Column(text) failure!: string
  @Column(maybeBigId) jobId!: number | null
  @Column(instant) at!: number
}
