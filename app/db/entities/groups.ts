import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import {
  count,
  day,
  flag,
  instant,
  key,
  maybeDay,
  maybeGuideRef,
  maybeInstant,
  maybeKey,
  text,
  word,
} from '../columns.ts'

@Entity('customer_groups')
export class CustomerGroup {
  @PrimaryColumn(key) chatId!: string
  @Column(text) name!: string
  @Column(maybeKey) ownerUserId!: string | null
  @Column(maybeGuideRef) ownerGuideId!: number | null
  /** WeCom's member list version: a delta applies only on top of the version it names. */
  @Column({ type: 'varchar', length: 64, default: '' }) memberVersion!: string
  @Column(count) memberCount!: number
  @Column(count) customerCount!: number
  @Column(word) state!: 'active' | 'dismissed'
  @Column(instant) createdAt!: number
  @Column(maybeInstant) dismissedAt!: number | null
  @Column(maybeInstant) syncedAt!: number | null
}

/** Which group is a store's group, dated. */
@Entity('group_stores')
@Index(['storeCode', 'fromDay'])
@Index(['chatId', 'fromDay'])
export class GroupStore {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) storeCode!: string
  @Column(key) chatId!: string
  @Column(day) fromDay!: string
  @Column(maybeDay) toDay!: string | null
}

@Entity('group_members')
export class GroupMember {
  @PrimaryColumn(key) chatId!: string
  /** userid for staff, external_userid for customers. */
  @PrimaryColumn(key) memberId!: string
  @Column(count) type!: number
  @Column(text) name!: string
  @Column(instant) joinedAt!: number
  @Column(count) joinScene!: number
  @Column(maybeKey) invitorUserId!: string | null
  @Column(maybeKey) stateToken!: string | null
  /** Came with the founding of the group: not counted as a join. */
  @Column(flag) isFounding!: boolean
  @Column(maybeInstant) leftAt!: number | null
  @Column({ type: 'int', nullable: true }) quitScene!: number | null
}

/** Facts of one group on one day, kept as history. Messages and speakers come from WeCom a day late. */
@Entity('group_days')
@Index(['storeCode', 'day'])
@Index(['isClosed', 'day'])
export class GroupDay {
  @PrimaryColumn(key) chatId!: string
  @PrimaryColumn(day) day!: string
  @Column(maybeKey) storeCode!: string | null
  @Column(count) members!: number
  @Column(count) customers!: number
  @Column(count) joined!: number
  @Column(count) leftCount!: number
  @Column(count) founding!: number
  @Column(count) messages!: number
  @Column(count) speakers!: number
  @Column(count) groupSends!: number
  /** WeCom's statistics for the day have been read. */
  @Column(flag) isClosed!: boolean
}
