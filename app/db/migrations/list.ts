import { initial } from './1795299944811-initial.ts'
import { streamLeases } from './1795301133676-streamLeases.ts'
import { leanInbox } from './1795302099531-leanInbox.ts'
import { hotLookups } from './1795306267607-hotLookups.ts'
import type { MigrationClass, MigrationPair } from './defineMigration.ts'

const ALL = [hotLookups, initial, streamLeases, leanInbox] satisfies MigrationPair[]

/** In order of application. */
export const MIGRATIONS: Record<'mysql' | 'sqlite', MigrationClass[]> = {
  mysql: ALL.map((pair) => pair.mysql),
  sqlite: ALL.map((pair) => pair.sqlite),
}
