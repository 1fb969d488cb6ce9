import { initial } from './1795306894468-initial.ts'
import { playbooks } from './1795310453945-playbooks.ts'
import { ledger } from './1795324525182-ledger.ts'
import { cardTurns } from './1795348800000-cardTurns.ts'
import type { MigrationClass, MigrationPair } from './defineMigration.ts'

const ALL = [initial, playbooks, ledger, cardTurns] satisfies MigrationPair[]

/** In order of application. */
export const MIGRATIONS: Record<'mysql' | 'sqlite', MigrationClass[]> = {
  mysql: ALL.map((pair) => pair.mysql),
  sqlite: ALL.map((pair) => pair.sqlite),
}
