import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { day, flag, instant, key, maybeDay, maybeKey, text, word } from '../columns.ts'

@Entity('regions')
export class Region {
  @PrimaryColumn(key) code!: string
  @Column(text) name!: string
  @Column(maybeKey) parentCode!: string | null
  /** Codes from the root down, each between slashes: `/CN/EAST/`. A scope is a prefix of it. */
  @Column({ type: 'varchar', length: 400 }) path!: string
}

@Entity('stores')
export class Store {
  @PrimaryColumn(key) code!: string
  @Column(text) name!: string
  @Index()
  @Column(key)
  regionCode!: string
  @Column(maybeDay) openedOn!: string | null
  @Column(maybeDay) closedOn!: string | null
}

/** To which region a store belonged, from day to day (both included). `stores.regionCode` is the one of today. */
@Entity('store_regions')
@Index(['storeCode', 'fromDay'], { unique: true })
@Index(['regionCode', 'fromDay'])
export class StoreRegion {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) storeCode!: string
  @Column(key) regionCode!: string
  @Column(day) fromDay!: string
  @Column(maybeDay) toDay!: string | null
}

/** A shop assistant or manager with a WeCom account. `id` is ours: WeCom may rename a userid once. */
@Entity('guides')
export class Guide {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) userId!: string
  /** Lower case of `userId`: WeCom compares userids without regard to case. */
  @Index({ unique: true })
  @Column(key)
  userKey!: string
  @Column(text) name!: string
  @Column(word) state!: 'active' | 'left'
  @Column(maybeDay) leftOn!: string | null
  @Column(instant) createdAt!: number
}

export type Role = 'guide' | 'store_manager' | 'region_manager' | 'operator'
export type GuideLevel = 'new' | 'skilled' | 'gold'

/** Where and as what a guide works, from day to day (both included). A move closes one row and opens the next. */
@Entity('guide_assignments')
@Index(['guideId', 'fromDay'])
@Index(['storeCode', 'fromDay'])
export class GuideAssignment {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column({ type: 'int' }) guideId!: number
  @Column(word) role!: Role
  @Column(word) level!: GuideLevel
  @Column(maybeKey) storeCode!: string | null
  @Column(maybeKey) regionCode!: string | null
  @Column(day) fromDay!: string
  @Column(maybeDay) toDay!: string | null
}

/**
 * A QR of a guide × store × campaign, of a store's group, or of a customer who brings friends to their guide; `state`
 * is the opaque token WeCom hands back.
 */
@Entity('contact_ways')
@Index(['kind', 'guideId', 'storeCode', 'campaign'])
export class ContactWay {
  @PrimaryColumn({ type: 'varchar', length: 30 }) state!: string
  @Column(word) kind!: 'guide' | 'group' | 'referral'
  @Column({ type: 'int', nullable: true }) guideId!: number | null
  @Column(key) storeCode!: string
  @Column(key) campaign!: string
  @Column(maybeKey) chatId!: string | null
  @Column(maybeKey) configId!: string | null
  @Column({ type: 'varchar', length: 512, nullable: true }) qrCode!: string | null
  @Column(flag) isRetired!: boolean
  @Column(instant) createdAt!: number
}

@Entity('products')
export class Product {
  @PrimaryColumn(key) code!: string
  @Column(text) name!: string
  @Column(key) category!: string
  @Column({ type: 'int', nullable: true }) cycleDays!: number | null
  @Column(flag) isSlowEffect!: boolean
}
