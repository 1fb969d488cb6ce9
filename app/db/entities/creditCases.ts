import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { bigId, count, day, fen, instant, json, key, longText, maybeInstant, maybeKey, text, word } from '../columns.ts'

/** A person's decision about an order, proposed and (above the limit by a second person) approved. Never changed after. */
@Entity('credit_corrections')
@Index(['orderId', 'state'])
@Index(['state', 'proposedAt'])
export class CreditCorrection {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(bigId) orderId!: number
  /** Null: all lines. */
  @Column(maybeKey) lineNo!: string | null
  /** `{ guideId, parts }` or `{ storeCode, parts }`, as `CorrectionFacts.to`. */
  @Column(json) toHolders!: unknown[]
  @Column(text) reason!: string
  /** What it moves, as it was when proposed: the limit is judged by it. */
  @Column(fen) movedFen!: number
  @Column(word) state!: 'proposed' | 'approved' | 'rejected'
  @Column(key) proposedBy!: string
  @Column(instant) proposedAt!: number
  @Column(maybeKey) decidedBy!: string | null
  @Column(maybeInstant) decidedAt!: number | null
  /** What the second person said; why not, where it was rejected. */
  @Column(text) decisionNote!: string
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
}

/** A guide says that a sale is theirs. Stays on record with its answer. */
@Entity('credit_objections')
@Index(['orderId', 'guideId'])
@Index(['state', 'storeCode', 'at'])
export class CreditObjection {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(bigId) orderId!: number
  @Column({ type: 'int' }) guideId!: number
  @Column(maybeKey) storeCode!: string | null
  @Column(text) reason!: string
  @Column(instant) at!: number
  @Column(word) state!: 'open' | 'upheld' | 'rejected'
  @Column(maybeKey) settledBy!: string | null
  @Column(maybeInstant) settledAt!: number | null
  @Column(text) answer!: string
  @Column({ type: 'int', nullable: true }) correctionId!: number | null
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
}

/** A version of the rules as it was first put in force: a file that says otherwise later stops the start. */
@Entity('attribution_versions')
export class AttributionVersionRow {
  @PrimaryColumn({ type: 'int' }) version!: number
  @Column(day) effectiveFrom!: string
  @Column({ type: 'varchar', length: 64 }) contentHash!: string
  @Column(json) content!: Record<string, unknown>
  @Column(instant) firstSeenAt!: number
}

/** A changed rule file held against a past period: what it would have done. Nothing of it is posted. */
@Entity('credit_dry_runs')
@Index(['at'])
export class CreditDryRun {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Index({ unique: true })
  @Column(key)
  clientKey!: string
  /** The file as it was given, and its title. */
  @Column(longText) rules!: string
  @Column(text) title!: string
  @Column(day) fromDay!: string
  @Column(day) toDay!: string
  @Column(word) state!: 'running' | 'done'
  /** Orders are looked at by their row ids: how far it is, and the last there was when it was asked for. */
  @Column(bigId) atOrderId!: number
  @Column(bigId) throughOrderId!: number
  @Column(count) orders!: number
  @Column(count) changed!: number
  @Column(fen) netFen!: number
  /** What changes hands: the sum of all that is gained, which is all that is lost. */
  @Column(fen) movedFen!: number
  @Column(fen) settledBeforeFen!: number
  @Column(fen) settledAfterFen!: number
  @Column(key) askedBy!: string
  @Column(instant) at!: number
  @Column(maybeInstant) doneAt!: number | null
}

/** Before and after of one region, store or holder. Codes are empty where there is none, the account where it is a sum. */
@Entity('credit_dry_run_sums')
export class CreditDryRunSum {
  @PrimaryColumn({ type: 'int' }) dryRunId!: number
  @PrimaryColumn(word) level!: 'region' | 'store' | 'holder'
  @PrimaryColumn(key) regionCode!: string
  @PrimaryColumn(key) storeCode!: string
  /** `guide:12`, `pool` or `unattributed`. */
  @PrimaryColumn(key) account!: string
  /** Those that change. */
  @Column(count) orders!: number
  @Column(fen) beforeFen!: number
  @Column(fen) afterFen!: number
}

/** One holder's part of one order that would be credited otherwise. */
@Entity('credit_dry_run_orders')
export class CreditDryRunOrder {
  @PrimaryColumn({ type: 'int' }) dryRunId!: number
  @PrimaryColumn(key) regionCode!: string
  @PrimaryColumn(key) storeCode!: string
  @PrimaryColumn(key) account!: string
  @PrimaryColumn({ type: 'bigint' }) orderId!: number
  @Column(fen) beforeFen!: number
  @Column(fen) afterFen!: number
}
