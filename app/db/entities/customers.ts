import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import {
  count,
  flag,
  guideRef,
  hash,
  instant,
  json,
  key,
  longText,
  maybeBigId,
  maybeHash,
  maybeInstant,
  maybeKey,
  text,
  word,
} from '../columns.ts'

@Entity('customers')
export class Customer {
  @PrimaryColumn(key) externalUserId!: string
  @Column(text) name!: string
  @Column({ type: 'varchar', length: 1024, default: '' }) avatar!: string
  /** 1 WeChat user, 2 WeCom user of another corp. */
  @Column(count) type!: number
  @Index()
  @Column(maybeHash)
  unionKey!: string | null
  @Column(word) stage!: 'lead' | 'new' | 'active' | 'loyal' | 'silent' | 'churned'
  @Column(instant) stageSinceAt!: number
  @Index()
  @Column(maybeInstant)
  nextStageCheckAt!: number | null
  @Column(instant) firstAddedAt!: number
  @Column(maybeInstant) syncedAt!: number | null
}

/** One guide's friendship with one customer, as WeCom reports it. Tags and remark belong to the pair. */
@Entity('customer_relations')
@Index(['externalUserId', 'guideId'], { unique: true })
@Index(['guideId', 'state'])
export class CustomerRelation {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) externalUserId!: string
  @Column(guideRef) guideId!: number
  /** `customer_deleted`: the customer left, the guide still has a one-way relation. */
  @Column(word) state!: 'half' | 'active' | 'customer_deleted' | 'guide_deleted' | 'transferred'
  @Column(instant) addedAt!: number
  @Column(maybeInstant) endedAt!: number | null
  @Column(count) addWay!: number
  @Column(maybeKey) stateToken!: string | null
  @Column(text) remark!: string
  @Column(text) description!: string
  @Column(maybeInstant) lastContactAt!: number | null
  /** CreateTime of the newest event applied: an older one that arrives late must not win. */
  @Column(instant) eventAt!: number
}

export type BindingSource = 'contact_way' | 'plain_add' | 'group_join' | 'share_link' | 'transfer' | 'manual'

/** Which guide, of which store, brought the customer in, from when to when. */
@Entity('bindings')
@Index(['storeCode', 'openKey'])
@Index(['externalUserId', 'fromAt'])
@Index(['guideId', 'fromAt'])
export class Binding {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) externalUserId!: string
  /** Equals `externalUserId` while open, null once closed: the unique key allows one open binding a customer. */
  @Index({ unique: true })
  @Column(maybeKey)
  openKey!: string | null
  @Column(guideRef) guideId!: number
  @Column(maybeKey) storeCode!: string | null
  @Column(word) source!: BindingSource
  @Column(maybeKey) stateToken!: string | null
  @Column(instant) fromAt!: number
  @Column(maybeInstant) toAt!: number | null
  @Column({ type: 'varchar', length: 64, nullable: true }) endedBecause!: string | null
}

@Entity('stage_changes')
@Index(['externalUserId', 'at'])
export class StageChange {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) externalUserId!: string
  @Column(word) fromStage!: string
  @Column(word) toStage!: string
  @Column(instant) at!: number
  @Column(text) why!: string
}

/** A key by which a buyer may be recognised as a contact. Two contacts under one key are a conflict for a person. */
@Entity('identity_keys')
@Index(['kind', 'keyHash', 'externalUserId'], { unique: true })
@Index(['externalUserId'])
// Every posting asks whether somebody typed its number.
@Index(['orderId'])
export class IdentityKey {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(word) kind!: 'phone' | 'union' | 'member'
  @Column(hash) keyHash!: string
  @Column(key) externalUserId!: string
  /** When the fact itself dates from; null: it has no time of its own (a row of a member list). */
  @Column(maybeInstant) sinceAt!: number | null
  @Column(word) source!: string
  /** Set when the key came with an order number typed by a guide. */
  @Column(maybeBigId) orderId!: number | null
}

/** What the member system says. Shown, never owned. */
@Entity('members')
export class Member {
  @PrimaryColumn(key) memberNo!: string
  @Index()
  @Column(maybeHash)
  phoneKey!: string | null
  @Column({ type: 'varchar', length: 128, nullable: true }) phoneSealed!: string | null
  @Index()
  @Column(maybeHash)
  unionKey!: string | null
  @Index()
  @Column(maybeKey)
  externalUserId!: string | null
  @Column(text) name!: string
  @Column(word) tier!: string
  @Column(count) points!: number
  @Column({ type: 'varchar', length: 10, nullable: true }) birthday!: string | null
  /** `MM-DD` of it, so that the sweep of birthdays reads only those that come. */
  @Index()
  @Column({ type: 'varchar', length: 5, nullable: true })
  birthMonthDay!: string | null
  @Column(instant) updatedAt!: number
}

@Entity('customer_notes')
@Index(['externalUserId', 'createdAt'])
export class CustomerNote {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) externalUserId!: string
  @Column(guideRef) guideId!: number
  @Column(longText) body!: string
  @Column(flag) isShared!: boolean
  @Column(instant) createdAt!: number
  /** Given by the browser so that a repeated request writes one note. */
  @Index({ unique: true })
  @Column(maybeKey)
  clientKey!: string | null
}

@Entity('corp_tags')
export class CorpTag {
  @PrimaryColumn(key) tagId!: string
  @Column(text) name!: string
  @Column(text) groupName!: string
  @Column({ type: 'bigint', default: 0 }) sort!: number
  @Column(flag) isDeleted!: boolean
}

/** Tags of a (guide, customer) pair. */
@Entity('customer_tags')
export class CustomerTag {
  @PrimaryColumn(key) externalUserId!: string
  @PrimaryColumn({ type: 'int' }) guideId!: number
  @PrimaryColumn(key) tagId!: string
}

/** What happened with a customer, for the time line of the sidebar. */
@Entity('customer_events')
@Index(['externalUserId', 'at'])
export class CustomerEvent {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(key) externalUserId!: string
  @Column(word) kind!: string
  @Column({ type: 'int', nullable: true }) guideId!: number | null
  @Column(instant) at!: number
  @Column(json) data!: Record<string, unknown>
  @Index({ unique: true })
  @Column({ type: 'varchar', length: 160 })
  onceKey!: string
}
