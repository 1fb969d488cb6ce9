import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { count, hash, instant, key, text, word } from '../columns.ts'

/**
 * How far a file of orders or refunds has been taken in. The file is known by its content: the same file again goes on
 * where it was cut off.
 */
@Entity('import_runs')
@Index(['kind', 'source', 'fileHash'], { unique: true })
@Index(['startedAt'])
export class ImportRunRow {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Column(word) kind!: string
  @Column(key) source!: string
  @Column(hash) fileHash!: string
  @Column(text) file!: string
  @Column(word) state!: 'writing' | 'done'
  /** Sales come first: a return may name a sale further down. */
  @Column(word) phase!: 'sales' | 'returns'
  /** Every record of this phase that ends at or before this row of the file is stored. */
  @Column(count) throughRow!: number
  @Column(count) rowCount!: number
  @Column(count) added!: number
  @Column(count) unchanged!: number
  @Column(count) exceptions!: number
  @Column(count) faults!: number
  @Column(instant) startedAt!: number
  @Column(instant) updatedAt!: number
}
