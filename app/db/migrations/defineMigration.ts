import type { MigrationInterface, QueryRunner } from 'typeorm'

export type MigrationClass = new () => MigrationInterface
export type MigrationPair = Record<'mysql' | 'sqlite', MigrationClass>

/**
 * One step of the schema as plain statements for each database. There is no way down: a mistake is mended by
 * the next step, because a production ledger is never dropped.
 * @param name ends in the unix milliseconds TypeORM sorts by
 */
export function defineMigration(name: string, statements: Record<'mysql' | 'sqlite', string[]>): MigrationPair {
  return { mysql: stepClass(name, statements.mysql), sqlite: stepClass(name, statements.sqlite) }
}

function stepClass(name: string, statements: string[]): MigrationClass {
  return class implements MigrationInterface {
    readonly name = name
    async up(runner: QueryRunner): Promise<void> {
      for (const statement of statements) await runner.query(statement)
    }
    async down(): Promise<void> {
      throw new Error('migrations only go forward')
    }
  }
}
