import { defineMigration } from './defineMigration.ts'

/** One index instead of two on the inbox. Its name stays: TypeORM derives it from the columns whatever their order. */
export const leanInbox = defineMigration('LeanInbox1795302099531', {
  mysql: [
    'DROP INDEX `IDX_64f22cfb9c68324b46c37a2e7f` ON `inbox`',
    'DROP INDEX `IDX_4bab67afe0332a424923b53995` ON `inbox`',
    'CREATE INDEX `IDX_4bab67afe0332a424923b53995` ON `inbox` (`state`, `stream_key`, `id`)',
  ],
  sqlite: [
    'DROP INDEX "IDX_64f22cfb9c68324b46c37a2e7f"',
    'DROP INDEX "IDX_4bab67afe0332a424923b53995"',
    'CREATE INDEX "IDX_4bab67afe0332a424923b53995" ON "inbox" ("state", "stream_key", "id") ',
  ],
})
