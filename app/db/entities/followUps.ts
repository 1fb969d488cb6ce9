import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import {
  count,
  day,
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
@Index('IDX_follow_up_tracks_anchor_key', ['anchorKey'])
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
  /** Nothing of it is worth saying from then on. */
  @Column(maybeInstant) endsAt!: number | null
  /** Words and facts of just this start, where it was called by an operator, a campaign, a live session or a date. */
  @Column({ type: 'simple-json', nullable: true }) data!: Record<string, string> | null
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
  /** When it was shown to the manager as overdue. */
  @Column(maybeInstant) escalatedAt!: number | null
  @Column(maybeInstant) closedAt!: number | null
  @Column({ type: 'varchar', length: 32, nullable: true }) closedHow!: string | null
  @Column({ type: 'varchar', length: 200, nullable: true }) closeReason!: string | null
  /** The open bot card, if one was sent. */
  @Column({ type: 'varchar', length: 128, nullable: true }) cardTaskId!: string | null
  @Column({ type: 'varchar', length: 256, nullable: true }) cardResponseCode!: string | null
  /** When its last card was handed over to be sent: what can change that card dies 72 h later. */
  @Column(maybeInstant) cardSentAt!: number | null
  /** Somebody changes its card until then, by the wall clock: of two on the way, the older truth might land last. */
  @Column(maybeInstant) cardHeldUntil!: number | null
  /** The talk track the guide would rather say (换一条). */
  @Column(maybeKey) chosenTrackId!: string | null
  @Column(instant) createdAt!: number
  @Column(count) version!: number
}

/** Every sentence that left through us, with the exact text and the template it came from. */
@Entity('send_records')
@Index(['externalUserId', 'at'])
@Index(['guideId', 'at'])
@Index(['talkTrackId', 'at'])
@Index('IDX_send_records_store', ['storeCode', 'at'])
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
  @Column({ type: 'varchar', length: 32, default: 'service' }) purpose!: 'service' | 'sale'
  /** The guide's level on that day. */
  @Column({ type: 'varchar', length: 32, default: '' }) guideLevel!: string
  /** The guide's store on that day. */
  @Column(maybeKey) storeCode!: string | null
  /** The first order paid within 14 days, and the best answer given in them. */
  @Column(maybeBigId) outcomeOrderId!: number | null
  @Column(maybeKey) outcomeAnswer!: string | null
  @Column(instant) at!: number
}

/** What a guide found out, tapped in the sidebar. A later tap on the same question replaces it. */
@Entity('follow_up_answers')
@Index(['followUpId', 'ask'], { unique: true })
@Index(['externalUserId', 'at'])
export class FollowUpAnswer {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column({ type: 'int' }) followUpId!: number
  @Column({ type: 'int' }) trackId!: number
  @Column(key) externalUserId!: string
  @Column(key) stepId!: string
  @Column(key) ask!: string
  @Column(key) answer!: string
  @Column(guideRef) guideId!: number
  @Column(instant) at!: number
}

/** A guide wants no prompts of this customer: until then, or for ever. One row a customer; the last word counts. */
@Entity('follow_up_mutes')
export class FollowUpMute {
  @PrimaryColumn(key) externalUserId!: string
  @Column(guideRef) guideId!: number
  @Column(maybeInstant) untilAt!: number | null
  @Column(instant) at!: number
}

@Entity('guide_days_off')
@Index(['day'])
export class GuideDayOff {
  @PrimaryColumn({ type: 'int' }) guideId!: number
  @PrimaryColumn(day) day!: string
  @Column(key) setBy!: string
  @Column(instant) at!: number
}

/** Something is wrong, from the first word to its settlement. While one is open nothing else is said. */
@Entity('complaints')
@Index(['externalUserId', 'closedAt'])
@Index(['storeCode', 'closedAt'])
@Index(['closedAt'])
export class Complaint {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) externalUserId!: string
  @Column(guideRef) guideId!: number
  @Column(maybeKey) storeCode!: string | null
  @Column({ type: 'int', nullable: true }) followUpId!: number | null
  @Column(maybeKey) productCode!: string | null
  @Column(word) kind!: 'damaged' | 'quality' | 'service' | 'other'
  @Column(longText) body!: string
  @Column(instant) openedAt!: number
  @Column(maybeInstant) closedAt!: number | null
  @Column(maybeKey) closedBy!: string | null
  @Column(text) outcome!: string
  /** Given by the page, so that a repeated request opens one. */
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
}

/** The customer was in the shop, bought or not. */
@Entity('visits')
@Index(['externalUserId', 'at'])
export class Visit {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) externalUserId!: string
  @Column(guideRef) guideId!: number
  @Column(maybeKey) storeCode!: string | null
  @Column(instant) at!: number
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
}
