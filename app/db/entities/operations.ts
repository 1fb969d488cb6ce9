import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { instant, json, key, longText, maybeInstant, text, word } from '../columns.ts'

/** A single value shared by all processes: the travelled clock, a pause of an API, a closed month. */
@Entity('settings')
export class Setting {
  @PrimaryColumn(key) name!: string
  @Column(longText) value!: string
  @Column(instant) updatedAt!: number
}

/** An OAuth round trip under way. Bound to one browser, used once. */
@Entity('oauth_states')
export class OAuthState {
  @PrimaryColumn(key) state!: string
  @Column({ type: 'varchar', length: 64 }) browserKey!: string
  @Column({ type: 'varchar', length: 512 }) returnPath!: string
  @Column(instant) createdAt!: number
  @Column(maybeInstant) usedAt!: number | null
}

/** Who looked at, exported or changed what. */
@Entity('audit_entries')
@Index(['at'])
export class AuditEntry {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(instant) at!: number
  @Column(key) actor!: string
  @Column(word) action!: string
  @Column(text) subject!: string
  @Column(json) detail!: Record<string, unknown>
}
