import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import {
  count,
  day,
  fen,
  guideRef,
  instant,
  json,
  key,
  longText,
  maybeInstant,
  maybeKey,
  text,
  word,
} from '../columns.ts'

/** A filter of customers under a name. */
@Entity('segments')
export class Segment {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Index({ unique: true })
  @Column(key)
  name!: string
  @Column(json) filter!: Record<string, unknown>
  @Column(key) createdBy!: string
  @Column(instant) createdAt!: number
  @Column(instant) updatedAt!: number
}

/** A filter's whole result, made into follow-ups, a tag or a mass send by an operator. */
@Entity('segment_runs')
@Index(['at'])
export class SegmentRun {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  /** Given by the page, so that a repeated request runs once. */
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
  @Column(word) kind!: 'follow_ups' | 'tag' | 'mass_send'
  @Column(key) name!: string
  @Column(json) filter!: Record<string, unknown>
  /** What exactly: playbook and talk-track set, tag, mass send. */
  @Column(json) action!: Record<string, string>
  @Column(word) state!: 'running' | 'done'
  @Column(count) matched!: number
  @Column(count) reached!: number
  @Column(key) createdBy!: string
  @Column(instant) at!: number
  @Column(maybeInstant) doneAt!: number | null
}

/** One company mass send: WeCom offers it to each guide, who confirms. */
@Entity('mass_sends')
@Index(['state', 'createdAt'])
export class MassSend {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
  @Column(key) name!: string
  @Column(longText) body!: string
  @Column(maybeKey) talkTrackId!: string | null
  @Column(word) state!: 'preparing' | 'offered' | 'ended' | 'cancelled'
  @Column({ type: 'int', nullable: true }) campaignId!: number | null
  @Column(key) createdBy!: string
  @Column(instant) createdAt!: number
}

@Entity('mass_send_targets')
@Index(['externalUserId', 'at'])
@Index(['massSendId', 'state'])
@Index(['msgId'])
export class MassSendTarget {
  @PrimaryColumn({ type: 'int' }) massSendId!: number
  @PrimaryColumn(key) externalUserId!: string
  @Column(guideRef) guideId!: number
  @Column(maybeKey) msgId!: string | null
  /** `left_out`: budget, quota, complaint or no friend, told in `why`. */
  @Column(word) state!: 'planned' | 'offered' | 'sent' | 'not_sent' | 'left_out'
  @Column(word) why!: string
  @Column(instant) at!: number
}

@Entity('campaigns')
export class Campaign {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Index({ unique: true })
  @Column(key)
  name!: string
  @Column(word) state!: 'draft' | 'running' | 'ended'
  @Column(day) fromDay!: string
  @Column(day) toDay!: string
  /** What sells then: shown to the guide and filled into talk tracks. */
  @Column(text) offer!: string
  @Column(fen) targetNewFen!: number
  @Column(fen) targetOldFen!: number
  /** Last year's figures, growth and the corrections by hand behind the targets. */
  @Column(json) forecast!: Record<string, unknown>
  @Column(key) createdBy!: string
  @Column(instant) createdAt!: number
  @Column(maybeInstant) endedAt!: number | null
}

@Entity('campaign_phases')
@Index(['campaignId', 'phase'], { unique: true })
@Index(['fromDay'])
export class CampaignPhaseRow {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column({ type: 'int' }) campaignId!: number
  @Column(word) phase!: 'build_up' | 'warm_up' | 'sprint' | 'afterglow'
  @Column(day) fromDay!: string
  @Column(day) toDay!: string
  /** Who is spoken to in it. */
  @Column(json) filter!: Record<string, unknown>
  /** Channel → what it is for in this phase: 朋友圈 → 话题互动. */
  @Column(json) purposes!: Record<string, string>
  @Column(fen) targetFen!: number
  @Column(maybeInstant) startedAt!: number | null
}

@Entity('live_sessions')
@Index(['endedAt'])
export class LiveSession {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) name!: string
  /** Of WeCom, where the session was made through it. */
  @Index({ unique: true })
  @Column(maybeKey)
  livingId!: string | null
  @Column(instant) startedAt!: number
  @Column(maybeInstant) endedAt!: number | null
  /** How long what was said in it still sells: 72, or 48. */
  @Column({ type: 'int', default: 72 }) windowHours!: number
  /** Who is spoken to afterwards, watched or not. */
  @Column(json) filter!: Record<string, unknown>
  @Column(maybeInstant) calledAt!: number | null
  @Column(key) createdBy!: string
  @Column(instant) createdAt!: number
}

@Entity('live_viewers')
export class LiveViewer {
  @PrimaryColumn({ type: 'int' }) sessionId!: number
  @PrimaryColumn(key) externalUserId!: string
  @Column(count) watchedSeconds!: number
  @Column({ type: 'int', nullable: true }) invitedByGuideId!: number | null
}

/** A sentence a guide changed and offers to everybody; an operator decides. */
@Entity('talk_track_offers')
@Index(['state', 'createdAt'])
export class TalkTrackOffer {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
  @Column(guideRef) guideId!: number
  /** The track it was made from. */
  @Column(maybeKey) talkTrackId!: string | null
  @Column(key) trackSet!: string
  @Column(key) title!: string
  /** As a template: names and products are variables again. */
  @Column(longText) body!: string
  @Column(word) state!: 'open' | 'accepted' | 'declined'
  @Column(maybeKey) decidedBy!: string | null
  @Column(maybeInstant) decidedAt!: number | null
  @Column(text) note!: string
  @Column(instant) createdAt!: number
}
