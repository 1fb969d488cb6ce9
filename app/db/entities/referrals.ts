import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { ReferralState, ReferralWhy } from '../../domain/referrals/facts.ts'
import type { PointCause } from '../../domain/referrals/points.ts'
import { count, instant, key, maybeBigId, maybeInstant, word } from '../columns.ts'

/** The code by which one customer may bring friends to their guide. */
@Entity('referral_codes')
@Index(['externalUserId', 'guideId'], { unique: true })
export class ReferralCode {
  @PrimaryColumn({ type: 'varchar', length: 30 }) code!: string
  @Column(key) externalUserId!: string
  @Column({ type: 'int' }) guideId!: number
  @Column(instant) createdAt!: number
}

/** A friend who came by a code. Once per friend: the first code counts. */
@Entity('referrals')
@Index(['referrer', 'state'])
@Index(['storeCode', 'state'])
export class Referral {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Index({ unique: true })
  @Column(key)
  friend!: string
  @Column(key) referrer!: string
  @Column({ type: 'varchar', length: 30 }) code!: string
  @Column({ type: 'int' }) guideId!: number
  /** The store the code leads to: whose managers see it. */
  @Column(key) storeCode!: string
  @Column(instant) joinedAt!: number
  /** The friend's first completed order. */
  @Column(maybeBigId) orderId!: number | null
  @Column(maybeInstant) releaseAt!: number | null
  @Column(word) state!: ReferralState
  @Column(word) why!: ReferralWhy
  /** As promised when the friend came: a later change of the rules does not touch it. */
  @Column(count) points!: number
  /** When time alone may change it; null: never. */
  @Index()
  @Column(maybeInstant)
  lookAt!: number | null
}

/** Points given and taken, append-only: `issued` on one side, a member on the other, each pair sums to 0. */
@Entity('point_entries')
@Index(['account', 'at'])
@Index(['referralId', 'cause', 'level', 'round', 'account'], { unique: true })
export class PointEntry {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: number
  @Column({ type: 'int' }) referralId!: number
  @Column(word) cause!: PointCause
  /** Of an honour: at how many friends it is given; else 0. */
  @Column(count) level!: number
  /** How often this was given or taken before: facts that come late may turn it more than once. */
  @Column(count) round!: number
  /** `issued`, or `customer:<externalUserId>`. */
  @Column({ type: 'varchar', length: 96 }) account!: string
  @Column(count) points!: number
  @Column(instant) at!: number
  /** When the member system took it. */
  @Index()
  @Column(maybeInstant)
  sentAt!: number | null
}
