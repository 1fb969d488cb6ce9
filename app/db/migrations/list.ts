import { initial } from './1795306894468-initial.ts'
import type { MigrationClass, MigrationPair } from './defineMigration.ts'

const ALL = [initial] satisfies MigrationPair[]

/** In order of application. */
export const MIGRATIONS: Record<'mysql' | 'sqlite', MigrationClass[]> = {
  mysql: ALL.map((pair) => pair.mysql),
  sqlite: ALL.map((pair) => pair.sqlite),
}
