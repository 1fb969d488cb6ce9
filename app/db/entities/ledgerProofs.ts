import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { bigId, count, flag, hash, instant, json, key, longText, maybeHash } from '../columns.ts'

/** A link of the chain over the journal: the hash of the link before and of the postings between two ids. */
@Entity('ledger_blocks')
export class LedgerBlock {
  @PrimaryColumn({ type: 'int' }) seq!: number
  @Column(bigId) fromPostingId!: number
  @Column(bigId) toPostingId!: number
  @Column(count) postings!: number
  @Column(hash) previousHash!: string
  @Column(hash) hash!: string
  /** The seal of each posting, a line each: the hash says that something changed, these say what. */
  @Column(longText) seals!: string
  @Column(instant) sealedAt!: number
}

/** What a proof of the whole ledger found. */
@Entity('ledger_proofs')
@Index(['at'])
export class LedgerProof {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(instant) at!: number
  @Column(flag) isGood!: boolean
  @Column(count) postings!: number
  /** The newest link then: a chain that was cut or written anew no longer has it. */
  @Column(count) headSeq!: number
  @Column(maybeHash) headHash!: string | null
  @Column(count) faultCount!: number
  /** The first of each kind. */
  @Column(json) faults!: unknown[]
}

/** A closed month with what was booked in it, kept so that any later change shows. */
@Entity('ledger_closings')
export class LedgerClosing {
  @PrimaryColumn({ type: 'varchar', length: 7 }) month!: string
  @Column(instant) closedAt!: number
  @Column(key) closedBy!: string
  /** The newest posting then: one with a higher id that is booked in this month came after the closing. */
  @Column(bigId) throughPostingId!: number
  @Column(count) postings!: number
  @Column(count) entries!: number
  /** Sums by kind of account, in fen. */
  @Column(json) totals!: Record<string, number>
  /** Of the sums of each account and store. */
  @Column(hash) digest!: string
}
